"""Texts that stand in pieces, as messengers and editors keep them: ``["a ", {"text": "b"}]``."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from index.archive.record.known_names import known_names, names_of
from index.archive.record.roles import folded
from index.models import Remark

if TYPE_CHECKING:
    from collections.abc import Sequence

_DEEPEST = 12


class Pieces(NamedTuple):
    """A text put together, and how many pieces of it are of an unknown form."""

    text: str
    unknown: int = 0

    def remarks(self, *, where: str) -> tuple[Remark, ...]:
        """What is to be said of the pieces that were left out."""
        if not self.unknown:
            return ()
        number = "a piece" if self.unknown == 1 else f"{self.unknown} pieces"
        sentence = f"{number} of the text could not be read: neither words nor an object of them."
        return (Remark(where, "a piece of a text that cannot be read", sentence),)


def put_together(value: Any, *, depth: int = 0) -> Pieces:
    """The text of a string, a list of pieces or an object; of a piece with a text nothing is lost.

    Pieces of a line (bold words, links) follow one another as they are; anything else in a list
    is a paragraph.
    """
    if isinstance(value, str):
        return Pieces(value)
    if depth < _DEEPEST and isinstance(value, list | tuple):
        return _joined(value, depth, "" if _is_one_line(value) else "\n\n")
    if depth < _DEEPEST and isinstance(value, dict):
        return _of_object(value, depth)
    if value is None or value != value:  # noqa: PLR0124 - NaN
        return Pieces("")
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return Pieces(str(value))
    return Pieces("", 1)


def _joined(pieces: Sequence[Any], depth: int, border: str) -> Pieces:
    found = [put_together(piece, depth=depth + 1) for piece in pieces]
    text = border.join(piece.text for piece in found if piece.text and not _is_gap(piece, border))
    return Pieces(text, sum(piece.unknown for piece in found))


def _is_gap(piece: Pieces, border: str) -> bool:
    """Whether a paragraph is empty; between words white space counts."""
    return bool(border) and piece.text.isspace()


def _of_object(value: dict[Any, Any], depth: int) -> Pieces:
    """What an object calls its text, the first that is one; or its parts, a paragraph each."""
    named = {folded(str(name)): part for name, part in value.items()}
    for name in map(folded, names_of("texts in objects")):
        found = put_together(named.get(name), depth=depth + 1)
        if found.text:
            return found
    if folded(_type(value)) in known_names("breaks of lines"):
        return Pieces("\n")
    parts = [(name, part) for name, part in named.items() if _is_part(name, part)]
    if len(parts) == 1:
        ((name, part),) = parts
        if name == "items":
            return _joined(part, depth + 1, "\n\n")
        inner = _is_row_of_leaves(part, name)
        return _joined(part, depth + 1, "") if inner else put_together(part, depth=depth + 1)
    return _joined([part for _, part in parts], depth, "\n\n") if parts else Pieces("", 1)


def _is_part(name: str, part: Any) -> bool:
    """Whether a field of an object is a part of its text; items are where they are words."""
    if name == "items":
        return isinstance(part, list) and all(_is_entry(entry) for entry in part)
    return name in known_names("parts of texts")


def _is_entry(value: Any) -> bool:
    """Whether a value is an entry of a list in a text: words, or words with entries below."""
    known = known_names("fields of entries")
    return isinstance(value, str) or (isinstance(value, dict) and known.issuperset(value))


def _is_row_of_leaves(parts: Any, name: str) -> bool:
    """Whether the parts of an object are one line: a leaf of words without a border is there."""
    if name not in {"children", "content"} or not isinstance(parts, list):
        return False
    return any(_is_leaf(part, typed=name == "content") for part in parts)


def _is_leaf(value: Any, *, typed: bool) -> bool:
    """Whether an object holds words alone, as Slate, Portable Text and ProseMirror end in."""
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return False
    kind = _type(value)
    return kind in known_names("leaves of texts") or not (kind or typed)


def _type(value: dict[Any, Any]) -> str:
    return str(value.get("type") or value.get("_type") or "").lower()


def _is_one_line(pieces: Sequence[Any]) -> bool:
    """Whether words and objects alternate, or all objects are of a type that marks words."""
    objects = [piece for piece in pieces if isinstance(piece, dict)]
    if not objects:
        return False
    types = {str(piece.get("type", "")).lower() for piece in objects}
    if all("insert" in piece for piece in objects):
        return True  # Quill's, with their line ends in them
    return any(isinstance(piece, str) for piece in pieces) or types <= known_names("marked words")
