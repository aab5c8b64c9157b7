"""Claims with another speaker, another strength or another end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.perturb.edits import NAMES, WORD, is_another, name_spans, put
from tools.perturb.words import BOUND, HEDGES, SPEECH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from tools.perturb.edits import Surroundings
    from tools.perturb.honest_claims import Honest

_PREPOSITION = re.compile(r" (?=(?:in|on|at|with|for|by|to|after|в|на|у|з) )")
_BOUND_BY = re.compile(
    r"(?<=[^\W\d_]) (?:in|on|at|near|from|в|на|у) (?:the )?(?:[A-ZА-ЯІЇЄҐ][\w’'-]+ ?)+(?=[ .]|$)"
)
_PERSON = 2
"""Words of a name that is most likely a person's."""
_BESIDE = 2
"""Characters between a verb of speech and its subject."""
_LONG = 5
"""Letters of a word that carries sense."""
_QUOTED = re.compile(r"[\"“«]([^\"“”«»]{8,})[\"”»]")


def speakers(claim: Honest, around: Surroundings, draw: Random) -> Iterator[str]:
    """Another person of the passage in the place of a name beside a verb of speech."""
    text = claim.text
    for verb in re.finditer(rf"(?i)\b{SPEECH}\b", text):
        for start, end in name_spans(text):
            if min(abs(start - verb.end()), abs(verb.start() - end)) <= _BESIDE:
                others = [name for name in around.near if is_another(text[start:end], name)]
                if others:
                    yield put(text, start, end, draw.choice(others))


def speaker_dropped(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    """What somebody says as a fact."""
    text = claim.text
    for pattern in (
        r"^(?:[Aa]ccording to|По словам|За словами) [^,]{2,60}, (?!according)",
        r", (?:(?:he|she|[A-Z][\w’-]+(?: [A-Z][\w’-]+)?) said|according to [^,]{2,60})(?=\.$)",
        r"^(?:[A-Z][\w’-]+(?: [A-Z][\w’-]+)?|He|She) said (?:that )?(?=[a-z])",
    ):
        found = re.search(pattern, text)
        own = claim.passage.card.source
        if found and not (own and own in found.group()):
            rest = put(text, *found.span(), "")
            yield rest[:1].upper() + rest[1:]


def speaker_added(claim: Honest, around: Surroundings, draw: Random) -> Iterator[str]:
    """What is a fact as somebody's words."""
    known = (*around.outlets, *NAMES.findall(claim.text))
    pairs = (name for name in around.near if len(name.split()) == _PERSON)
    people = [name for name in pairs if name not in known]
    if not people or re.search(rf"(?i)\b{SPEECH}\b", claim.text):
        return
    said = {"ru": "По словам {}, {}", "uk": "За словами {}, {}"}
    frame = said.get(claim.passage.language, "{} said that {}")
    yield frame.format(draw.choice(people), claim.text)


def by_pairs(pairs: tuple[tuple[str, str], ...]) -> Callable[..., Iterator[str]]:
    """Puts the second word of a pair where the first one stands."""

    def change(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
        """Each place where the first word of a pair stands, with the second one."""
        for word, other in pairs:
            start = r"(?<!\w)" if word[0] != " " and word[0].isalpha() else ""
            end = r"(?!\w)" if word[-1].isalpha() else ""
            for found in re.finditer(f"{start}{re.escape(word)}{end}", claim.text):
                yield put(claim.text, *found.span(), other)

    return change


def hedge_dropped(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    """A careful word left out."""
    for hedge in HEDGES:
        figure = r"(?=[\d$€£]|a (?:third|half|quarter|dozen))" if hedge == "some " else r"(?=\w)"
        for found in re.finditer(rf"(?i)(?<![\w]){hedge}{figure}", claim.text):
            rest = put(claim.text, *found.span(), "")
            yield rest[:1].upper() + rest[1:]


def clauses_swapped(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    """What came before and what came after, exchanged."""
    pattern = r"([^,.\"“”]{12,}),? (after|before|because|while|после того как) ([^,.\"“”]{12,})\."
    if found := re.fullmatch(pattern, claim.text):
        first, conjunction, then = found.groups()
        yield f"{then[:1].upper()}{then[1:]} {conjunction} {first[:1].lower()}{first[1:]}."


def bound_dropped(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    """Where and when something was denied, or was all, the first or the largest, left out."""
    text = claim.text
    strong = re.search(BOUND, text)
    if strong and not re.search(r"[\"“”«»]", text):
        for found in _BOUND_BY.finditer(text[: text.find(",", strong.end())]):
            if found.start() > strong.end():
                yield put(text, found.start(), len(text[: found.end()].rstrip()), "")


def marks_added(claim: Honest, _: Surroundings, draw: Random) -> Iterator[str]:
    """Quotation marks around words that nobody is quoted with."""
    if re.search(r"[\"“”«»„]", claim.text):
        return
    words = claim.text.split(" ")
    if len(words) > _LONG:
        at = draw.randint(1, len(words) - 4)
        inside = " ".join(words[at : at + 3]).rstrip(".,;:")
        yield claim.text.replace(inside, f"“{inside}”", 1)


def quotation_changed(claim: Honest, around: Surroundings, draw: Random) -> Iterator[str]:
    """A word of direct speech replaced by one from beside."""
    others = [word for word in WORD.findall(around.beside) if len(word) >= _LONG]
    for quoted in _QUOTED.finditer(claim.text):
        words = [each for each in WORD.finditer(quoted.group(1)) if len(each.group()) >= _LONG]
        if words and others:
            word = draw.choice(words)
            start = quoted.start(1) + word.start()
            yield put(claim.text, start, start + len(word.group()), draw.choice(others))


def spliced(claim: Honest, around: Surroundings, _: Random) -> Iterator[str]:
    """The beginning of one sentence with the end of the next."""
    begin, *rest = _PREPOSITION.split(claim.text, maxsplit=1)
    *other, end = _PREPOSITION.split(around.beside)
    if rest and other and not re.search(r"[\"“”«»]", claim.text + end):
        yield f"{begin} {end}"
