"""A tensor out of an ONNX file, without the library that writes one.

The file is a message of Protocol Buffers (https://protobuf.dev/programming-guides/encoding); the
numbers of fields are those of ``onnx.proto``.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_GRAPH, _INITIALIZER = 7, 5
_DIMS, _NAME, _RAW = 1, 8, 9
_VARINT, _LONG, _BYTES, _SHORT = 0, 1, 2, 5
_FIXED = {_LONG: 8, _SHORT: 4}


def bytes_of(model: memoryview, name: str) -> NDArray[np.int8]:
    """The constant of this name whose numbers are bytes, as a copy in its shape.

    Raises:
        ValueError: it is not there.
    """
    for graph in _of(model, _GRAPH):
        for tensor in _of(graph, _INITIALIZER):
            if any(bytes(each) == name.encode() for each in _of(tensor, _NAME)):
                return _read(tensor)
    raise ValueError(f"it holds no {name}")


def _read(tensor: memoryview) -> NDArray[np.int8]:
    shape = [size for each in _of(tensor, _DIMS) for size in _numbers(each)]
    raw = next(_of(tensor, _RAW), memoryview(b""))
    if prod(shape) != len(raw):
        raise ValueError("its numbers are no bytes")
    return np.frombuffer(raw, np.int8).reshape(shape).copy()


def _of(message: memoryview, wanted: int) -> Iterator[memoryview]:
    """The contents of every field with this number; of a number its own bytes."""
    at = 0
    while at < len(message):
        key, at = _number(message, at)
        kind, start = key & 7, at
        if kind == _VARINT:
            _, at = _number(message, at)
        elif kind == _BYTES:
            size, start = _number(message, at)
            at = start + size
        else:
            at += _FIXED[kind]
        if key >> 3 == wanted:
            yield message[start:at]


def _numbers(packed: memoryview) -> Iterator[int]:
    at = 0
    while at < len(packed):
        number, at = _number(packed, at)
        yield number


def _number(message: memoryview, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends."""
    number = shift = 0
    while True:
        number |= (message[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if message[at - 1] < 128:  # noqa: PLR2004 - the last byte has its highest bit free
            return number, at
