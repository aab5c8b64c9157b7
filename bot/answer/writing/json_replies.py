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
_BEGIN = re.compile(r"\{\s*\"(?:sentences|missing|text)\"\s*:")
_MAY_BEGIN = re.compile(r"\{\s*(?:\"\w{0,9}(?:\"\s*)?)?\Z")
_ENTRY = re.compile(r"\{\s*\"(?:text|quotes)\"\s*:")
_NO_ENTRY = re.compile(r"\"sentences\"\s*:\s*\[[\s,]*\]")
_MISSING = re.compile(r"\"missing\"\s*:\s*")
_STRING_OR_COMMA = re.compile(r"(\"(?:[^\"\\]|\\.)*\")|,(?=\s*[}\]])", re.DOTALL)
_DECODER = json.JSONDecoder(strict=False)
"""Lines may end inside of a string."""


def begin(text: str) -> int | None:
    """Where an object begins that is a reply, whatever is said before it."""
    found = _BEGIN.search(text)
    return found.start() if found else None


def may_begin(text: str) -> int | None:
    """Where, at the end of ``text``, one may begin when more of it comes."""
    found = _MAY_BEGIN.search(text)
    return found.start() if found else None


def is_complete(text: str) -> bool:
    """Whether all objects in ``text`` have come to their end."""
    text, at = _tidy(text), 0
    while found := _BEGIN.search(text, at):
        value = _value(text, found.start())
        if value is None:
            return False
        at = value[1]
    return True


def drafts(text: str, passages: Mapping[str, Passage]) -> Iterator[Draft]:
    """The sentences that are complete in ``text``; one without a quotation stays bare.

    Those of several objects follow each other, and none is said twice.
    """
    text, at, known = _tidy(text), 0, set[Draft]()
    while (begins := _ENTRY.search(text, at)) and (found := _value(text, begins.start())):
        entry, at = found
        said = entry.get("text")
        if isinstance(said, str) and any(map(str.isalnum, said)):
            draft = Draft(said, tuple(_supports(entry.get("quotes"), passages)))
            if draft not in known:
                yield draft
            known.add(draft)


def missing(text: str) -> str | None:
    """What the model says last that the passages do not say."""
    found = [_value(text, each.end()) for each in _MISSING.finditer(text)]
    said = [each[0] for each in found if each and isinstance(each[0], str) and each[0].strip()]
    return said[-1] if said else None


def refuses(text: str) -> bool:
    """Whether a whole reply has a list of sentences, and none in it."""
    return _NO_ENTRY.search(text) is not None and not _ENTRY.search(text)


def _tidy(text: str) -> str:
    """``text`` with a space in the place of each comma that nothing follows."""
    return _STRING_OR_COMMA.sub(lambda match: match[1] or " ", text)


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
