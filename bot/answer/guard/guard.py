"""The last word on every sentence: it stands on a verbatim quotation, is repaired, or goes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answer.guard.attribution import reported
from bot.answer.guard.entailment import ANOTHER_LANGUAGE, unsupported
from bot.answer.guard.quotes import find_quote
from bot.answer.guard.two_sentences import joined
from bot.models import Citation, Claim, Tally
from index.articles.injection import orders
from index.digests import citation_id
from index.models import Span
from index.text.characters import seen
from index.text.language import detect
from index.text.sentences import sentences
from index.text.tokens import terms, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.models import Draft
    from index.models import Passage

_MARKER = re.compile(r"\[+(\s*\d[\d\s,–-]*)\]+")
_CONTROL = re.compile(r"[⟦⟧\x00-\x1f\x7f-\x9f]+")
_HALVES = re.compile("[\ud800-\udfff]")
"""Lone surrogates, which a model's broken JSON can hold."""
_SHORTEST_QUOTE = 3
"""Words below which a model's quotation could stand anywhere, and is ignored."""
_SEVERAL = 2
_BEST_COVER = 0.5
"""Least part of a draft's words that a sentence must share to be taken for its source."""


_INVENTED = "the quotation is not in the passage"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A checked sentence with the quotation that carries it; ``reason`` tells what was repaired."""

    text: str
    passage: Passage
    quote: Span
    reason: str | None = None
    title: bool = False

    @property
    def sentence(self) -> str:
        """What the passage itself says there, or the headline of its article."""
        return self.quote.of(self.passage.card.title if self.title else self.passage.text)


class Guard:
    """Checks the drafts of one answer against the passages that were given for it."""

    def __init__(self, passages: Mapping[str, Passage]) -> None:
        self._passages = passages
        self._citations: dict[tuple[str, bool, int, int], Citation] = {}
        self._claims: list[Claim] = []
        self._kept = self._repaired = self._dropped = 0

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The sentences that may be shown, in order."""
        return tuple(self._claims)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Their quotations, numbered from 1."""
        return tuple(self._citations.values())

    @property
    def tally(self) -> Tally:
        """How many drafts were kept, repaired and dropped."""
        return Tally(self._kept, self._repaired, self._dropped)

    def admit(self, drafts: Iterable[Draft]) -> None:
        """Check drafts in order, sentence by sentence; nothing is said twice."""
        for part in (part for draft in drafts for part in self._parts(draft)):
            verdict = self.check(part)
            if verdict is None:
                self._dropped += 1
            elif self._add(verdict):
                self._kept += verdict.reason is None
                self._repaired += verdict.reason is not None

    def check(self, draft: Draft) -> Verdict | None:
        """The sentence as it may be said, or ``None`` where the passages do not carry it."""
        return self._headline(draft) if draft.title else self._sentence(draft)

    def _sentence(self, draft: Draft) -> Verdict | None:
        """The same of a draft that stands on the text of a passage."""
        located = self._locate(draft)
        if located is None or _is_order(located[0], located[1]):
            return None
        passage, found, moved = located
        text = presentable(draft.text)
        if text and text == presentable(found.of(passage.text)):
            return Verdict(text, passage, found, moved)
        span = _nearest_sentence(text, passage.text, found)
        sentence = span.of(passage.text)
        reason = _reason(text, sentence, passage)
        if text and reason is None:
            return Verdict(text, passage, span, moved)
        both = joined(text, passage)
        if both and not _is_order(passage, both):
            return Verdict(text, passage, both, moved)
        if moved == _INVENTED or not _is_about(text, sentence, reason):
            return None
        return Verdict(presentable(sentence), passage, span, reason)

    def _headline(self, draft: Draft) -> Verdict | None:
        """The headline of the named passage's article, said as it is shown: nothing is repaired.

        One that was made of how the article begins is cut, and may lack what takes it back.
        """
        passage, text = self._passages.get(draft.passage or ""), presentable(draft.text)
        if passage is None or not text or text != presentable(passage.card.headline):
            return None
        if _is_ordering(passage):
            return None
        return Verdict(text, passage, Span(0, len(passage.card.title)), title=True)

    def _parts(self, draft: Draft) -> list[Draft]:
        """The sentences of a draft, each to be checked alone.

        A headline and an archive's own run stay whole.
        """
        if draft.title:
            return [draft]
        text = presentable(draft.text)
        spans = sentences(text)
        located = self._locate(draft) if len(spans) > 1 else None
        whole = located is not None and text == presentable(located[1].of(located[0].text))
        if len(spans) < _SEVERAL or (located and whole and not _is_order(located[0], located[1])):
            return [draft]
        return [replace(draft, text=span.of(text)) for span in spans]

    def _locate(self, draft: Draft) -> tuple[Passage, Span, str | None] | None:
        """The passage and the sentences of it that the draft stands on, and why not as named."""
        named = self._passages.get(draft.passage or "")
        others = [passage for passage in self._passages.values() if passage is not named]
        quote = draft.quote if len(words(draft.quote or "")) >= _SHORTEST_QUOTE else None
        if quote:
            for passage in ([named] if named else []) + others:
                found = find_quote(quote, passage.text)
                if found:
                    moved = None if passage is named else "the quotation is in another passage"
                    return passage, _whole_sentences(passage.text, found), moved
        if named is None:
            return None
        best = _own_sentence(draft.text, named) or _best_sentence(draft.text, named.text)
        if best is None:
            return None
        return named, best, _INVENTED if quote else None

    def _add(self, verdict: Verdict) -> bool:
        """Make the verdict a claim; ``False`` where the answer says it already."""
        key = (verdict.passage.version, verdict.title, *_absolute(verdict))
        if key in self._citations and verdict.text == presentable(verdict.sentence):
            return False
        if any(claim.text == verdict.text for claim in self._claims):
            return False
        citation = self._citations.setdefault(key, _citation(len(self._citations) + 1, verdict))
        self._claims.append(Claim(verdict.text, (citation.n,)))
        return True


def _reason(claim: str, sentence: str, passage: Passage) -> str | None:
    """Why ``sentence`` of ``passage`` does not carry ``claim``, if it does not."""
    card = passage.card
    return unsupported(
        claim, quote=sentence, passage=passage.text, title=card.title, outlet=card.source
    )


def presentable(text: str) -> str:
    """``text`` on one line, its own bracketed numbers without brackets: those are our markers.

    Characters that nobody sees are taken out, as they are of articles: they can turn or split a
    figure. Those that make an emoji stay.
    """
    plain = seen(_HALVES.sub("", _CONTROL.sub(" ", text)))
    return " ".join(_MARKER.sub(r"\1", plain).split())


def _is_order(passage: Passage, span: Span) -> bool:
    """Whether anything there tells a machine what to do, which is no news."""
    return any(each.start < span.end and span.start < each.end for each in orders(passage.text))


def _is_ordering(passage: Passage) -> bool:
    """Whether the headline tells a machine what to do; beside orders of the text more is one."""
    title = passage.card.title
    return any(each.start < len(title) for each in orders(f"{title}\n{passage.text}"))


def _absolute(verdict: Verdict) -> tuple[int, int]:
    base = 0 if verdict.title else verdict.passage.span.start
    return base + verdict.quote.start, base + verdict.quote.end


def _citation(n: int, verdict: Verdict) -> Citation:
    passage = verdict.passage
    start, end = _absolute(verdict)
    return Citation(
        n=n,
        id=citation_id(passage.id, start, end, title=verdict.title),
        passage=passage.id,
        version=passage.version,
        span=Span(start, end),
        quote=verdict.sentence,
        card=passage.card,
        title=verdict.title,
    )


def _whole_sentences(text: str, span: Span) -> Span:
    """``span`` widened to the sentences it touches: half a sentence can say the opposite."""
    touched = [each for each in sentences(text) if each.start < span.end and span.start < each.end]
    if not touched:
        return span
    return Span(min(span.start, touched[0].start), max(span.end, touched[-1].end))


def _own_sentence(claim: str, passage: Passage) -> Span | None:
    """The sentence of ``passage`` that has ``claim`` word for word."""
    found = find_quote(reported(claim, passage.card.source), passage.text)
    return _whole_sentences(passage.text, found) if found else None


def _best_sentence(claim: str, text: str) -> Span | None:
    """The sentence of ``text`` that shares most words with ``claim``, if it shares enough."""
    best = _nearest_sentence(claim, text, Span(0, len(text)))
    return best if _shared(claim, best.of(text)) >= _BEST_COVER else None


def _nearest_sentence(claim: str, text: str, span: Span) -> Span:
    """The sentence within ``span`` that shares most words with ``claim``."""
    inside = [each for each in sentences(text) if span.start <= each.start and each.end <= span.end]
    return max(inside, key=lambda each: _shared(claim, each.of(text)), default=span)


def _shared(claim: str, sentence: str) -> float:
    """The part of the claim's own words that the sentence has."""
    language = detect(sentence)
    wanted = set(terms(claim, language))
    return len(wanted & set(terms(sentence, language))) / len(wanted) if wanted else 0.0


def _is_about(claim: str, sentence: str, reason: str | None) -> bool:
    """Whether the archive's own sentence may be said in the place of ``claim``."""
    if sentence.rstrip("\"'”’»)").endswith("?"):
        return False
    return reason == ANOTHER_LANGUAGE or _shared(claim, sentence) >= _BEST_COVER
