"""An encoder as an ONNX graph in 8 bits, written node by node: it changes with no exporter.

Activations get a scale a token (ZeroQuant, arXiv:2206.01861, section 4.1), so that a text's vector
does not depend on its batch. The one module that imports ``onnx``, which only making a model needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from index.encoders.encoder import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WIDTH, HEADS = 384, 12
EPSILON = 1e-12  # config.json of both models: layer_norm_eps
MOST_WEIGHT = 64
"""Largest quantised weight. Two products 255 · 64 fit the 16 bits in which processors without VNNI
add them; larger weights saturate there, and vectors would differ from machine to machine."""
ZERO, MOST = 128, 127
"""Quantised activations are unsigned, as the fast kernels want: 1 to 255, 128 for zero."""
TYPES = "token_type_ids"
_ROWS = 4096
"""Of a matrix, quantised at once."""
FUSED = {"BiasGelu", "MatMulIntegerToFloat", "MultiHeadAttention", "SkipLayerNormalization"}


class Weights(Protocol):
    """Tensors by the names that BERT has for them; each is asked for once."""

    def __getitem__(self, name: str, /) -> Floats:
        """The tensor of this name."""


class Graph:
    """An ONNX graph under construction; methods add nodes and return the name of their output."""

    def __init__(
        self,
        weights: Weights,
        *,
        name: str,
        layers: int,
        tokens: int,
        typed: bool = False,
        lent: bool = False,
    ) -> None:
        """The model has so many ``layers`` and reads at most so many ``tokens``.

        ``typed``: it is told of which type each token is. ``lent``: another model has the same
        table of word pieces, which is an input of this one.
        """
        import onnx  # noqa: PLC0415 - half a second that only making a model spends

        self._onnx: Any = onnx
        self._weights, self._name, self._layers, self._reads = weights, name, layers, tokens
        self._typed, self._lent = typed, lent
        self.words = np.zeros((0, 0), np.int8)
        """The table of word pieces, once it is built."""
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}
        self._mask = self._cast("attention_mask", "mask", "INT32")

    def build(self) -> bytes:
        """The ONNX file: ids and mask of tokens to ``(n, 384)`` and, of tokens, ``(n, t, 384)``."""
        hidden = self._tokens()
        for layer in range(self._layers):
            hidden = self._layer(f"encoder.layer.{layer}", hidden)
        self._node("Identity", [hidden], "pieces")
        self._pool(hidden)
        return self._serialised()

    def _tokens(self) -> str:
        """Embeddings of the tokens; where the type is always the first it joins the position."""
        quantised, scale = quantise(self._weights["embeddings.word_embeddings.weight"], 127, axis=1)
        self.words = quantised
        words = WORDS if self._lent else self._constant(WORDS, quantised)
        rows = self._node("Gather", [words, "input_ids"], "rows")
        rows = self._cast(rows, "rows.float", "FLOAT")
        scales = self._node("Gather", [self._constant("words.scale", scale), "input_ids"], "scales")
        words = self._node("Mul", [rows, scales], "words.float")
        length = self._node("Shape", ["input_ids"], "length", start=1, end=2)
        table = self._weights["embeddings.position_embeddings.weight"][: self._reads]
        types = self._weights["embeddings.token_type_embeddings.weight"]
        table = table if self._typed else table + types[0]
        inputs = [self._constant("table", table), self._constant("start", np.zeros(1, np.int64))]
        positions = self._node("Slice", [*inputs, length], "positions")
        summed = self._node("Add", [words, positions], "embeddings")
        if self._typed:
            inputs = [self._constant("types", types), TYPES]
            summed = self._node("Add", [summed, self._node("Gather", inputs, "typed")], "all")
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
        value, names = helper.make_tensor_value_info, ["input_ids", "attention_mask"]
        names += [TYPES] if self._typed else []
        inputs = [value(name, kinds.INT64, ["texts", "tokens"]) for name in names]
        inputs += [value(WORDS, kinds.INT8, [*self.words.shape])] if self._lent else []
        shapes = {"vector": ["texts", WIDTH], "pieces": ["texts", "tokens", WIDTH]}
        outputs = [value(name, kinds.FLOAT, shape) for name, shape in shapes.items()]
        parts = (self._nodes, self._name, inputs, outputs, [*self._constants.values()])
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
    largest = np.maximum(weights.max(axis, keepdims=True), -weights.min(axis, keepdims=True))
    scale: Floats = largest / np.float32(most)
    quantised = np.empty(weights.shape, np.int8)
    for start in range(0, len(weights), _ROWS):  # a vocabulary would take a gigabyte at once
        rows = slice(start, start + _ROWS)
        quantised[rows] = np.rint(weights[rows] / (scale if axis == 0 else scale[rows]))
    return quantised, scale
