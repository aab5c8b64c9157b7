"""Who says what, verbatim, in an article: quotations with the sentence that names the speaker.

Strict, since nobody may be credited with another's words: the speaker is the subject of a verb of
saying right beside the quotation, or of the sentence right before one that stands alone, or whom
that sentence is about where "she said" can mean nobody else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answer.stories import apposition
from bot.answer.stories.apposition import OWNED, WORD
from bot.notes.pronouns import may_be_somebody, subject
from index.models import Span
from index.text import lexicon
from index.text.names import capitalised, names
from index.text.quotations import quotation
from index.text.sentences import sentences
from index.text.tokens import stem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_FEWEST_WORDS = 3
"""Words below which a quotation is a term or a title rather than speech."""
_LONGEST = 1500
_LONGEST_RUN = 3
"""Sentences from the one that names the speaker to the last of his quotations."""
_APART = "\n"
"""What stands in the place of quotations: no name and no clause goes across it."""
_BETWEEN = " ,–—-"
_BELONGS = r"\b{belongs}(?:\s+{articles})?\s+$"
_ASIDE = re.compile(r"(.*),[^,\n]{1,80},\s*")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something, as the sentence has it; ``oblique``: behind "according to"."""

    name: str
    oblique: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """A quotation, without its marks, and the ``run`` of sentences that says whose it is."""

    quote: Span
    run: Span
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class _Turn:
    """Somebody speaks from ``start`` to ``end``; ``alone``: nobody else is named there."""

    speaker: Speaker
    start: int
    end: int
    alone: bool
    sentences: int = 1


def utterances(text: str) -> list[Utterance]:
    """The direct speech of an article whose speakers it names, in order."""
    known = frozenset(capitalised(text, inside=True))
    every = [(span, _Sentence(span.of(text), known)) for span in sentences(text)]
    found: list[Utterance] = []
    turn: _Turn | None = None
    for number, (span, said) in enumerate(every):
        before = turn if turn and turn.sentences < _LONGEST_RUN else None
        if before is None and number and said.leans:
            before = _meant(said.pronoun, *every[number - 1], text)
        parted = before is not None and "\n" in text[before.end : span.start]
        turn = said.turn(span)
        for quote in said.quotes:
            own = said.speaker(quote)
            if own is not None:
                turn = _Turn(own, span.start, span.end, said.names_only(own))
            elif before is not None and (
                (said.leans and before.alone) if said.leans or parted else said.is_bare
            ):
                turn = replace(before, end=span.end, sentences=before.sentences + 1)
            else:
                turn = None
                continue
            inside = Span(span.start + quote.start + 1, span.start + quote.end - 1)
            found.append(Utterance(inside, Span(turn.start, turn.end), turn.speaker))
            if inside.of(text).rstrip().endswith("?"):
                turn = None  # whoever was asked speaks next
    return found


def _meant(pronoun: str, span: Span, before: _Sentence, text: str) -> _Turn | None:
    """Whom a pronoun means: who begins the sentence before, in which nobody speaks."""
    name = None if before.quotes else subject(before.text, pronoun, text)
    return _Turn(Speaker(name), span.start, span.end, alone=True) if name else None


def is_by(speaker: Speaker, person: str, text: str) -> bool:
    """Whether a speaker of the article ``text`` is ``person``, and nobody else of that name.

    A bare surname is whoever the article introduces by it.
    """
    said, wanted = _tokens(speaker.name), _tokens(person)
    if speaker.oblique:
        said, wanted = ([stem(each, "ru") for each in every] for every in (said, wanted))
    if not wanted or not said:
        return False
    if set(wanted) <= set(said):
        return said[-1] == wanted[-1] or len(wanted) > 1
    if not set(said) <= set(wanted) or said[-1] != wanted[-1]:
        return False
    return _introduces(text, said[-1], wanted)


def _introduces(text: str, surname: str, person: Collection[str]) -> bool:
    """Whether an article has ``person`` under the whole name, and nobody else of the surname."""
    words = {each.group() for each in WORD.finditer(text)}
    titles = {each for each in words if each.islower()} | lexicon.words("titles")
    first = {
        each[-2]
        for span in names(text)
        if len(each := _tokens(span.of(text))) > 1 and each[-1] == surname
    }
    return bool(first & set(person)) and first - titles <= set(person)


def _tokens(name: str) -> list[str]:
    return [each.casefold() for each in WORD.findall(OWNED.sub("", name))]


