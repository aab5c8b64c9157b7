"""Claims with their evidence, as the verifier learns them.

Claims written by hand come from files in the format of ``examples/claims.jsonl``. Around them
stand the sentences of their articles, as `tools/reader/candidates.py` wrote them. Others are made
of them, and of the articles' sentences, by the changes of `tools/perturb`.
"""

from __future__ import annotations

import random
import re
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answer.guard.verifier import CONTRADICTED, SUPPORTED, UNKNOWN, Evidence
from index.models import ArticleCard, Passage, Span
from tools.perturb.claims import changed
from tools.perturb.edits import Surroundings, names_in
from tools.perturb.honest_claims import Honest, honest
from tools.reader.data import _fold, key, lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

LABELS = {"supported": SUPPORTED, "changed": CONTRADICTED, "unsupported": UNKNOWN}
_RADII = (0, 0, 1)
"""Sentences around a quoted one, by chance."""
_NO_HEADER = 0.1
_PRINTED = 0.5
"""How often outlet and day stand behind the headline."""
_RENAMED = 0.3
"""How often a name is another one in claim and evidence."""


@dataclass(frozen=True, slots=True)
class Example:
    """A claim; ``around`` are the sentences of its article, ``quoted`` their numbers."""

    claim: str
    header: str
    around: tuple[str, ...]
    quoted: tuple[int, ...]
    label: int
    what: str
    fold: int
    wrong: tuple[int, int] | None = None
    """Where in the claim it was changed, if that is known: characters."""

    def evidence(self, radius: int) -> Evidence:
        """What the claim is read with, so many sentences around each quoted one."""
        near = {m for n in self.quoted for m in range(n - radius, n + radius + 1)}
        beside = sorted(m for m in near - {*self.quoted} if 0 <= m < len(self.around))
        own = tuple(self.around[n] for n in self.quoted)
        return Evidence(own, self.header, tuple(self.around[m] for m in beside))


class Articles:
    """The sentences of articles by headline."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.sentences: dict[str, tuple[str, ...]] = {}
        self.titles: dict[str, str] = {}
        for folder in folders:
            for line in lines(folder / "passages.jsonl"):
                own = key(line["title"])
                self.titles[own] = line["title"]
                self.sentences[own] = (*self.sentences.get(own, ()), *line["sentences"])

    def example(self, line: Mapping[str, object]) -> Example:
        """A line of a file of claims."""
        title, evidence = str(line["article"]), [str(each) for each in line["evidence"]]  # type: ignore[attr-defined]
        around = self.sentences.get(key(title), ())
        at = {key(text): number for number, text in enumerate(around)}
        found = [at.get(key(each)) for each in evidence]
        if None in found or not found:
            before = [str(each or "") for each in line["before"]]  # type: ignore[attr-defined]
            around = tuple(t for pair in zip(before, evidence, strict=True) for t in pair if t)
            found = [around.index(each) for each in evidence]
        quoted = tuple(dict.fromkeys(each for each in found if each is not None))
        label, what = LABELS[str(line["label"])], str(line["what"])
        return Example(str(line["claim"]), title, around, quoted, label, what, _fold(key(title)))

    def passages(self) -> list[Passage]:
        """Each article as one passage, for `tools/perturb`."""
        found = []
        for own, texts in self.sentences.items():
            text = " ".join(texts)
            card = ArticleCard(own[:24], self.titles[own])
            found.append(Passage(own[:32], own, Span(0, len(text)), text, "en", card))
        return found


def by_hand(files: Sequence[Path], articles: Articles) -> list[Example]:
    """The claims of ``files``."""
    return [articles.example(line) for file in files for line in lines(file)]


def by_machine(articles: Articles, most: int) -> list[Example]:
    """Sentences of the articles, rewritten with care, and each with one thing changed.

    ``most`` bounds the claims of each way of rewriting.
    """
    found: list[Example] = []
    places = {own: {key(text): n for n, text in enumerate(texts)}
              for own, texts in articles.sentences.items()}  # fmt: skip
    passages = articles.passages()
    near = {each.id: tuple(dict.fromkeys(names_in(each.text))) for each in passages}
    far = tuple(dict.fromkeys(name for names in near.values() for name in names))
    for claim in honest(passages, most=most):
        own = claim.passage.version
        words = claim.quote.split(" ")
        starts = key(" ".join(words))
        number = next((n for text, n in places[own].items() if text.startswith(starts)), None)
        if number is None:
            continue
        texts = articles.sentences[own]
        fold = _fold(own)
        example = Example(claim.text, claim.passage.card.title, texts, (number,), SUPPORTED,
                          "machine", fold)  # fmt: skip
        draw = random.Random(zlib.crc32(claim.text.encode()))  # noqa: S311 - no secret
        beside = texts[number + 1] if number + 1 < len(texts) else ""
        around = Surroundings(near[claim.passage.id], far, (), beside[:300])
        others = list(changed(claim, around, draw, but={"outlet"}))
        if others:
            found.append(example)
            kind, text = draw.choice(others)
            wrong, what = difference(claim.text, text), f"machine {kind}"
            found.append(replace(example, claim=text, label=CONTRADICTED, what=what, wrong=wrong))
    return found


def difference(text: str, other: str) -> tuple[int, int] | None:
    """Where ``other`` differs from ``text``; ``None`` where that is more than a few words."""
    start = next((n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), None)
    if start is None:
        return None
    tail = 0
    while tail < min(len(text), len(other)) - start and text[-1 - tail] == other[-1 - tail]:
        tail += 1
    start, end = other.rfind(" ", 0, start) + 1, len(other) - tail
    after = other.find(" ", end)
    end = after if after >= 0 else len(other)
    return (start, end) if end - start <= 40 else None  # noqa: PLR2004


class Varied:
    """Examples as an epoch has them: other windows, names and changes each time."""

    def __init__(self, examples: Sequence[Example]) -> None:
        names = {name for each in examples for name in names_in(each.claim)}
        self._names = sorted(names)

    def of(self, example: Example, draw: random.Random) -> tuple[Example, Evidence]:
        """``example`` varied, and its evidence."""
        if example.label == SUPPORTED and draw.random() < 0.2:  # noqa: PLR2004
            example = self._changed(example, draw)
        if example.label == SUPPORTED and draw.random() < 0.06:  # noqa: PLR2004
            example = _elsewhere(example, draw)
        evidence = example.evidence(draw.choice(_RADII))
        if draw.random() < _NO_HEADER:
            evidence = replace(evidence, header="")
        elif draw.random() < _PRINTED:
            example, evidence = _printed(example, evidence, draw)
        if draw.random() < _RENAMED:
            example, evidence = self._renamed(example, evidence, draw)
        return example, evidence

    def _changed(self, example: Example, draw: random.Random) -> Example:
        quoted = " ".join(example.around[n] for n in example.quoted)
        text = " ".join(example.around)
        passage = Passage("", "", Span(0, len(text)), text, "en", ArticleCard("", example.header))
        own = tuple(names_in(f"{quoted} {example.claim}"))
        near = own if len(own) > 2 else tuple(names_in(text))  # noqa: PLR2004
        around = Surroundings(near, tuple(self._names), (), "")
        found = list(changed(Honest("", example.claim, passage, quoted), around, draw))
        found = [each for each in found if each[0] not in _UNSURE]
        if not found:
            return example
        kind, claim = draw.choice(found)
        wrong = difference(example.claim, claim)
        return replace(example, claim=claim, label=CONTRADICTED, what=f"made {kind}", wrong=wrong)

    def _renamed(
        self, example: Example, evidence: Evidence, draw: random.Random
    ) -> tuple[Example, Evidence]:
        """Another name in the place of one that claim and evidence share."""
        all_of_it = "\n".join(evidence.texts)
        shared = [each for each in names_in(example.claim) if each in all_of_it]
        if not shared:
            return example, evidence
        old = draw.choice(shared)
        alike = [each for each in self._names if len(each.split()) == len(old.split())]
        new = draw.choice(alike)
        if new.split()[0] in all_of_it or new.split()[-1] in all_of_it:
            return example, evidence
        pairs = list(zip(old.split(), new.split(), strict=True))
        if len(pairs) == 1 and len(re.findall(rf"\b{re.escape(old)}\b", all_of_it)) > 6:  # noqa: PLR2004
            return example, evidence

        def put(text: str) -> str:
            """``text`` with the new name's words."""
            for one, other in pairs:
                text = re.sub(rf"\b{re.escape(one)}\b", other, text)
            return text

        claim = put(example.claim)
        wrong = example.wrong if claim == example.claim else None
        made = Evidence(
            tuple(map(put, evidence.quoted)), put(evidence.header), tuple(map(put, evidence.beside))
        )
        return replace(example, claim=claim, wrong=wrong), made


