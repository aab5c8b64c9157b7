"""The words in which somebody denies or contradicts something: English, Russian, Ukrainian."""

from __future__ import annotations

import re
from typing import Literal

from index.text import lexicon

Strength = Literal["denies", "negates"]
"""``denies`` says in so many words that something is not so; ``negates`` has a "not" in speech."""

_TOLD = r"[\"”»]\s*[,–—-]?\s*(?P<who>[^,.;:\"“”«»]{2,60}?)\s+{told}\b"
_NOT_I = r"{opening-marks}[^\"”»]*\b{first-person}\b (?:\w+ ){0,2}?(?:{not}\b|\w+n['’]t\b)"
_CYRILLIC_CAPITAL = re.compile(r"[А-ЯЁІЇЄҐ]")
"""Begins an office where a small word follows: «Директор завода»; names have two capitals."""
_LONGEST = 12
"""Words of a name with what somebody is; what is longer is no name."""


def strength(sentence: str) -> Strength | None:
    """How clearly ``sentence`` says that something is not so, or ``None`` where it does not."""
    if sentence.rstrip("\"'”’»)").endswith("?"):
        return None
    if lexicon.pattern("{denies}").search(sentence):
        return "denies"
    negates = lexicon.pattern(r"\b{negates}\b|n['’]t\b").search(sentence)
    spoken = lexicon.pattern(r"{opening-marks}|\b{speaks}\b").search(sentence)
    return "negates" if negates and spoken else None


def asks_for_denial(question: str) -> bool:
    """Whether ``question`` is about a denial: "who denied …?", "кто опроверг …?"."""
    return bool(lexicon.pattern("{denies}").search(question))


def asks_for_sides(question: str) -> bool:
    """Whether what ``question`` asks is what people may disagree about: a charge, an apology."""
    return bool(lexicon.cue("asks-for-sides").search(question)) or asks_for_denial(question)


def cues(question: str) -> list[str]:
    """The words of ``question`` that only say that somebody denies something, or whether it is so.

    "Apology" and "accused" are none: they say what is disputed.
    """
    found = [match.group() for match in lexicon.pattern("{denies}").finditer(question)]
    return found + [match.group() for match in lexicon.cue("asks-whether").finditer(question)]


def evades(sentence: str) -> bool:
    """Whether ``sentence`` only tells that somebody does not say: neither claim nor denial."""
    return bool(lexicon.pattern(r"\b{evades}").search(sentence))


def goes_on(sentence: str) -> bool:
    """Whether ``sentence`` is said by whoever the one before it names: "according to her, …"."""
    return bool(lexicon.pattern(r"^\W*{same-speaker}\b").search(sentence))


def is_claimed(sentence: str) -> bool:
    """Whether ``sentence`` says what somebody says, and so can be denied."""
    return bool(lexicon.cue("claimed").search(sentence))


def denier(sentence: str) -> str | None:
    """Who denies, in the words of ``sentence``, or ``None`` where that cannot be told for sure."""
    cue = lexicon.pattern("{denies}").search(sentence)
    if cue is None:
        found = attribution(sentence)
        told = lexicon.pattern(_TOLD).search(sentence)
        return _named(found[0]) if found else _named(told["who"]) if told else None
    before = sentence[: cue.start()].rstrip()
    idle, relative = lexicon.pattern(r"\s+{before-denial}$"), lexicon.pattern(r",? {relatives}\b")
    while (shorter := idle.sub("", before)) != before:
        before = shorter
    if not before.endswith(","):
        before = before.rpartition(",")[2] if not relative.search(before) else before
    return _named(relative.split(before)[0])


def denied_part(sentence: str) -> str:
    """What of ``sentence`` tells what is denied: behind whoever does it, or in his words."""
    cue = lexicon.pattern("{denies}").search(sentence)
    if cue and denier(sentence):
        return sentence[cue.start() :]
    found = attribution(sentence)
    return found[1] if found else sentence


def in_own_words(sentence: str) -> bool:
    """Whether somebody says of himself that he did not: "I never …", «я не …»."""
    return bool(lexicon.pattern(_NOT_I).search(sentence))


def _named(who: str) -> str | None:
    bare, capital = who.strip(" ,;:–—-"), lexicon.pattern("{capital}", cased=True)
    wrong = re.search(r"[\"“”«»„;:?!]", bare) or lexicon.pattern(r"{points}\b").match(bare)
    if wrong or len(bare.split()) > _LONGEST or not capital.search(bare):
        return None
    first, _, rest = bare.partition(" ")
    office = _CYRILLIC_CAPITAL.match(first) and rest[:1].islower()
    return f"{first.lower()} {rest}" if office or first in {"The", "A", "An"} else bare


def attribution(text: str) -> tuple[str, str] | None:
    """Who says all of a sentence, and what; ``None`` where nobody does, or of a part only."""
    if front := lexicon.pattern("{speaker-first}").fullmatch(text):
        source, said, speaker, told = front.groups()
        return (source, said) if source else (speaker, told)
    if back := lexicon.pattern("{speaker-last}").fullmatch(text):
        said, *who = back.groups()
        return next(each for each in who if each), said
    return None
