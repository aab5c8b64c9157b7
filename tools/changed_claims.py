"""Claims with one thing changed, so that the archive does not support them any more."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tools.change_words import (
    AUXILIARIES,
    BOUND,
    DENIALS,
    DIRECTION,
    HEDGES,
    MODALITY,
    MONTHS,
    ORDER,
    SCOPE,
    SMALL,
    SPEECH,
    SPELLED,
    UNITS,
    WEEKDAYS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from random import Random

    from tools.honest_claims import Honest

_FIGURE = re.compile(r"(?<![\w.,:])\d+(?:[.,:]\d+)*(?![\w:])")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_NAMES = re.compile(
    r"(?<![.!?] )[A-ZА-ЯІЇЄҐ][\w’'-]*[a-zа-яіїєґ]+(?: [A-ZА-ЯІЇЄҐ][\w’'-]*[a-zа-яіїєґ]+){0,3}"
)
_PREPOSITION = re.compile(r" (?=(?:in|on|at|with|for|by|to|after|в|на|у|з) )")
_BOUND_BY = re.compile(
    r"(?<=[^\W\d_]) (?:in|on|at|near|from|в|на|у) (?:the )?(?:[A-ZА-ЯІЇЄҐ][\w’'-]+ ?)+(?=[ .]|$)"
)
_WORD = re.compile(r"[\w’'-]+")
_CALENDAR = {word.lower() for words in (*MONTHS, *WEEKDAYS) for word in words}
_MONTH = "|".join(word for words in MONTHS for word in words)
_VERB = re.compile(r" (?=[а-яіїєґ]{3,}(?:ал|ил|ел|ул|ла|ло|ли|ет|ит|ют|ят|ав|ив|ть)\b)")
_PERSON = 2
"""Words of a name that is most likely a person's."""
_BESIDE = 2
"""Characters between a verb of speech and its subject."""
_LONG = 5
"""Letters of a word that carries sense."""
_QUOTED = re.compile(r"[\"“«]([^\"“”«»]{8,})[\"”»]")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a claim stands: names of its passage, of the archive, the outlets, what is beside."""

    near: tuple[str, ...]
    far: tuple[str, ...]
    outlets: tuple[str, ...]
    beside: str


def names_in(text: str) -> list[str]:
    """Runs of capitalised words that are no first word of a sentence and no date."""
    return [text[start:end] for start, end in _name_spans(text)]


def changed(
    claim: Honest, around: Surroundings, draw: Random, *, but: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """One changed text of each kind that the claim has room for, with the name of the kind."""
    for kind, change in CHANGES.items():
        if kind in but:
            continue
        found = sorted({text for text in change(claim, around, draw) if text != claim.text})
        if found:
            yield kind, draw.choice(found)


def _name_spans(text: str) -> Iterator[tuple[int, int]]:
    for found in _NAMES.finditer(text):
        start, words = found.start(), found.group().split()
        while words and (words[0].lower() in SMALL or words[0].lower() in _CALENDAR):
            start += len(words.pop(0)) + 1
        alone_in_front = start == 0 and len(words) == 1
        if words and not alone_in_front and not {each.lower() for each in words} & _CALENDAR:
            yield start, start + len(" ".join(words))


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _is_date(text: str, found: re.Match[str]) -> bool:
    beside = text[max(0, found.start() - 12) : found.end() + 12]
    return bool(_YEAR.fullmatch(found.group()) or re.search(_MONTH, beside))


def _numbers(claim: Honest, _: Surroundings, draw: Random) -> Iterator[str]:
    text = claim.text
    for found in _FIGURE.finditer(text):
        if not _is_date(text, found):
            for new in _other_figures(found.group(), draw):
                yield _put(text, *found.span(), new)
    for spelled in SPELLED:
        yield from _turned(text, spelled, draw)


def _other_figures(figure: str, draw: Random) -> Iterator[str]:
    digits = [at for at, each in enumerate(figure) if each.isdigit()]
    at = draw.choice(digits)
    other = str((int(figure[at]) + draw.randint(1, 8)) % 9 + 1)
    if other != figure[at]:
        yield _put(figure, at, at + 1, other)
    if figure.isdigit():
        yield figure + "0"
        yield str(int(figure) + 1)
    if len(digits) > 1 and figure[digits[0]] != figure[digits[1]] != "0":
        swapped = _put(figure, digits[0], digits[0] + 1, figure[digits[1]])
        yield _put(swapped, digits[1], digits[1] + 1, figure[digits[0]])


def _turned(text: str, words: list[str], draw: Random) -> Iterator[str]:
    """``text`` with one of ``words`` replaced by another one of them."""
    for found in re.finditer(rf"\b(?:{'|'.join(words)})\b", text):
        new = draw.choice([word for word in words if word != found.group()])
        yield _put(text, *found.span(), new)


def _figures_swapped(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    found = [each for each in _FIGURE.finditer(claim.text) if not _is_date(claim.text, each)]
    yield from _swapped(claim.text, [each.span() for each in found])


def _swapped(text: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    """``text`` with neighbours among ``spans`` in each other's place."""
    for (start, end), (low, high) in pairwise(spans):
        one, other = text[start:end], text[low:high]
        if not set(one.split()) & set(other.split()):
            yield text[:start] + other + text[end:low] + one + text[high:]


