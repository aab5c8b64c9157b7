"""The words in which somebody denies or contradicts something: English, Russian, Ukrainian."""

from __future__ import annotations

import re
from typing import Literal

from bot.answer.guard.attribution import attribution

Strength = Literal["denies", "negates"]
"""``denies`` says in so many words that something is not so; ``negates`` has a "not" in speech."""

_CLAIMS = (
    r"(?:claims?|accusations?|allegations?|charges?|reports?|suggestions?|criticisms?|ideas?"
    r"|notions?|speculations?|rumou?rs?|assertions?|accounts?|versions?|stor(?:y|ies)|statements?"
    r"|findings?|results?|figures?|conclusions?|responsibility|blame|that)"
)
_FALSE = (
    r"(?:false|untrue|baseless|groundless|unfounded|fabricat\w+|invented|invention|nonsense|hoax"
    r"|a lie|lies|a myth|fiction|absurd|inaccurate|incorrect|wrong|misleading|fake)"
)
_GRANTS = (
    r"(?:bail|entry|access|admission|permission|permits?|licen[cs]es?|parole|visas?|asylum|leave"
    r"|tenure|boarding|citizenship|refuge|shelter|treatment|requests?|appeals?|applications?"
    r"|motions?|petitions?|goals?|points?|wins?|victory|chances?|places?|loans?|funding)"
)
"""What is denied to somebody, and not said to be untrue."""
_NO_GRANT = (
    r"(?:that|he|she|they|we|I|it|had|has|have|was|were|any|ever|made|gave|took|received|got|in|on|of"
    rf"|for|to|about|against|with|from|\w+ing|{_CLAIMS})\b"
)
"""What stands between "denied" and such a thing only where it is not denied to anybody."""
_ENGLISH = (
    r"(?<!was )(?<!were )(?<!been )(?<!be )(?<!being )\bden(?:y|ies|ied|ying)\b"
    rf"(?!(?:\s+(?!{_NO_GRANT})[\w'’-]+){{0,4}}?\s+{_GRANTS}\b(?!\s+(?:was|were|had)\b))"
    r"|\bdenials?\b|\brefut(?:e[sd]?|ing|ation)\b|\brebut(?:s|ted|tal|ting)?\b"
    r"|\bcontradict(?:s|ed|ing)?\b|\bdebunk\w*|\brepudiat\w+|\bdisavow\w*|\bdisagree[sd]?\b"
    r"|\b(?:is|was|are|were) disputed\b|\bdispute[sd] (?:the|that|this|his|her|their|any)\b"
    rf"|\b(?:reject|dismiss|disput|question|challeng|brush\w* (?:off|aside))\w*\s+"
    rf"(?:(?!after\b|over\b|following\b|because\b|since\b|when\b|amid\b)[\w'’]+\s+)"
    rf"{{0,4}}?{_CLAIMS}\b|\b(?:call|describ|dismiss|reject|denounc|condemn)\w*\s+(?:[\w'’]+\s+)"
    rf"{{0,10}}?(?:as )?(?:an? )?(?:complete |total |pure )?{_FALSE}\b"
    r"|\b(?:is|was|are|were|it['’]s|that['’]s) (?:simply |just |completely |absolutely |totally )?"
    rf"(?:not true|not the case|not correct|{_FALSE})(?! with\b)"
    r"|\bno (?:such|truth)\b|\bnever happened\b|\b(?:no|without any|nor any) (?:\w+ )?evidence\b"
    r"|\b(?:did not|didn['’]t|could not|couldn['’]t|has not|have not) (?:find|found)\b"
)
_RUSSIAN = (
    r"\bопров[её]рг\w*|\bопроверж\w+|\bотриц\w+|\bотверг\w*|\bоспорил\w*|\bоспарива\w+"
    r"|\bне соответству\w+ действительности|\bнеправд\w*|\bложью?\b|\bложн\w+|\bвыдумк\w+"
    r"|\bфейк\w*|\bне подтвержд\w+|\bне подтвердил\w*|\b(?:нет|никаких) доказательств"
    r"|\bдоказательств (?:нет|не)\b|\bне наш[её]?л\w*"
)
_UKRAINIAN = (
    r"\bзапереч\w+|\bспрост\w+|\bвідкин\w+|\bвідкида\w+|\bне відповіда\w+ дійсності|\bбрехн\w+"
    r"|\bвигадк\w+|\bне підтверд\w+|\b(?:немає|жодних) доказів|\bдоказів (?:немає|не)\b"
    r"|\bне знайш\w+"
)
_DENIES = re.compile(f"{_ENGLISH}|{_RUSSIAN}|{_UKRAINIAN}", re.IGNORECASE)
_NEGATES = re.compile(
    r"\b(?:not|never|neither|nor|nobody|nothing|no)\b|n['’]t\b|\b(?:не|никогда|ніколи)\b",
    re.IGNORECASE,
)
_NOT_I = re.compile(
    r"[\"“«„][^\"”»]*\b(?:I|we|я|мы|ми)\b (?:\w+ ){0,2}?"
    r"(?:(?:not|never|neither|не|никогда|ніколи)\b|\w+n['’]t\b)",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"[\"“«„]|\b(?:said|says|told|tells|stated|according to|insist\w*|stress\w*|conced\w+)\b"
    r"|\b(?:сказал|заявил|сообщил|подчеркн|настаива|сказа|заяви|повідоми|наголос|наполяга)\w*"
    r"|\b(?:по словам|за словами)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:true|truth|really|actually|confirm\w*|admit\w*|accus\w+|alleg\w+|claims?|claimed"
    r"|respon[ds]\w*|react\w*|repl(?:y|ied)|answer\w*|apolog\w+|whether"
    r"|правда|действительно|на самом деле|признал\w*|подтверд\w+|извин\w+|обвин\w+|ответил\w*"
    r"|справді|насправді|визна\w+|підтверд\w+|вибач\w+|звинува\w+|відпові\w+)\b",
    re.IGNORECASE,
)
_CLAIMED = re.compile(
    r"\b(?:claim\w*|accus\w+|alleg\w+|stated?|states|said|says?|told|argu\w+|assert\w*|insist\w*"
    r"|maintain\w*|blam\w+|according to|apologi[sz]\w*|announc\w+|report\w*"
    r"|заяв\w+|утвержда\w+|обвин\w+|сказа\w+|сообщ\w+|по словам|стверджу\w+|звинува\w+|повідом\w+"
    r"|за словами)\b",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    r"\b(?:true|truth|really|actually|confirm\w*|admit\w*|claims?|claimed|respon[ds]\w*|react\w*"
    r"|say|said|says|press|secretary|spokes\w+|правда|действительно|ответил\w*|сказал\w*|заявил\w*"
    r"|справді|насправді|сказа\w+|заяви\w+|відпові\w+)\b",
    re.IGNORECASE,
)
_SAME_SPEAKER = re.compile(
    r"^\W*(?:according to (?:her|him|them)|in (?:her|his|their) (?:words|view|opinion)"
    r"|по (?:его|её|ее|их) словам|за (?:його|її|їх(?:німи)?) словами)\b",
    re.IGNORECASE,
)
_EVADES = re.compile(
    r"\b(?:did not want to|didn['’]t want to|declin\w+ to|no comment"
    r"|refus\w+ to (?:say|comment|answer)|would not (?:say|comment)|wouldn['’]t (?:say|comment)"
    r"|did not (?:answer|respond|reply)"
    r"|(?:отказал|не стал)\w* (?:от комментар|комментир)\w*|(?:відмовив|відмовил|не став)\w* "
    r"(?:від комент|комент)\w*)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"[\"”»]\s*[,–—-]?\s*(?P<who>[^,.;:\"“”«»]{2,60}?)\s+(?:told|said|says|wrote|ответил\w*"
    r"|сказал\w*|заявил\w*|сказа\w+|заяви\w+|відпові\w+)\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"\s+(?:has|have|had|also|later|again|then|flatly|strongly|categorically|repeatedly|firmly"
    r"|publicly|always|did|could|found|finds|saw|yesterday|on \w+day)$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",? (?:who|which|whose|котор\w+|як(?:ий|а|е|і))\b", re.IGNORECASE)
_POINTER = re.compile(
    r"(?:he|she|they|it|this|that|there|who|which|он|она|они|это|він|вона|вони|це)\b",
    re.IGNORECASE,
)
_CYRILLIC_CAPITAL = re.compile(r"[А-ЯЁІЇЄҐ]")
"""Begins an office where a small word follows: «Директор завода»; names have two capitals."""
_LONGEST = 12
"""Words of a name with what somebody is; what is longer is no name."""


def strength(sentence: str) -> Strength | None:
    """How clearly ``sentence`` says that something is not so, or ``None`` where it does not."""
    if sentence.rstrip("\"'”’»)").endswith("?"):
        return None
    if _DENIES.search(sentence):
        return "denies"
    return "negates" if _NEGATES.search(sentence) and _SPOKEN.search(sentence) else None


def asks_for_denial(question: str) -> bool:
    """Whether ``question`` is about a denial: "who denied …?", "кто опроверг …?"."""
    return bool(_DENIES.search(question))


def asks_for_sides(question: str) -> bool:
    """Whether what ``question`` asks is what people may disagree about: a charge, an apology."""
    return bool(_ASKS.search(question)) or asks_for_denial(question)


def cues(question: str) -> list[str]:
    """The words of ``question`` that only say that somebody denies something, or whether it is so.

    "Apology" and "accused" are none: they say what is disputed.
    """
    found = [match.group() for match in _DENIES.finditer(question)]
    return found + [match.group() for match in _WHETHER.finditer(question)]


def evades(sentence: str) -> bool:
    """Whether ``sentence`` only tells that somebody does not say: neither claim nor denial."""
    return bool(_EVADES.search(sentence))


def goes_on(sentence: str) -> bool:
    """Whether ``sentence`` is said by whoever the one before it names: "according to her, …"."""
    return bool(_SAME_SPEAKER.search(sentence))


def is_claimed(sentence: str) -> bool:
    """Whether ``sentence`` says what somebody says, and so can be denied."""
    return bool(_CLAIMED.search(sentence))


def denier(sentence: str) -> str | None:
    """Who denies, in the words of ``sentence``, or ``None`` where that cannot be told for sure."""
    cue = _DENIES.search(sentence)
    if cue is None:
        found = attribution(sentence)
        told = _TOLD.search(sentence)
        return _named(found[0]) if found else _named(told["who"]) if told else None
    before = sentence[: cue.start()].rstrip()
    while (shorter := _AUXILIARY.sub("", before)) != before:
        before = shorter
    if not before.endswith(","):
        before = before.rpartition(",")[2] if not _RELATIVE.search(before) else before
    return _named(_RELATIVE.split(before)[0])


def denied_part(sentence: str) -> str:
    """What of ``sentence`` tells what is denied: behind whoever does it, or in his words."""
    cue = _DENIES.search(sentence)
    if cue and denier(sentence):
        return sentence[cue.start() :]
    found = attribution(sentence)
    return found[1] if found else sentence


def in_own_words(sentence: str) -> bool:
    """Whether somebody says of himself that he did not: "I never …", «я не …»."""
    return bool(_NOT_I.search(sentence))


def _named(who: str) -> str | None:
    bare = who.strip(" ,;:–—-")
    wrong = re.search(r"[\"“”«»„;:?!]", bare) or _POINTER.match(bare) or not bare
    if wrong or len(bare.split()) > _LONGEST or not re.search(r"[^\W\d_a-zа-яёіїєґ]", bare):
        return None
    first, _, rest = bare.partition(" ")
    office = _CYRILLIC_CAPITAL.match(first) and rest[:1].islower()
    return f"{first.lower()} {rest}" if office or first in {"The", "A", "An"} else bare
