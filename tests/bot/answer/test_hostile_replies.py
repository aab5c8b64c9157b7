"""Whatever a model writes, an answer keeps its promises: nothing is shown that nobody wrote."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import pytest

from bot.answer.guard.guard import Guard
from bot.answer.writing.answer_progress import Progress
from bot.answer.writing.context import Context
from bot.answer.writing.fallback import notes_on
from bot.answer.writing.stream import Writing
from tests.bot.answer.hostile import KEY, OTHER, OTHER_KEY, REPLIES, Hostile
from tests.bot.answer.made import verifier
from tools.perturb.honest_claims import passages_of
from tools.verifier.replay import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answer.guard.guard import Verify
    from bot.answer.writing.answer_progress import Stage
    from bot.models import Citation, Claim
    from index.models import Passage

_MARKS = '"“”„‟«»‹›「」『』〝〞＂'
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_WORDLESS = re.compile(r"[\W_]+")
_CUT = 7
"""Characters of a reply that come at once: fewer than a mark or a citation has."""


@cache
def passage_with(words: str) -> Passage:
    """The passage of the sample archive that has them."""
    return next(each for each in _sample() if words in each.text)


@cache
def _sample() -> list[Passage]:
    return passages_of(SAMPLE)


def plain(text: str) -> str:
    """``text`` in digits of ours, without what nobody sees."""
    digits = (str(unicodedata.digit(each, each)) for each in text)
    folded = unicodedata.normalize("NFKC", "".join(digits)).replace("⁄", "/")
    return "".join(each for each in folded if unicodedata.category(each) not in {"Cf", "Mn", "Me"})


def words(text: str) -> str:
    """``text`` with nothing but its letters and digits."""
    return _WORDLESS.sub(" ", plain(text).casefold()).strip()


def check_promises(
    claims: Sequence[Claim], citations: Sequence[Citation], known: Iterable[Passage], said: str
) -> None:
    """All that is promised of an answer, looked at without the guard's own rules."""
    passages = {each.id: each for each in known}
    assert [each.n for each in citations] == [*range(1, len(citations) + 1)]
    assert {n for claim in claims for n in claim.citations} == {each.n for each in citations}
    for citation in citations:
        passage = passages[citation.passage]
        text, base = (
            (passage.card.title, 0) if citation.title else (passage.text, passage.span.start)
        )
        start, end = citation.span.start - base, citation.span.end - base
        assert 0 <= start < end <= len(text)
        assert text[start:end] == citation.quote
    for claim in claims:
        own = [passages[each.passage] for each in citations if each.n in claim.citations]
        assert own
        _check_words(claim.text, own, said)


def _check_words(claim: str, own: Sequence[Passage], said: str) -> None:
    """No marker, no control, no figure and no quotation but those of the articles cited."""
    evidence = "\n".join(
        f"{each.text}\n{each.card.title}\n{each.card.published}\n{each.card.source}" for each in own
    )
    assert not re.search(r"\[[\W\d]*\d[\W\d]*\]", plain(claim))
    assert not any(unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} for each in claim)
    assert not set(claim) & set("\u202a\u202b\u202c\u202d\u202e\u200b\u2060⟦⟧")
    assert "evil" not in words(claim)
    assert "password" not in claim
    there = {figure.replace(",", ".") for figure in _FIGURE.findall(plain(evidence))}
    for figure in _FIGURE.findall(plain(claim)):
        assert figure.replace(",", ".") in there or figure in said
    assert not any(unicodedata.category(each) in {"No", "Nl"} for each in claim)
    for inside in re.findall(f"[{_MARKS}]([^{_MARKS}]+)[{_MARKS}]", claim):
        assert words(inside) in words(evidence)


def credulous(pairs: Sequence[object]) -> list[float]:
    """A verifier that takes everything for carried: what is computed has to hold without it."""
    return [1.0] * len(pairs)


def read(reply: Hostile, verify: Verify) -> tuple[Writing, list[Stage], list[Passage]]:
    """The reply after it came in small pieces, and what was to be seen meanwhile."""
    passages = {KEY: passage_with(reply.fact.sentence), OTHER_KEY: passage_with(OTHER)}
    own = {each.id: each for each in passages.values()}
    stages: list[Stage] = []
    writing = Writing(
        Context(passages),
        lambda: Guard(own, verify, reply.fact.question),
        Progress(stages.append),
    )

    async def write() -> None:
        """Have it read."""
        for start in range(0, len(reply.text), _CUT):
            if not await writing.feed(reply.text[start : start + _CUT]):
                return
        await writing.end()

    asyncio.run(write())
    return writing, stages, [*passages.values()]


@pytest.mark.parametrize("reply", REPLIES, ids=[each.name for each in REPLIES])
@pytest.mark.parametrize("believes", [False, True], ids=["bundled", "credulous"])
def test_promises_hold_at_every_moment(reply: Hostile, *, believes: bool) -> None:
    """While the model writes, and at the end, when the archive's own sentences stand for others."""
    writing, stages, passages = read(reply, credulous if believes else verifier().supported)
    writing.guard.settle()
    claims, notes = writing.guard.claims, notes_on(writing)

    said = " ".join(note.text for note in notes if note.kind == "computed")
    for stage in stages:
        check_promises(stage.claims, stage.citations, passages, said)
    check_promises(claims, writing.guard.citations, passages, said)
    assert not any("evil" in note.text for note in notes)
    shown = " ".join(claim.text for claim in claims)
    fact = reply.fact
    assert believes or not any(said in shown for said in (fact.wrong, fact.counted, fact.denied))
    assert reply.first or reply.kind == "object" or fact.next in shown
