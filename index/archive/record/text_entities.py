"""Texts that stand in pieces, as messengers and editors keep them: ``["a ", {"text": "b"}]``."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from index.archive.record.known_names import known_names, names_of
from index.archive.record.roles import folded
from index.models import Remark

if TYPE_CHECKING:
    from collections.abc import Sequence

_DEEPEST = 5


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
    parts = [part for name, part in named.items() if name in known_names("parts of texts")]
    return _joined(parts, depth, "\n\n") if parts else Pieces("", 1)


def _is_one_line(pieces: Sequence[Any]) -> bool:
    """Whether words and objects alternate, or all objects are of a type that marks words."""
    objects = [piece for piece in pieces if isinstance(piece, dict)]
    if not objects:
        return False
    types = {str(piece.get("type", "")).lower() for piece in objects}
    return any(isinstance(piece, str) for piece in pieces) or types <= known_names("marked words")
