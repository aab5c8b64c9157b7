"""Digests and the opaque ids made from them."""

from __future__ import annotations

import base64
import hashlib
import unicodedata

_ID_BYTES = 10
"""80 bits: the chance that two of a million ids meet is below one in 10^12."""


def digest(*parts: str) -> str:
    """SHA-256 of the parts in hexadecimal; ``("ab", "c")`` and ``("a", "bc")`` differ."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def opaque_id(*parts: str) -> str:
    """16 characters ``[a-z2-7]`` that depend on the parts and tell nothing about them."""
    joined = digest(*parts)
    return base64.b32encode(bytes.fromhex(joined)[:_ID_BYTES]).decode().lower()


def citation_id(of: str, start: int, end: int, *, title: bool = False) -> str:
    """The id of a quotation ``of`` a passage, or of the ``title`` of a version of an article.

    It alone says which of the two: a catalog of before has no place to keep that, and needs none.
    There it was of the title beside a passage, so that a headline had several.
    """
    return opaque_id("citation", of, str(start), str(end), *(["title"] if title else []))


def folded(text: str) -> str:
    """``text`` in Unicode NFC with every run of white space made one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())
