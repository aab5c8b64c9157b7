"""Whether a name is that of the subject: what stands between it and the verb, and its case.

Of ``said the mayor, Tomas Brandt`` it is; of ``said a friend of the mayor, Tomas Brandt`` nobody
can tell, and ``сказал представитель мэра, Ивана Петренко`` tells it by the case.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from index.models import Span

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_COMMA = re.compile(r",\s+")
_LONGEST = 8
"""Words of what somebody is, before his name."""
_FEWEST = 2
"""Words of a name that says by itself that it is somebody's: "in the capital, Oslo"."""
ENDS_CLAUSE = re.compile(r"[,;:.!?()–—\n]")
OWNED = re.compile(r"['’]s?\b")
_ENDS = re.compile(r"\s*(?:[,;:.!?()–—\n]|$)")
_CYRILLIC = re.compile(r"[а-яёіїєґ]", re.IGNORECASE)
_OTHER_CASE = re.compile(r"(?:[уюыи]|[оеє]м|о[йю]|[єе]ю|ої|ича)$")
_OF_A_MAN = re.compile(r"(?:[бвгґджзклнпрстфхцчшщь]|[^оеєм]м|[аиіїяю]й|(?<!и)ей)$")
"""How first names of men end where they are the subject; whatever the surname ends with."""
_OTHER_CASE_OF_SURNAME = re.compile(r"(?:[оеиы]м|о[йюї]|ого|ому)$")
_MANY, _HE = re.compile(r"ли$"), re.compile(r"(?:[аиуыі]л|[аиі]в|иг|ёс|ег)$")
_NO_MORE = re.compile(r"\w+ed\b|(?:had|has|have|was|were|is|are|did)\b")


def named_behind(
    text: str, verb: Span, names: Sequence[Span], known: Collection[str]
) -> Span | None:
    """The name of the subject of a verb that it stands behind, alone or with what somebody is.

    ``known``: the words that the article has with a capital.
    """
    end = ENDS_CLAUSE.search(text, verb.end)
    stop = end.start() if end else len(text)
    source = bool(lexicon.cue("according-to").fullmatch(verb.of(text)))
    beside = behind_comma(text, verb.end, names, oblique=source)
    if beside and not source and not is_subject(beside.of(text), verb.of(text), known):
        beside = None
    for number, name in enumerate(names):
        led, rest = text[verb.end : name.start], text[name.end :]
        if not verb.end <= name.start < stop or OWNED.match(rest):
            continue
        if _is_attribute(text, *names[number : number + 2]):
            continue
        if not _is_role(led) or is_joint(led, rest) or (led.strip() and _goes_on(rest)):
            return None
        if not led.strip():
            return None if _is_led_by(text, *names[number : number + 2]) else name
        fits = source or is_subject(name.of(text), verb.of(text), known)
        other = beside is not None and _is_cyrillic(name.of(text))
        return beside if lexicon.cue("belongs").search(led) or other or not fits else name
    return beside


def _is_role(words: str) -> bool:
    """Whether words say what somebody is, and begin no clause and no second person.

    ``the harbour director`` does, ``the mayor when`` and ``the mayor and`` do not.
    """
    said = [each.group().casefold() for each in WORD.finditer(words)]
    if said and (lexicon.cue("and").fullmatch(said[-1]) or _is_doing(said[-1])):
        return False
    idle = lexicon.words("stop") - lexicon.words("articles") - lexicon.words("possessives")
    fine = lexicon.cue("and"), lexicon.cue("belongs"), lexicon.cue("before-denial")
    return not any(
        each in idle and not any(allowed.fullmatch(each) for allowed in fine) for each in said
    )


def _is_doing(word: str) -> bool:
    """Whether a word may say what is done to whoever comes behind it: "the man suing"."""
    return len(word) > len("king") and word.endswith("ing") and not _is_person(word)


def is_joint(led: str, rest: str) -> bool:
    """Whether "and" joins a name with another: two people do not say one sentence."""
    before = lexicon.pattern(r"{capital}[\w'’-]*\s+{and}\s+$", cased=True).search(led)
    behind = lexicon.pattern(r"\s+{and}\s+(?:{capital}|{possessives}\b)", cased=True).match(rest)
    return bool(before or behind)


def _goes_on(rest: str) -> bool:
    """Whether a verb of its own stands behind a name: of "the lawyer Tomas Brandt hired"."""
    return bool(_NO_MORE.match(rest.lstrip(" ")))


