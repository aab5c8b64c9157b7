"""Who is said to have said it: the name beside a verb of speech, or the outlet that reports it."""

from __future__ import annotations

import re
from functools import lru_cache

from index.text import lexicon
from index.text.language import detect
from index.text.names import capitalised
from index.text.tokens import stem, words

_ASIDE = r" \([^()]{1,80}\)|, {relatives} [^,;\"“”«»]{1,120},"
"""What stands between a speaker and the verb without being one."""
_PARTS = 2
"""Words of a name: people are called by the first, the last or both."""
_SAID_BEFORE = re.compile(r"[\"”»’]\s*[–—-]?\s*$")
"""The end of direct speech: the speaker comes behind the verb."""
_BEFORE, _AFTER = 60, 40
"""Characters around a verb of speech in which its subject is looked for."""


def attribution(text: str) -> tuple[str, str] | None:
    """Who says all of a sentence, and what; ``None`` where nobody does, or of a part only."""
    if front := lexicon.pattern("{speaker-first}").fullmatch(text):
        source, said, speaker, told = front.groups()
        return (source, said) if source else (speaker, told)
    if back := lexicon.pattern("{speaker-last}").fullmatch(text):
        said, *who = back.groups()
        return next(each for each in who if each), said
    return None


def reported(claim: str, outlet: str | None) -> str:
    """``claim`` without the words that say that ``outlet`` reports it; no other outlet's."""
    found = _frame(outlet).fullmatch(claim) if outlet else None
    return next(each for each in found.groups() if each) if found else claim


@lru_cache(maxsize=256)
def _frame(outlet: str) -> re.Pattern[str]:
    bare = re.sub(r"^the\s+", "", outlet, flags=re.IGNORECASE)
    name = rf"(?:the )?[\"“«]?{re.escape(bare)}[\"”»]?"
    forms = "|".join(lexicon.alternatives("reports-of-outlet"))
    return re.compile(forms.replace("{OUTLET}", name), re.IGNORECASE)


def speakers(text: str) -> set[str]:
    """Stems of the names beside the verbs of speech in ``text``, the nearest two each."""
    language = detect(text)
    text = lexicon.pattern(_ASIDE).sub(" ", text)
    found = set()
    for verb in lexicon.cue("verbs-of-saying").finditer(text):
        before = _names(text[max(0, verb.start() - _BEFORE) : verb.start()])
        after = _names(text[verb.end() : verb.end() + _AFTER].split(",", 1)[0])
        straight = lexicon.pattern(r"{capital}[\w'’-]", cased=True).match(
            text[verb.end() :].lstrip()
        )
        inverted = straight or _SAID_BEFORE.search(text[: verb.start()])
        nearest = after[:_PARTS] if inverted and after else before[-_PARTS:]
        found.update(nearest)
    for source in lexicon.pattern(r"\b{according-to}\s+").finditer(text):
        clause = re.split(r"[,.;]", text[source.end() : source.end() + _BEFORE])[0]
        found.update(_names(clause)[-_PARTS:])
    return {stem(word, language) for name in found for word in words(name)}


def another_speaker(claim: str, quote: str) -> str | None:
    """Why the claim puts the quotation's words into somebody else's mouth, or ``None``."""
    said, quoted = speakers(claim), speakers(quote)
    if said and quoted and not said & quoted:
        return f"said by {min(quoted)}, not by {min(said)}"
    return None


def _names(text: str) -> list[str]:
    stop = lexicon.words("stop")
    return [name for name in capitalised(text) if name.casefold() not in stop]
