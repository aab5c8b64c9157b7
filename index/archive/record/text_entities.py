"""Texts that stand in pieces, as messengers and editors keep them: ``["a ", {"text": "b"}]``."""

from __future__ import annotations

from typing import Any, NamedTuple

from index.archive.record.known_names import known_names
from index.models import Remark

_TEXTS = ("text", "content", "value", "html")
"""What an object of the list calls its own text."""
_DEEPEST = 4


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
    """The text of a string or of a list of pieces; nothing of a piece that has a text is lost.

    Pieces of a line (bold words, links) follow one another as they are; anything else in a list
    is a paragraph.
    """
    if not isinstance(value, list):
        return _piece(value, depth)
    pieces = [_piece(piece, depth) for piece in value]
    border = "" if _is_one_line(value) else "\n\n"
    text = border.join(piece.text for piece in pieces if piece.text)
    return Pieces(text, sum(piece.unknown for piece in pieces))


def _is_one_line(pieces: list[Any]) -> bool:
    """Whether words and objects alternate, or all objects are of a type that marks words."""
    objects = [piece for piece in pieces if isinstance(piece, dict)]
    if not objects:
        return False
    types = {str(piece.get("type", "")).lower() for piece in objects}
    return any(isinstance(piece, str) for piece in pieces) or types <= known_names("marked words")


def _piece(piece: Any, depth: int) -> Pieces:
    if isinstance(piece, str):
        return Pieces(piece)
    if depth < _DEEPEST and isinstance(piece, list):
        return put_together(piece, depth=depth + 1)
    if depth < _DEEPEST and isinstance(piece, dict):
        inner = next((piece[name] for name in _TEXTS if piece.get(name) is not None), None)
        known = isinstance(inner, str | list | dict)
        return put_together(inner, depth=depth + 1) if known else Pieces("", 1)
    if piece is None or (isinstance(piece, int) and not isinstance(piece, bool)):
        return Pieces("" if piece is None else str(piece))
    return Pieces("", 1)