def _printed(example: Example, evidence: Evidence, draw: random.Random) -> tuple[Example, Evidence]:
    """Outlet and day behind the headline, at times in the claim as well, at times another one."""
    outlet, other = draw.sample(_OUTLETS, 2)
    day = f"{draw.randint(1, 28)} {draw.choice(_MONTHS)} {draw.randint(2015, 2026)}"
    evidence = replace(evidence, header=f"{evidence.header} ({outlet}, {day})")
    if draw.random() >= _IN_CLAIM:
        return example, evidence
    wrong = example.label == SUPPORTED and draw.random() < _WRONGLY
    named, bare = other if wrong else outlet, example.claim.rstrip(". ")
    frames = (
        f"{bare}, the {named} reported.",
        f"{bare}, according to the {named} of {day}.",
        f"According to the {named}, {example.claim}",
        f"{bare}, as the {named} wrote on {day}.",
    )
    claim = draw.choice(frames)
    label = CONTRADICTED if wrong else example.label
    return replace(example, claim=claim, label=label, wrong=None), evidence


_IN_CLAIM, _WRONGLY = 0.3, 0.15
_OUTLETS = (
    *("Skelhaven Courier", "Ostrand Post", "Quayside Weekly", "Morning Herald", "Daily Echo"),
    *("Evening Standard", "Northern Star", "City Times", "Coast Gazette", "Tribune"),
)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_UNSURE = frozenset({"hedge dropped", "bound dropped", "speaker dropped", "outlet",
                     "end of another sentence", "speaker added"})  # fmt: skip
"""Changes that a claim in other words may bear without being wrong, or that read badly."""


def _elsewhere(example: Example, draw: random.Random) -> Example:
    """The claim beside sentences far from those that carry it."""
    free = [n for n in range(len(example.around))
            if all(abs(n - each) > 5 for each in example.quoted)]  # noqa: PLR2004  # fmt: skip
    if len(free) < 3:  # noqa: PLR2004
        return example
    quoted = tuple(sorted(draw.sample(free, 1 + draw.randrange(2))))
    return replace(example, quoted=quoted, label=UNKNOWN, what="elsewhere")
