"""Ways of rewriting a sentence by rule that keep what it says.

A rule that is not sure makes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from tools.perturb.words import BOUND, LIKE, MONTHS, SMALL, SPEECH, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.models import Passage

VERBATIM = "verbatim"
FREE = "another word for the same"
"""The class that copies all but a word: mostly the archive's own sentence is said for it."""
SHORTEST, LONGEST = 5, 45
"""Words of a sentence that is taken: what is longer no model repeats."""
ENDS = re.compile(r"[.!]$")
QUOTES = re.compile(r"[\"“”«»„]")
_NAME = r"[A-ZА-ЯІЇЄҐ][\w’'-]+"
_PERSON = re.compile(
    rf"\b(?!The|A|In|On|At|But|And|His|Her|When|Last|Until|Next|Mr|Dr|If|As){_NAME} {_NAME}\b"
)
_MONTH = "|".join(chain.from_iterable(MONTHS))
_DAY = "|".join(chain.from_iterable(WEEKDAYS))


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence in its passage, with the one before and the one behind."""

    passage: Passage
    text: str
    before: str
    after: str


def lowered(text: str) -> str:
    """``text`` as it goes on behind other words: a name keeps its capital."""
    first = re.match(r"\w+", text)
    return text[0].lower() + text[1:] if first and first.group().lower() in SMALL else text


def raised(text: str) -> str:
    """``text`` as it begins a sentence."""
    return text[:1].upper() + text[1:]


def _without(pattern: str, new: str = "", *, unless: str = r"$^") -> Callable[[Place], str | None]:
    """Leaves out the first part that matches, but not from direct speech, nor from a denial."""
    part, never = re.compile(pattern), re.compile(unless, re.IGNORECASE)

    def rewrite(place: Place) -> str | None:
        """The sentence without that part, or nothing."""
        found = part.search(place.text)
        if found is None or QUOTES.search(place.text) or never.search(found.group()):
            return None
        set_off = found.group().lstrip().startswith((",", "("))
        if not set_off and re.search(BOUND, place.text):
            return None
        return raised(part.sub(new, place.text, count=1))

    return rewrite


def _speaker_first(place: Place) -> str | None:
    """``X, said N.`` as ``N said X.``; direct speech keeps its marks where it is about itself."""
    text = place.text
    if found := re.fullmatch(rf"([^\"“”]+), ((?:{_NAME} ?){{1,3}}) said\.", text):
        return f"{found[2]} said {lowered(found[1])}."
    if found := re.fullmatch(r"[\"“]([^\"“”]+),[\"”] said ([^,.\"“”]{3,60})\.", text):
        own = re.search(r"\b(?:I|we|my|our|us|me|you|he|she|they)\b", found[1], re.IGNORECASE)
        said = f"“{found[1]}.”" if own else f"{lowered(found[1])}."
        return raised(f"{found[2]} said {said}")
    return None


def _source_moved(place: Place) -> str | None:
    """``According to X, …`` behind what is told, and the other way round."""
    text, by = place.text, r"According to|По словам|За словами"
    if found := re.fullmatch(rf"({by}) ([^,\"“]{{2,60}}), ([^\"“«]+)\.", text):
        return f"{raised(found[3])}, {found[1].lower()} {found[2]}."
    if found := re.fullmatch(rf"([^\"“«]+), ({by.lower()}) ([^,\"“]{{2,60}})\.", text):
        return f"{found[2].capitalize()} {found[3]}, {lowered(found[1])}."
    if found := re.fullmatch(rf"([^\"“”]+), ((?:{_NAME} ?){{1,3}}) said\.", text):
        return f"According to {found[2]}, {lowered(found[1])}."
    return None


def _outlet_first(place: Place) -> str | None:
    source = place.passage.card.source
    if source is None or re.match(r"[\"“«‘—–-]", place.text):
        return None
    said = {"ru": "По данным", "uk": "За даними"}.get(place.passage.language, "According to the")
    return f"{said} {source}, {lowered(place.text)}"


def _outlet_reports(place: Place) -> str | None:
    source = place.passage.card.source
    if source is None or re.match(r"[\"“«‘—–-]", place.text):
        return None
    said = {"ru": "{} сообщает, что {}", "uk": "{} повідомляє, що {}"}
    frame = said.get(place.passage.language, "The {} reports that {}")
    return frame.format(source, lowered(place.text))


def _resolved(place: Place) -> str | None:
    """The one person of the sentence before for the pronoun that begins this one."""
    found = re.match(r"(?:He|She|Он|Она|Він|Вона) (?=[a-zа-яіїєґ])", place.text)
    people = list(dict.fromkeys(_PERSON.findall(place.before)))
    if (
        found is None
        or len(people) != 1
        or not re.search(rf"^(?:\S+ ){{0,3}}{people[0]}", place.before)
    ):
        return None
    return f"{people[0]} {place.text[found.end() :]}"


def _mergeable(place: Place) -> bool:
    both = place.text + place.after
    told = re.compile(rf"(?i)\b{SPEECH}\b|\b(?:if|unless|whether|если|якщо)\b")
    short = len(both.split()) <= LONGEST and not told.search(place.text)
    behind = re.search(rf"(?i), [^,]{{0,40}}\b{SPEECH}\b[^,]{{0,40}}$", place.after)
    plain = not QUOTES.search(both) and bool(ENDS.search(place.after)) and not behind
    return short and plain and len(place.after.split()) >= SHORTEST


def _merged(place: Place) -> str | None:
    if not _mergeable(place):
        return None
    conjunction = {"ru": "и", "uk": "і"}.get(place.passage.language, "and")
    return f"{place.text[:-1]}, {conjunction} {lowered(place.after)}"


def _one_subject(place: Place) -> str | None:
    """Two sentences about one person, whom the second calls by a pronoun, as one."""
    found = re.match(r"(?:He|She|Он|Она|Він|Вона) (?=[a-zа-яіїєґ])", place.after)
    people = set(_PERSON.findall(place.text))
    if not found or not _mergeable(place) or len(people) != 1 or not _PERSON.match(place.text):
        return None
    conjunction = {"ru": "и", "uk": "і"}.get(place.passage.language, "and")
    return f"{place.text[:-1]} {conjunction} {place.after[found.end() :]}"


def _typography(place: Place) -> str:
    plain = re.sub("[“”„«»]", '"', place.text)
    plain = re.sub("[’‘]", "'", plain).replace(" – ", " — ").replace("\xa0", " ")
    return re.sub(r"\bper cent\b", "%", plain).replace(" %", "%")


def _surname(place: Place) -> str | None:
    """A person by the last name, where the passage does so too."""
    for found in _PERSON.finditer(place.text):
        surname = found.group().split()[1]
        if re.search(rf"(?<!{found.group().split()[0]} )\b{surname}\b", place.passage.text):
            return place.text[: found.start()] + surname + place.text[found.end() :]
    return None


def _like(place: Place) -> str | None:
    for word, other in LIKE:
        if re.search(rf"\b{word}\b", place.text) and not QUOTES.search(place.text):
            return re.sub(rf"\b{word}\b", other, place.text, count=1)
    return None


_aside = _without(
    r"(?<=\w), (?:who|which|whose|where|котор\w+|як(?:ий|а|е|і)|що) [^,;:]{6,90},(?= [a-zа-яіїєґ])",
    unless=r", (?:and|or) ",
)
_end = _without(
    r"(?:, (?:which|who|while|where|котор\w+|як(?:ий|а|е|і))|,? (?:because|so that|потому что|бо))"
    r" [^,;:.]{6,120}(?=\.$)",
    unless=r" (?:and|or|if|not|и|і|та) ",
)
_introduction = _without(
    r"^(?:On|In|At|During|For|By|After|Since|В|На|У|З|С) [^,;:.]{3,60}, (?=(?!while|but|and)\w)",
    unless=r"\b(?:no|not|if|he|she|it|they|her|his|its|their|was|were|is|are|had|has|who|which)\b",
)


def _two_parts(place: Place) -> str | None:
    """Two parts left out of one sentence."""
    for first in (_introduction, _aside):
        once = first(place)
        twice = once and _end(Place(place.passage, once, "", ""))
        if twice:
            return twice
    return None


REWRITINGS: dict[str, Callable[[Place], str | None]] = {
    VERBATIM: lambda place: place.text,
    "quotation marks, dashes, per cent": _typography,
    "aside left out": _aside,
    "subordinate end left out": _end,
    "introduction left out": _introduction,
    "parenthesis left out": _without(r" \([^()]{2,60}\)"),
    "date left out": _without(
        rf" (?:on|in|в|во|у|на) (?:\d{{1,2}} )?(?:{_DAY}|{_MONTH})"
        r"(?: (?:morning|afternoon|evening|night))?"
        r"(?=[.,]? (?:a|the|to|that|in|at|with|by|for)\b|\.$)"
    ),
    "place left out": _without(rf" (?:in|at|near|off) (?:{_NAME})(?: {_NAME})?(?=\.$)"),
    "adverb left out": _without(
        r"(?<=[a-z]) (?!(?:only|early|daily|family|likely|reportedly|allegedly|barely|hardly|mostly"
        r"|nearly|partly|apparently|supposedly|probably|possibly|roughly|monthly|weekly|elderly"
        r"|friendly|costly|deadly|mainly|reply|apply|supply|rely|fly|rally|ally|Italy|bully|july"
        r"|assembly|scarcely|rarely|formerly|largely|exactly|approximately|falsely|wrongly|yearly"
        r"|lonely|comply|multiply|belly|jelly|lily|ugly|holy|poly|homely|lovely|silly|unlikely"
        r"|presumably|seemingly|technically|virtually|effectively|previously|recently|currently"
        r"|practically|potentially|theoretically|formally|initially|originally|generally|usually"
        r"|typically|normally|primarily|temporarily|frequently|occasionally|essentially|simply"
        r"|chiefly|provisionally|nominally|arguably|solely|exclusively|narrowly|purportedly"
        r"|ostensibly|relatively|especially|particularly)\b)[a-z]+ly(?= [a-z])"
    ),
    "two parts left out": _two_parts,
    "speaker moved to the front": _speaker_first,
    "source moved": _source_moved,
    "outlet named in front": _outlet_first,
    "outlet reports that": _outlet_reports,
    "pronoun resolved": _resolved,
    "two sentences merged": _merged,
    "two merged, one subject": _one_subject,
    "person by surname": _surname,
    FREE: _like,
}
"""Each way of rewriting by its name."""
