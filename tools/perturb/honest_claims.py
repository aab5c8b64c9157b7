"""What an honest language model writes: sentences of an archive, whole or rewritten with care.

Each claim comes with the words that a model would quote for it.
"""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from index.archive.sources.files import locate, read
from index.articles.splitter import split
from index.digests import opaque_id
from index.models import ArticleCard, Passage, Span
from index.text.language import detect
from index.text.sentences import sentences
from tools.perturb.rewritings import ENDS, LONGEST, QUOTES, REWRITINGS, SHORTEST, VERBATIM, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.models import Article

_WINDOW = 200
_QUOTED = 14
"""Words that a model quotes of a sentence."""


@dataclass(frozen=True, slots=True)
class Honest:
    """A claim that the archive supports; ``quote`` stands verbatim in ``passage``."""

    kind: str
    text: str
    passage: Passage
    quote: str


def passages_of(location: str) -> list[Passage]:
    """The passages of the archive at ``location``, in its order."""
    return [
        passage
        for source in locate(location).files
        for record in read(source).records
        if record.article is not None
        for passage in _cut(record.article)
    ]


def honest(passages: Sequence[Passage], *, most: int) -> Iterator[Honest]:
    """At most ``most`` claims of each kind, from sentences all over the archive.

    The order has nothing to do with the archive's, and is always the same.
    """
    found = chain.from_iterable(map(_places, passages))
    made = Counter[str]()
    for place in sorted(found, key=lambda each: zlib.crc32((each.text + each.before).encode())):
        quote = " ".join(place.text.split(" ")[:_QUOTED])
        for kind, rewrite in REWRITINGS.items():
            text = rewrite(place) if made[kind] < most else None
            if text and (text != place.text or kind == VERBATIM):
                made[kind] += 1
                yield Honest(kind, text, place.passage, quote)


def _cut(article: Article) -> Iterator[Passage]:
    text = article.text
    known = opaque_id("article", article.title, article.url or "", text[:200])
    published = article.published.isoformat() if article.published else None
    card = ArticleCard(known, article.title, article.source, published, article.precision)
    spans = split(text, counts=lambda some: [len(each.split()) for each in some], window=_WINDOW)
    for span in spans:
        key = opaque_id("passage", known, str(span.start), str(span.end))
        said = span.of(text)
        yield Passage(key, known, Span(span.start, span.end), said, detect(said), card)


def _places(passage: Passage) -> Iterator[Place]:
    said = [span.of(passage.text) for span in sentences(passage.text)]
    for at, text in enumerate(said):
        whole = ENDS.search(text) and len(QUOTES.findall(text)) % 2 == 0
        if whole and SHORTEST <= len(text.split()) <= LONGEST:
            before = said[at - 1] if at else ""
            after = said[at + 1] if at + 1 < len(said) else ""
            yield Place(passage, text, before, after)
