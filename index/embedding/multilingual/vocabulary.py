"""The word pieces of multilingual-e5-small that Latin and Cyrillic texts consist of.

Of 250,002 pieces 146,508 are kept: those of other letters take 40 MB and are never met.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding.multilingual.package import SPECIAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.embedding.multilingual.package import Packed

FIRST, LAST, _UNKNOWN = 0, 2, 3
"""Special pieces: at the beginning and at the end of a text, and for what has no piece."""
_ALPHABETS = {"LATIN", "CYRILLIC", "COMBINING", "MODIFIER"}
_SPACE = "▁"
_SPACES = "[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\ufeff\ufffd▁]"
"""What SentencePiece's ``nmt_nfkc`` reads as a space, where NFKC does not."""
_NOTHING = "[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]"
"""What it leaves out."""


def kept(packed: Packed) -> NDArray[np.int64]:
    """Numbers of the pieces that are kept, the special ones first."""
    found = [number for number, piece in enumerate(packed.pieces) if _is_ours(piece)]
    return np.array([*range(SPECIAL), *(each for each in found if each >= SPECIAL)], np.int64)


def tokenizer(packed: Packed, rows: NDArray[np.int64]) -> bytes:
    """A tokenizer of these pieces, as the package ``tokenizers`` reads it.

    It finds the likeliest pieces of a text (Unigram, arXiv:1804.10959). Special ones get a
    character that no text has any more when it is cut, so that no article can write one.
    """
    pieces = [[packed.pieces[row], float(str(packed.scores[row]))] for row in rows.tolist()]
    for special in pieces[:SPECIAL]:
        special[0] = f"\x01{special[0]}"
    steps = [
        _replacing({"Regex": _SPACES}, " "),
        _replacing({"Regex": _NOTHING}, ""),
        {"type": "NFKC"},
        _replacing({"Regex": " {2,}"}, " "),
        {"type": "Strip", "strip_left": True, "strip_right": True},
    ]
    space = {"type": "Metaspace", "replacement": _SPACE, "prepend_scheme": "always", "split": True}
    settings = {
        "version": "1.0",
        "added_tokens": [],
        "normalizer": {"type": "Sequence", "normalizers": steps},
        "pre_tokenizer": space,
        "model": {"type": "Unigram", "unk_id": _UNKNOWN, "vocab": pieces, "byte_fallback": False},
    }
    return json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode()


def _replacing(pattern: dict[str, str], content: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": pattern, "content": content}


def _is_ours(piece: str) -> bool:
    """Whether no letter, mark or digit of a piece is of another alphabet."""
    return all(map(_is_known, piece))


@cache
def _is_known(letter: str) -> bool:
    """Whether a character stands in Latin or Cyrillic texts."""
    if letter.isascii() or letter == _SPACE:
        return True
    if unicodedata.category(letter)[0] in "LMN":
        return unicodedata.name(letter, "").partition(" ")[0] in _ALPHABETS
    return True
