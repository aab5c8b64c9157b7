"""A model's reply as one JSON object, read while it comes: for servers that hold a model to JSON.

``{"sentences": [{"text": "…", "quotes": [{"id": "ab3x", "words": "…"}]}], "missing": "…"}``
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from bot.models import Draft, Support

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index.models import Passage

FORM = (
    "Write it as one JSON object and nothing else, a sentence and its quotations an entry: "
    '{"sentences": [{"text": "…", "quotes": [{"id": "ab3x", "words": "…"}]}], "missing": "what the '
    'passages do not say, or null"}. If they do not answer at all, "sentences" is empty.'
)
"""What a model is told that has to write so."""
_BEGINS = re.compile(r"\s*(?:```(?:json)?\s*)?\{")
_LIST = re.compile(r"\"sentences\"\s*:\s*\[")
_MISSING = re.compile(r"\"missing\"\s*:\s*")
_BETWEEN = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()


def begins(text: str) -> bool:
    """Whether a reply that begins so is an object."""
    return _BEGINS.match(text) is not None


def may_begin(text: str) -> bool:
    """Whether more of a reply could make an object of it."""
    return re.fullmatch(r"\s*`{0,3}(?:j|js|jso|json)?\s*", text) is not None


def is_complete(text: str) -> bool:
    """Whether the object has come to its end."""
    return _value(text, max(text.find("{"), 0)) is not None


def drafts(text: str, passages: Mapping[str, Passage]) -> Iterator[Draft]:
    """The sentences that are complete in ``text``; one without a quotation stays bare."""
    begin = _LIST.search(text)
    at = begin.end() if begin else len(text)
    while True:
        at = _end(_BETWEEN.match(text, at), at)
        found = _value(text, at)
        if found is None or not isinstance(found[0], dict):
            return
        entry, at = found
        said = entry.get("text")
        if isinstance(said, str) and any(map(str.isalnum, said)):
            yield Draft(said, tuple(_supports(entry.get("quotes"), passages)))


def missing(text: str) -> str | None:
    """What the model says that the passages do not say."""
    begin = _MISSING.search(text)
    found = _value(text, begin.end()) if begin else None
    return found[0] if found and isinstance(found[0], str) and found[0].strip() else None


def refuses(text: str) -> bool:
    """Whether there is no sentence in a whole reply."""
    begin = _LIST.search(text)
    return begin is not None and text[begin.end() :].lstrip().startswith("]")


def _supports(quotes: Any, passages: Mapping[str, Passage]) -> Iterator[Support]:
    for each in quotes if isinstance(quotes, list) else ():
        if isinstance(each, dict):
            key, words = each.get("id"), each.get("words")
            passage = passages.get(str(key).strip().lower())
            known = passage.id if passage else None
            yield Support(known, words if isinstance(words, str) else None)


def _value(text: str, at: int) -> tuple[Any, int] | None:
    """The JSON value that begins there, and where it ends; ``None`` where it is not complete."""
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None


def _end(match: re.Match[str] | None, at: int) -> int:
    return match.end() if match else at
