"""A constant is read out of an ONNX file without the library that writes them."""

from __future__ import annotations

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from index.encoders.tensors import bytes_of


def model(*constants: tuple[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]]) -> memoryview:
    """A file with these constants."""
    value = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n"])
    node = helper.make_node("Identity", ["x"], ["y"], name="words", score=0.5)
    made = [numpy_helper.from_array(array, name) for name, array in constants]
    graph = helper.make_graph([node], "words", [value], [value], made)
    return memoryview(helper.make_model(graph, producer_name="words").SerializeToString())


def test_a_constant_is_found_by_its_name_with_its_shape() -> None:
    """Whatever stands before it, and however large it is."""
    table = np.arange(300 * 7, dtype=np.int64).astype(np.int8).reshape(300, 7)
    file = model(("scale", np.ones(900, np.float32)), ("word", table[:2]), ("words", table))

    found = bytes_of(file, "words")

    assert found.dtype == np.int8
    np.testing.assert_array_equal(found, table)


def test_what_is_not_there_or_is_no_bytes_is_refused() -> None:
    """It is not guessed at."""
    file = model(("scale", np.ones(900, np.float32)))

    with pytest.raises(ValueError, match="it holds no words"):
        bytes_of(file, "words")
    with pytest.raises(ValueError, match="its numbers are no bytes"):
        bytes_of(file, "scale")