def _dates(claim: Honest, _: Surroundings, draw: Random) -> Iterator[str]:
    text = claim.text
    for words in (*MONTHS, *WEEKDAYS):
        yield from _turned(text, words, draw)
    for found in _YEAR.finditer(text):
        if not text[found.end() : found.end() + 1].isalnum():
            yield _put(text, *found.span(), str(int(found.group()) + draw.choice((-10, -1, 1, 2))))
    for found in re.finditer(rf"\b\d{{1,2}}(?= (?:{_MONTH})\b)|(?<=[a-z] )\d{{1,2}}\b", text):
        if _is_date(text, found):
            yield _put(text, *found.span(), str(int(found.group()) % 27 + 1))


def _names(claim: Honest, around: Surroundings, draw: Random) -> Iterator[str]:
    text = claim.text
    for start, end in _name_spans(text):
        pool = draw.choice((around.near, around.far)) or around.far
        others = [name for name in pool if _is_another(text[start:end], name)]
        if others:
            yield _put(text, start, end, draw.choice(others))


def _is_another(name: str, other: str) -> bool:
    mine, theirs = (set(re.findall(r"\w{3,}", each.lower())) for each in (name, other))
    return bool(theirs) and not any(a[:4] == b[:4] for a in mine for b in theirs)


def _outlets(claim: Honest, around: Surroundings, draw: Random) -> Iterator[str]:
    own = claim.passage.card.source
    others = [each for each in around.outlets if each != own]
    if own and others and own in claim.text:
        yield claim.text.replace(own, draw.choice(others), 1)


