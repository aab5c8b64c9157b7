"""What callback data, links and inline queries name: a citation, an answer, a phrase, a page."""

from __future__ import annotations

import re
from urllib.parse import quote as encoded

CALLBACK = re.compile(r"c:([A-Za-z0-9_-]{1,32}):([0-9]{1,3})")
WITHOUT = re.compile(r"x:([A-Za-z0-9_-]{1,32}):([0-9]{1,3})")
TELLS = re.compile(r"y:([A-Za-z0-9_-]{1,32})")
UNSUPPORTED = re.compile(r"u:([A-Za-z0-9_-]{1,32}):([0-9]{1,3})")
WIDER = re.compile(r"([mn]):([A-Za-z0-9_-]{1,32}):([0-9]{1,3})")
CITED = re.compile(r"([vw]):([A-Za-z0-9_-]{1,32})")
DEEP_LINK = re.compile(r"c_([A-Za-z0-9_-]{1,32})_([0-9]{1,3})")
SHARED = re.compile(r"\s*answer_([A-Za-z0-9_-]{1,32})\s*")
INVITATION = re.compile(r"inv_([A-Za-z0-9_-]{1,32})")
ABOUT = re.compile(r"k:q:([A-Za-z0-9_-]{1,32})")
"""Asks about an article that was told."""
_WATCHES = "k:"
"""How the data of all buttons of watches begin."""
ARTICLE_LINK = re.compile(r"a_([A-Za-z0-9_-]{1,32})")
_OF_ANSWER = re.compile(r"[cxf][:_]([A-Za-z0-9_-]{1,32})[:_][a-z0-9]{1,3}")

_LONGEST_WHOLE = 90
_WORDS_OF_END = 5


def parse(pattern: re.Pattern[str], given: str | None) -> tuple[str, int] | None:
    """Answer id and number, or ``None`` where it is something else."""
    found = pattern.fullmatch(given or "")
    return (found[1], int(found[2])) if found else None


def asks(given: str | None) -> bool:
    """Whether a tap with this data is answered with an answer, and so costs one."""
    return any(each.fullmatch(given or "") for each in (WITHOUT, TELLS, ABOUT))


def shared(answer: str) -> str:
    """The inline query that finds an answer."""
    return f"answer_{answer}"


def steers(given: str | None) -> bool:
    """Whether only those may tap who may write in the chat: what it does is seen by all of it."""
    return asks(given) or (given or "").startswith(_WATCHES)


def answer_in(name: str) -> str | None:
    """The answer that the data of a button under it, or a link in it, names; none of a card's."""
    found = _OF_ANSWER.fullmatch(name)
    return found[1] if found else None


def at_sentence(url: str, sentence: str) -> str:
    """The link to a page that browsers open at a sentence, and mark it.

    A text fragment (wicg.github.io/scroll-to-text-fragment): a short sentence as it is, of a long
    one or one of several paragraphs the first and the last words.
    """
    words = sentence.split()
    if not words:
        return url
    whole = " ".join(words)
    if len(whole) <= _LONGEST_WHOLE and "\n" not in sentence.strip():
        named = _encoded(whole)
    elif len(words) < 2 * _WORDS_OF_END:
        return url
    else:
        first, last = words[:_WORDS_OF_END], words[-_WORDS_OF_END:]
        named = f"{_encoded(' '.join(first))},{_encoded(' '.join(last))}"
    return f"{url}{'' if '#' in url else '#'}:~:text={named}"


def page_of(url: str) -> str:
    """The link to the page, without the sentence that `at_sentence` names."""
    return url.partition(":~:text=")[0].removesuffix("#")


def _encoded(words: str) -> str:
    """Percent-encoded; a dash would mean that context follows."""
    return encoded(words, safe="").replace("-", "%2D")