def _is_attribute(text: str, name: Span, other: Span | None = None) -> bool:
    """Whether a name only says whose mayor another is: "Skelhaven mayor Tomas Brandt"."""
    between = text[name.end : other.start] if other else ""
    said = WORD.findall(between)
    if not said or not re.fullmatch(r"[\sa-z-]+,?\s", between):
        return False
    if lexicon.cue("and").fullmatch(said[0]):
        return False
    return _is_person(said[-1]) and _is_role(between) and not lexicon.cue("belongs").search(between)


def _is_led_by(text: str, name: Span, other: Span | None = None) -> bool:
    """Whether a whole name follows with something between that may be what that person is.

    Of "Brandt critic Anna Orlow" nobody can tell who speaks; "outside Oslo" is no person.
    """
    if other is None or len(WORD.findall(other.of(text))) < _FEWEST:
        return False
    between = text[name.end : other.start]
    return bool(re.fullmatch(r"(?: [a-z-]+)+ ", between)) and _is_role(between)


def is_one(role: str) -> bool:
    """Whether a sentence or clause may begin by what one person is: "The mayor", "Мэр города"."""
    if _is_cyrillic(role):
        return True
    begins = lexicon.pattern(r"\s*(?:{articles}|{possessives})\s+\S+(.*)").fullmatch(role)
    return begins is not None and not any(map(_goes_on, WORD.findall(begins[1])))


def _is_cyrillic(text: str) -> bool:
    """Whether a name may stand behind what somebody is of it, and no word between: "мэр Осло"."""
    return bool(_CYRILLIC.search(text))


def is_subject(name: str, verb: str, known: Collection[str]) -> bool:
    """Whether a name may be the subject of a verb, as far as its case tells.

    ``known``: the words that the article has with a capital, where "Иван" tells of what "Ивана" is.
    Without a first name nothing is told.
    """
    if not _is_cyrillic(name):
        return True
    if _MANY.search(verb.casefold()):
        return False
    words = [each.group() for each in WORD.finditer(name)]
    if len(words) < _FEWEST:
        return True
    *_, first, last = words  # before them may stand of what somebody is: "Франции Жан Леру"
    return _is_nominative(first, last, known, he=bool(_HE.search(verb.casefold())))


def _is_nominative(first: str, last: str, known: Collection[str], *, he: bool) -> bool:
    """Whether first name and last may be of a subject, a man's if ``he``."""
    name = first.casefold()
    if name in lexicon.words("men-like-women"):
        return not _OTHER_CASE_OF_SURNAME.search(last.casefold())
    if _OF_A_MAN.search(name):
        return True
    oblique = _OTHER_CASE_OF_SURNAME.search(last.casefold())
    if oblique or len(name) == 1:
        return not oblique
    if _OTHER_CASE.search(name):
        return False
    return not name.endswith(("а", "я")) or not (he or first[:-1] in known)


def behind_comma(text: str, low: int, names: Sequence[Span], *, oblique: bool) -> Span | None:
    """The name that a comma sets beside what somebody is, which stands in ``text`` from ``low``.

    Only a whole name, which ends there: ``said the mayor, Tomas Brandt, on Monday``, and not ``said
    the mayor, Tomas Brandt's rival``, nor one of several. ``oblique``: no case tells whose it is.
    """
    comma = _COMMA.search(text, low)
    name = comma and next((each for each in names if each.start == comma.end()), None)
    if comma is None or name is None or len(WORD.findall(name.of(text))) < _FEWEST:
        return None
    rest = text[name.end :]
    others = rest.startswith(",") and any(each.start == name.end + len(", ") for each in names)
    if not _ENDS.match(rest) or others or lexicon.pattern(r"[^\n.;]*,\s+{and}\s").match(rest):
        return None
    role = text[low : comma.start()].strip(" ")
    return name if _is_his(role, name.of(text), oblique=oblique) else None


def _is_his(role: str, name: str, *, oblique: bool) -> bool:
    """Whether what stands before a comma is one person, who can only be the one behind it."""
    said = [each.group().casefold() for each in WORD.finditer(role)]
    if not said or len(said) > _LONGEST or ENDS_CLAUSE.search(role) or not _is_role(role):
        return False
    if _is_cyrillic(name):
        return len(said) == 1 if oblique else True
    owned = [at for at, each in enumerate(said) if at and lexicon.cue("belongs").fullmatch(each)]
    least = owned[0] if owned else len(said)
    again = lexicon.words("articles") | lexicon.words("possessives")
    if any(each in again or lexicon.cue("and").fullmatch(each) for each in said[1:least]):
        return False
    whose = WORD.findall(role)[least:]
    return not any(each.islower() and _is_person(each) for each in whose)


def _is_person(word: str) -> bool:
    return (
        word not in lexicon.words("stop")
        and not word.endswith("ment")
        and bool(lexicon.pattern("(?:{somebody})s?").fullmatch(word))
    )