def _negation_added(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    text = claim.text
    for found in _WORD.finditer(text):
        if found.group() in AUXILIARIES and not re.match(r" not\b|n.t", text[found.end() :]):
            yield _put(text, found.end(), found.end(), " not")
    for found in re.finditer(r" (?=(?:[a-z]{3,}ed|began|came|went|took|stood|gave|made) )", text):
        yield _put(text, *found.span(), " never ")
    for found in _VERB.finditer(text):
        if text[: found.start()].split()[-1:] not in (["не"], ["Не"]):
            yield _put(text, *found.span(), " не ")


def _negation_removed(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    for denial, instead in DENIALS:
        for found in re.finditer(re.escape(denial), claim.text):
            yield _put(claim.text, *found.span(), instead)


def _negation_moved(claim: Honest, around: Surroundings, draw: Random) -> Iterator[str]:
    for denial in (" not ", " never ", " не "):
        for found in re.finditer(denial, claim.text):
            without = _put(claim.text, *found.span(), " ")
            for moved in _negation_added(replace(claim, text=without), around, draw):
                if moved != claim.text and moved.count(denial) == claim.text.count(denial):
                    yield moved


def _speakers(claim: Honest, around: Surroundings, draw: Random) -> Iterator[str]:
    """Another person of the passage in the place of a name beside a verb of speech."""
    text = claim.text
    for verb in re.finditer(rf"(?i)\b{SPEECH}\b", text):
        for start, end in _name_spans(text):
            if min(abs(start - verb.end()), abs(verb.start() - end)) <= _BESIDE:
                others = [name for name in around.near if _is_another(text[start:end], name)]
                if others:
                    yield _put(text, start, end, draw.choice(others))


def _speaker_dropped(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    text = claim.text
    for pattern in (
        r"^(?:[Aa]ccording to|По словам|За словами) [^,]{2,60}, (?!according)",
        r", (?:(?:he|she|[A-Z][\w’-]+(?: [A-Z][\w’-]+)?) said|according to [^,]{2,60})(?=\.$)",
        r"^(?:[A-Z][\w’-]+(?: [A-Z][\w’-]+)?|He|She) said (?:that )?(?=[a-z])",
    ):
        found = re.search(pattern, text)
        own = claim.passage.card.source
        if found and not (own and own in found.group()):
            rest = _put(text, *found.span(), "")
            yield rest[:1].upper() + rest[1:]


def _speaker_added(claim: Honest, around: Surroundings, draw: Random) -> Iterator[str]:
    known = (*around.outlets, *_NAMES.findall(claim.text))
    pairs = (name for name in around.near if len(name.split()) == _PERSON)
    people = [name for name in pairs if name not in known]
    if not people or re.search(rf"(?i)\b{SPEECH}\b", claim.text):
        return
    said = {"ru": "По словам {}, {}", "uk": "За словами {}, {}"}
    frame = said.get(claim.passage.language, "{} said that {}")
    yield frame.format(draw.choice(people), claim.text)


def _by_pairs(pairs: tuple[tuple[str, str], ...]) -> Callable[..., Iterator[str]]:
    """Puts the second word of a pair where the first one stands."""

    def change(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
        for word, other in pairs:
            start = r"(?<!\w)" if word[0] != " " and word[0].isalpha() else ""
            end = r"(?!\w)" if word[-1].isalpha() else ""
            for found in re.finditer(f"{start}{re.escape(word)}{end}", claim.text):
                yield _put(claim.text, *found.span(), other)

    return change


def _hedge_dropped(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    for hedge in HEDGES:
        figure = r"(?=[\d$€£]|a (?:third|half|quarter|dozen))" if hedge == "some " else r"(?=\w)"
        for found in re.finditer(rf"(?i)(?<![\w]){hedge}{figure}", claim.text):
            rest = _put(claim.text, *found.span(), "")
            yield rest[:1].upper() + rest[1:]


def _clauses_swapped(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    """What came before and what came after, exchanged."""
    pattern = r"([^,.\"“”]{12,}),? (after|before|because|while|после того как) ([^,.\"“”]{12,})\."
    if found := re.fullmatch(pattern, claim.text):
        first, conjunction, then = found.groups()
        yield f"{then[:1].upper()}{then[1:]} {conjunction} {first[:1].lower()}{first[1:]}."


def _names_swapped(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    own = claim.passage.card.source
    listed = re.search(r"[A-Z]\w+,? (?:and|or) [A-Z]", claim.text)
    if not listed and not (own and own in claim.text):
        yield from _swapped(claim.text, list(_name_spans(claim.text)))


def _bound_dropped(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    """Where and when something was denied, or was all, the first or the largest, left out."""
    text = claim.text
    strong = re.search(BOUND, text)
    if strong and not re.search(r"[\"“”«»]", text):
        for found in _BOUND_BY.finditer(text[: text.find(",", strong.end())]):
            if found.start() > strong.end():
                yield _put(text, found.start(), len(text[: found.end()].rstrip()), "")


def _marks_added(claim: Honest, _: Surroundings, draw: Random) -> Iterator[str]:
    """Quotation marks around words that nobody is quoted with."""
    if re.search(r"[\"“”«»„]", claim.text):
        return
    words = claim.text.split(" ")
    if len(words) > _LONG:
        at = draw.randint(1, len(words) - 4)
        inside = " ".join(words[at : at + 3]).rstrip(".,;:")
        yield claim.text.replace(inside, f"“{inside}”", 1)


def _quotation_changed(claim: Honest, around: Surroundings, draw: Random) -> Iterator[str]:
    """A word of direct speech replaced by one from beside."""
    others = [word for word in _WORD.findall(around.beside) if len(word) >= _LONG]
    for quoted in _QUOTED.finditer(claim.text):
        words = [each for each in _WORD.finditer(quoted.group(1)) if len(each.group()) >= _LONG]
        if words and others:
            word = draw.choice(words)
            start = quoted.start(1) + word.start()
            yield _put(claim.text, start, start + len(word.group()), draw.choice(others))


def _spliced(claim: Honest, around: Surroundings, _: Random) -> Iterator[str]:
    """The beginning of one sentence with the end of the next."""
    begin, *rest = _PREPOSITION.split(claim.text, maxsplit=1)
    *other, end = _PREPOSITION.split(around.beside)
    if rest and other and not re.search(r"[\"“”«»]", claim.text + end):
        yield f"{begin} {end}"


CHANGES: dict[str, Callable[[Honest, Surroundings, Random], Iterable[str]]] = {
    "number": _numbers,
    "two numbers exchanged": _figures_swapped,
    "date": _dates,
    "name": _names,
    "outlet": _outlets,
    "negation added": _negation_added,
    "negation removed": _negation_removed,
    "negation moved": _negation_moved,
    "speaker changed": _speakers,
    "speaker dropped": _speaker_dropped,
    "speaker added": _speaker_added,
    "modality": _by_pairs(MODALITY),
    "hedge dropped": _hedge_dropped,
    "unit or currency": _by_pairs(UNITS),
    "direction": _by_pairs(DIRECTION),
    "order in time": _by_pairs(ORDER),
    "clauses exchanged": _clauses_swapped,
    "two names exchanged": _names_swapped,
    "scope": _by_pairs(SCOPE),
    "bound dropped": _bound_dropped,
    "quotation marks added": _marks_added,
    "word of a quotation": _quotation_changed,
    "end of another sentence": _spliced,
}
"""Each way of changing a claim by its name."""
