"""The last word on every sentence: it stands on verbatim quotations, or it is not said.

The archive's own sentences stand on themselves. A sentence in other words is compared with what it
quotes: hard facts to the letter, the rest by the verifier. What fails may be written anew, else the
archive's own sentence is said for it, if that is about the same and reads alone, or nothing is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.guard import chronology, hard_facts
from bot.answer.guard.evidence import (
    Place,
    located,
    news,
    read_with,
    shared,
    surroundings,
    window,
)
from bot.answer.guard.quotes import find_quote, presentable
from bot.answer.guard.verdict import NOT_CARRIED, Open, Verdict, fallen, is_order
from bot.models import Claim, Tally
from index.models import Span
from index.text import lexicon
from index.text.language import detect
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.answer.guard.verifier import Evidence
    from bot.models import Citation, Draft
    from index.models import Passage

    Verify = Callable[[Sequence[tuple[str, Evidence]]], list[float]]
    """How likely it is that evidence carries a claim, of each pair."""

_FEW_WORDS = 4
"""A sentence of fewer words, "No." for one, belongs to the next."""
_LONGEST_GAP = 20
"""Words of a sentence that says what the passages do not."""
_LEAST_TOLD = 0.3
"""The part of a claim's words that what it is read with, or the question, has (least of faithful
ones: .33); the verifier was never shown sentences about nothing of it."""
NO_PLACE = "it stands on no words of a passage"
NOT_ASKED = "it is neither in the language of the question nor in that of the articles"
NOT_READ = "in this language only a sentence of the archive itself can be said"


class Guard:
    """Checks the drafts of one answer against the passages that were given for it.

    ``verify`` compares sentences in other words; without it only the archive's own are admitted.
    The names of the ``question`` may stand in a claim.
    """

    def __init__(
        self, passages: Mapping[str, Passage], verify: Verify | None = None, question: str = ""
    ) -> None:
        self._passages, self._verify, self._question = passages, verify, question
        self._verdicts: list[Verdict] = []
        self._settled = verify is None

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What was made of each sentence so far, in order."""
        return tuple(self._verdicts)

    @property
    def failed(self) -> list[tuple[int, Verdict]]:
        """The sentences that do not hold, with their places in the order."""
        return [(at, each) for at, each in enumerate(self._verdicts) if not each.holds]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The sentences that may be shown, in order."""
        return tuple(claim for claim, _ in self._said()[0])

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Their quotations, numbered from 1."""
        return self._said()[1]

    @property
    def shown(self) -> tuple[tuple[Claim, Verdict], ...]:
        """The claims, each with the verdict on it."""
        return tuple(self._said()[0])

    @property
    def tally(self) -> Tally:
        """How many drafts were kept, repaired and dropped."""
        said = [verdict for _, verdict in self._said()[0]]
        kept = sum(each.reason is None for each in said)
        own = {id(each) for each in said}
        dropped = sum(not each.holds and id(each.instead) not in own for each in self._verdicts)
        return Tally(kept, len(said) - kept, dropped)

    @property
    def lead_fell(self) -> bool:
        """Whether what the answer was to begin with is not said at all."""
        first = self._verdicts[0] if self._verdicts else None
        return first is not None and not first.holds and first.instead is None

    def allows_gap(self, text: str) -> bool:
        """Whether a sentence on what the passages do not say brings in no word of its own."""
        known = [self._question, *(news(each) for each in self._passages.values())]
        short = len(text.split()) <= _LONGEST_GAP
        bare = lexicon.pattern(r"\W*{says-nothing}").sub("", text)
        own = not bare.strip(" .") or shared(bare, "\n".join(known)) == 1.0
        return short and own and hard_facts.check(text, known).wrong is None

    def admit(self, drafts: Iterable[Draft]) -> None:
        """Check drafts in order, sentence by sentence."""
        self.add(self.check(drafts))

    def add(self, verdicts: Iterable[Verdict]) -> None:
        """Take what `check` found to be said next."""
        self._verdicts += verdicts

    def mend(self, at: int, verdict: Verdict) -> None:
        """Say something else where a sentence failed."""
        self._verdicts[at] = replace(verdict, reason=verdict.reason or "written anew")

    def settle(self) -> None:
        """Nothing is written anew any more: the archive's own sentences stand for what failed."""
        self._settled = True

    def check(self, drafts: Iterable[Draft]) -> list[Verdict]:
        """What is to be made of each sentence of ``drafts``; changes nothing."""
        found: list[Verdict | Open] = [
            self._judge(part) for draft in drafts for part in self._parts(draft)
        ]
        still = [each for each in found if isinstance(each, Open)]
        verify = self._verify
        pairs = [(text, each.evidence) for each in still for text in each.texts]
        likely = iter(verify(pairs) if verify and pairs else ())
        decided = iter(each.decided([next(likely) for _ in each.texts]) for each in still)
        return [next(decided) if isinstance(each, Open) else each for each in found]

    def _judge(self, draft: Draft) -> Verdict | Open:
        """The verdict on a sentence, as far as there is one without the verifier."""
        text = presentable(draft.text)
        if draft.title:
            return self._headline(draft, text)
        places = located(text, draft.supports, self._passages)
        places = [place for place in places if not is_order(place)]
        own = next((p for p in places if text and text == presentable(p.text)), None)
        own = own or self._own_sentence(text, draft, places)
        if own is not None and not is_order(own):
            return Verdict(text, (own,), reason=own.moved)
        if not text or not places or text.rstrip(".").endswith(":"):
            return Verdict(text, holds=False, reason=NO_PLACE)
        if self._verify is None:
            return Verdict(text, tuple(places), holds=False, reason=NOT_CARRIED)
        return self._compared(text, tuple(places))

    def _compared(self, text: str, places: tuple[Place, ...]) -> Verdict | Open:
        evidence = read_with(places)
        language = detect(text)
        foreign = (language == "en") not in {detect(each) == "en" for each in evidence.quoted}
        named = "\n".join((self._question, *(news(place.passage) for place in places)))
        order = None if foreign else chronology.order(text, surroundings(places))
        bare = order.rest if order is not None else text
        facts = hard_facts.check(bare, window(places), named=named, foreign=foreign)
        moved = next((place.moved for place in places if place.moved), None)
        verdict = Verdict(text, places, reason=moved, computed=facts.computed, foreign=foreign)
        wrong = facts.wrong if order is None or order.holds else order.wrong
        if wrong:
            return fallen(verdict, wrong, 1.0)
        if foreign:
            asked = not self._question or language == detect(self._question)
            return verdict if asked else fallen(verdict, NOT_ASKED, 0.0)
        if language != "en":  # the verifier does not read it: only the archive's own words are safe
            return fallen(verdict, NOT_READ, 1.0)
        told = "\n".join((self._question, *evidence.texts))
        if not facts.computed and order is None and shared(text, told) < _LEAST_TOLD:
            return fallen(verdict, NOT_CARRIED, 0.0)
        if order is None:
            return Open(verdict, evidence, (text,))
        return Open(replace(verdict, order=order), evidence, order.parts)

    def _headline(self, draft: Draft, text: str) -> Verdict:
        """The headline of the named passage's article, said as it is shown: nothing is repaired.

        One that was made of how the article begins is cut, and may lack what takes it back.
        """
        passage = self._passages.get(draft.supports[0].passage or "") if draft.supports else None
        if passage is None or not text or text != presentable(passage.card.headline):
            return Verdict(text, holds=False, reason=NO_PLACE)
        place = Place(passage, Span(0, len(passage.card.title)), title=True)
        return Verdict(text, (place,), holds=not is_order(place))

    def _parts(self, draft: Draft) -> list[Draft]:
        """The sentences of a draft, each to be checked alone.

        A headline and an archive's own run stay whole.
        """
        text = presentable(draft.text)
        spans = [] if draft.title else _joined(sentences(text), text)
        if len(spans) <= 1:
            return [draft]
        places = located(text, draft.supports, self._passages)
        if any(text == presentable(place.text) for place in places):
            return [draft]
        said = dict.fromkeys(span.of(text) for span in spans)
        return [replace(draft, text=each) for each in said]

    def _own_sentence(self, text: str, draft: Draft, places: Sequence[Place]) -> Place | None:
        """Where ``text`` stands itself, as whole sentences, in a passage that is named."""
        named = [self._passages.get(each.passage or "") for each in draft.supports]
        for passage in (*named, *(place.passage for place in places)):
            found = find_quote(text, passage.text) if passage is not None else None
            if passage is not None and found and presentable(found.of(passage.text)) == text:
                whole = Place(passage, found)
                if presentable(text) in {
                    presentable(s.of(passage.text)) for s in sentences(passage.text)
                }:
                    return whole
        return None

    def _said(self) -> tuple[list[tuple[Claim, Verdict]], tuple[Citation, ...]]:
        """Claims with their verdicts, and their citations; nothing is said twice."""
        citations: dict[tuple[str, bool, int, int], Citation] = {}
        claims: list[tuple[Claim, Verdict]] = []
        for each in self._verdicts:
            verdict = each if each.holds else each.instead if self._settled else None
            if verdict is None or any(claim.text == verdict.text for claim, _ in claims):
                continue
            keys = [(p.passage.version, p.title, *p.absolute) for p in verdict.places]
            own = presentable(verdict.places[0].text) == verdict.text
            if own and all(key in citations for key in keys):
                continue
            numbers = []
            for key, place in zip(keys, verdict.places, strict=True):
                found = citations.setdefault(key, place.citation(len(citations) + 1))
                numbers.append(found.n)
            claims.append((Claim(verdict.text, tuple(dict.fromkeys(numbers))), verdict))
        return claims, tuple(citations.values())


def _joined(spans: Sequence[Span], text: str) -> list[Span]:
    """``spans`` of sentences, one of a few words together with the next."""
    found: list[Span] = []
    for span in spans:
        short = bool(found) and len(found[-1].of(text).split()) < _FEW_WORDS
        found.append(Span(found.pop().start, span.end) if short else span)
    return found
