"""Who is said to have said it: the name beside a verb of speech."""

from __future__ import annotations

import re

from index.text.language import detect
from index.text.tokens import STOP_WORDS, stem, words

_VERB = re.compile(
    r"\b(?:said|says|saying|told|tells|claim(?:s|ed)|stat(?:es|ed)|argu(?:es|ed)|den(?:y|ies|ied)"
    r"|warn(?:s|ed)|promis(?:es|ed)|announc(?:es|ed)|admit(?:s|ted)|insist(?:s|ed)"
    r"|confirm(?:s|ed)|acknowledg(?:es|ed)|accus(?:es|ed)|alleg(?:es|ed)|blam(?:es|ed)"
    r"|сказал\w*|заявил\w*|сообщил\w*|утвержда\w+|опроверг\w*|отрица\w+|пообещал\w*"
    r"|сказа(?:в|ла|ли)|заяви(?:в|ла|ли)|повідоми\w+|стверджу\w+|заперечи\w+|пообіця\w+)\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\b(?:according to|по словам|за словами)\s+", re.IGNORECASE)
_NAME = re.compile(r"\b[^\W\d_a-zа-яёіїєґ][\w'’-]+")
_ASIDE = re.compile(
    r" \([^()]{1,80}\)|, (?:who|whose|which|котор\w+|як(?:ий|а|е|і)) [^,;\"“”«»]{1,120},",
    re.IGNORECASE,
)
"""What stands between a speaker and the verb without being one."""
_PARTS = 2
"""Words of a name: people are called by the first, the last or both."""
_SAID_BEFORE = re.compile(r"[\"”»’]\s*[–—-]?\s*$")
"""The end of direct speech: the speaker comes behind the verb."""
_BEFORE, _AFTER = 60, 40
"""Characters around a verb of speech in which its subject is looked for."""


_WHO = r"([^,;:.!?\"“”«»]{1,60}?)"
_SAID = r"(?:said|says|сказал[аи]?|заявил[аи]?|сказа(?:в|ла|ли)|заяви(?:в|ла|ли))"
_SOURCE = r"(?:according to|по словам|за словами)"
_FRONT = re.compile(
    rf"{_SOURCE} {_WHO}, (.+)|{_WHO} {_SAID}(?: that|,? что|,? що)? (.+)", re.IGNORECASE
)
_BACK = re.compile(
    rf"(.+),[\"”»’']? (?:[–—] )?(?:{_SAID} {_WHO}|{_WHO} {_SAID}|{_SOURCE} {_WHO})[.]?",
    re.IGNORECASE,
)


def attribution(text: str) -> tuple[str, str] | None:
    """Who says all of a sentence, and what; ``None`` where nobody does, or of a part only."""
    if front := _FRONT.fullmatch(text):
        source, said, speaker, told = front.groups()
        return (source, said) if source else (speaker, told)
    if back := _BACK.fullmatch(text):
        said, *who = back.groups()
        return next(each for each in who if each), said
    return None


def speakers(text: str) -> set[str]:
    """Stems of the names beside the verbs of speech in ``text``, the nearest two each."""
    language = detect(text)
    text = _ASIDE.sub(" ", text)
    found = set()
    for verb in _VERB.finditer(text):
        before = _names(text[max(0, verb.start() - _BEFORE) : verb.start()])
        after = _names(text[verb.end() : verb.end() + _AFTER].split(",", 1)[0])
        straight = _NAME.match(text[verb.end() :].lstrip())
        inverted = straight or _SAID_BEFORE.search(text[: verb.start()])
        nearest = after[:_PARTS] if inverted and after else before[-_PARTS:]
        found.update(nearest)
    for source in _ACCORDING.finditer(text):
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
    return [name for name in _NAME.findall(text) if name.casefold() not in STOP_WORDS]
