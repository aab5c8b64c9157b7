"""What is said around an answer, before it is in a language: messages, days, lists. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from index.dates.article import Resolved


@dataclass(frozen=True, slots=True)
class Day:
    """A day in ISO 8601: JSON has it like that, people read it in their language."""

    iso: str


@dataclass(frozen=True, slots=True)
class Days:
    """The days from one to another, both in ISO 8601; people read "March 2024" where it is that."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Several:
    """Things that stand together: ``a, b and c``, ``a, b or c``, or ``a, b, c``."""

    things: tuple[Value, ...]
    joined: Literal["and", "or", "comma"] = "and"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the catalogues, or a part of one: its name, and what is filled in."""

    name: str
    values: tuple[tuple[str, Value], ...] = ()


Value: TypeAlias = "str | int | Day | Days | Several | Resolved | Message"
"""What can be filled in; a text stands in every language as it is."""


def message(name: str, /, **values: Value) -> Message:
    """The message with this name and these values."""
    return Message(name, tuple(values.items()))


def quoted(text: str) -> Message:
    """``text`` in the quotation marks of the language."""
    return message("quoted", text=text)