class _Sentence:
    """A sentence with its quotations apart."""

    def __init__(self, text: str, known: Collection[str]) -> None:
        self.text = text
        self._known = known
        self.quotes = [
            Span(*match.span())
            for match in quotation("double", most=_LONGEST).finditer(text)
            if len(match.group().split()) >= _FEWEST_WORDS
        ]
        self._bare = text
        for quote in self.quotes:
            hidden = _APART * (quote.end - quote.start)
            self._bare = self._bare[: quote.start] + hidden + self._bare[quote.end :]
        self._names = [*_first_word(self._bare, known), *names(self._bare)]
        self._verbs = [Span(*match.span()) for match in lexicon.cue("speech").finditer(self._bare)]

    @property
    def is_bare(self) -> bool:
        """Whether it is nothing but quotation."""
        return not WORD.search(self._bare)

    @property
    def leans(self) -> bool:
        """Whether it says whose the quotation is by a pronoun alone: "she said"."""
        return bool(lexicon.pattern("{speaks-of-before}").fullmatch(self._bare))

    @property
    def pronoun(self) -> str:
        """Of a sentence that leans the pronoun."""
        said: list[str] = WORD.findall(self._bare)
        return next(each for each in said if each.casefold() in lexicon.words("people"))

    def names_only(self, speaker: Speaker) -> bool:
        """Whether nobody else may be named in it, outside of what is said; "the Post" is nobody."""
        if lexicon.pattern(r"\b{articles}\s+" + re.escape(speaker.name)).search(self._bare):
            return False
        own = set(_tokens(speaker.name))
        others = [each for each in self._names if not own & set(_tokens(each.of(self._bare)))]
        return not any(may_be_somebody(each, self._bare) for each in others)

    def turn(self, span: Span) -> _Turn | None:
        """That somebody says something in it, where it has no quotation."""
        teller = None if self.quotes else self.teller()
        if teller is None:
            return None
        return _Turn(teller, span.start, span.end, self.names_only(teller))

    def speaker(self, quote: Span) -> Speaker | None:
        """Who says a quotation of it: the subject of the verb right behind it, or before it."""
        behind = next((verb for verb in self._verbs if verb.start >= quote.end), None)
        if behind is not None and (found := self._behind(quote, behind)):
            return found
        before = [verb for verb in self._verbs if verb.end <= quote.start]
        stop = max((each.end for each in self.quotes if each.end <= quote.start), default=0)
        if before and before[-1].start >= stop and not _is_near_behind(behind, quote, self._bare):
            return self._subject(before[-1]) or self._source(before[-1], quote.start)
        return self._named_before_colon(quote)

    def teller(self) -> Speaker | None:
        """The only one who says something in it, where it has no quotation."""
        found = {who.name: who for verb in self._verbs if (who := self._subject(verb))}
        return next(iter(found.values())) if len(found) == 1 else None

    def _behind(self, quote: Span, verb: Span) -> Speaker | None:
        """Of ``"…," said Ask``, ``"…," Ask said`` and ``"…", according to Ask``."""
        between = self._bare[quote.end : verb.start]
        if not between.strip(_BETWEEN):
            return self._source(verb, len(self._bare)) or self._object(verb)
        name = self._subject(verb)
        if name is None:
            return None
        led = between[: max(0, between.find(name.name))]
        idle = [each.casefold() for each in WORD.findall(led)]
        quiet = lexicon.words("stop") - lexicon.words("articles")
        return None if any(each in quiet for each in idle) or ";" in led else name

    def _object(self, verb: Span) -> Speaker | None:
        """The name behind a verb that is its subject, else the one beside that subject."""
        found = apposition.named_behind(self._bare, verb, self._names, self._known)
        return Speaker(found.of(self._bare)) if found else None

    def _source(self, verb: Span, stop: int) -> Speaker | None:
        """Of "according to Ask" the name."""
        if not lexicon.cue("according-to").fullmatch(verb.of(self._bare)):
            return None
        found = self._object(verb)
        return Speaker(found.name, oblique=True) if found and verb.end <= stop else None

    def _subject(self, verb: Span) -> Speaker | None:
        """The name right before a verb, or before what is set off by commas between them."""
        if lexicon.cue("according-to").fullmatch(verb.of(self._bare)):
            return None
        left = self._bare[: verb.start]
        left = lexicon.pattern(r"(?:\s+\b{before-denial})+\s*$").sub("", left).rstrip(" ")
        left = lexicon.pattern(r",\s+{relatives}$").sub("", left)
        whole = left
        if left.endswith(","):
            aside = _ASIDE.search(left)
            left = left[: aside.end(1)] if aside else left
        name = next((each for each in self._names if each.end == len(left)), None)
        if name is None or lexicon.pattern(_BELONGS).search(left[: name.start]):
            return self._beside(left, len(whole), verb)
        return None if apposition.is_joint(left[: name.start], "") else Speaker(name.of(left))

    def _beside(self, role: str, stop: int, verb: Span) -> Speaker | None:
        """Of ``The mayor, Tomas Brandt, said`` the name."""
        low = max((each.end() for each in apposition.ENDS_CLAUSE.finditer(role)), default=0)
        name = apposition.behind_comma(self._bare, low, self._names, oblique=False)
        if name is None or name.end != stop - 1 or not apposition.is_one(role[low:]):
            return None
        inverted = any(0 <= each.start - verb.end <= 1 for each in self._names)
        said = name.of(self._bare)
        fits = apposition.is_subject(said, verb.of(self._bare), self._known) and not inverted
        return Speaker(said) if fits else None

    def _named_before_colon(self, quote: Span) -> Speaker | None:
        """Of ``Ask: "…"`` the name, which stands alone."""
        left = self._bare[: quote.start].rstrip()
        name = next((each for each in self._names if each.end == len(left) - 1), None)
        alone = name is not None and left.endswith(":") and not left[: name.start].strip()
        return Speaker(name.of(left)) if alone and name else None


def _is_near_behind(verb: Span | None, quote: Span, bare: str) -> bool:
    """Whether a verb right behind a quotation says whose it is, though not by name: "she said"."""
    return verb is not None and len(WORD.findall(bare[quote.end : verb.start])) <= 1


def _first_word(text: str, known: Collection[str]) -> Iterator[Span]:
    """A single word that begins the sentence, where the article has it as a name inside of one."""
    first = WORD.match(text)
    if first is None:
        return
    bare = first.group().removesuffix("'s").removesuffix("’s")
    if bare in known and bare.casefold() not in lexicon.words("stop"):
        yield Span(first.start(), first.start() + len(bare))
