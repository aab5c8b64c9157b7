"""One query, looked up in what is open of a generation: candidates, measured and put in order."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.errors import StoreError
from index.ranking import features, scorer
from index.ranking.pool import Pool, asked
from index.ranking.preferences import recency
from index.ranking.selection import select
from index.search import filters as wishes
from index.search.filters import admitted, bounds
from index.search.results import Ranked
from index.text import lexicon
from index.text.language import UNKNOWN, detect
from index.text.tokens import stem, terms

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from index.models import Filters, Query
    from index.planning.planner import Plan
    from index.ranking.pool import Asked, Measured
    from index.ranking.scorer import Scorer
    from index.search.filters import Admitted
    from index.search.reranker import Reranking
    from index.search.snapshot import Opened

    Floats = NDArray[np.float64]

_BY_WORDS, _BY_MEANING, _BY_PART = 200, 100, 60
"""Candidates of the question by its words, by its meaning, and of each part by its words. With
these, all evidence is among the candidates of 93 % of MultiHop-RAG's questions."""
_SPARE = 3
"""Times as many articles are looked at for news as are told."""
_BEST = 10
"""Candidates of which the newest is "the latest" that a question asks for: in an archive of years
the latest fare may be old."""
_UNREAD = 0.25
"""What a cosine counts where the embedder does not know the language: it still tells alphabets
and names apart."""
_COVER, _WORDLESS = features.WHOLE.index("cover"), 0.2
"""The feature that is the share of the question's terms, and up to which they tell nothing: a
number or a name is common to languages."""
_NO_TERMS = (np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint32))


def language_of(text: str) -> str:
    """The language whose stems ``text`` is looked up by."""
    found = detect(text)
    return "en" if found == UNKNOWN else found


def inverse_frequency(shares: tuple[int, int] | None) -> float:
    """Inverse document frequency as BM25 counts it, natural logarithm; 1 if nothing is known."""
    if shares is None:
        return 1.0
    found, total = shares
    return float(np.log(1 + (total - found + 0.5) / (found + 0.5)))


class Search:
    """One query."""

    def __init__(self, opened: Opened, query: Query, plan: Plan) -> None:
        """Look up nothing yet.

        Raises:
            QueryError: a date of the filters is not ISO 8601.
        """
        self._opened = opened
        self._query = query
        self.plan = plan
        self._language = language_of(query.text)
        self._epochs = bounds(query.filters)
        self._admitting: dict[tuple[Filters, tuple[float, float]], Admitted | None] = {}
        self._similar: dict[str, float] = {}

    def ranked(
        self, *, moment: float, reranking: Reranking | None, also: Collection[str]
    ) -> list[Ranked]:
        """Every candidate, those ``also`` named among them, best first, as asked at ``moment``.

        ``reranking`` puts the best in another order before the first places are given away.

        Raises:
            StoreError: neither words nor vectors can be read.
        """
        places = np.union1d(self.candidates(), self._opened.columns.places(sorted(also)))
        if not len(places):
            return []
        fitted = scorer.stored()
        measured, cosines = self.measured(places)
        by_part = self._scores(fitted, measured, cosines) + self.gains(places)
        by_part += self._age(places, scorer.total(by_part), moment=moment)[:, None]
        if reranking:
            totals = scorer.total(by_part)
            by_part += reranking.gains(self._query.text, self.ids(places), totals)[:, None]
        order = select(by_part, self.articles(places), exempt=measured.titled, k=self._query.k)
        scores = fitted.probability(scorer.total(by_part))[order]
        falling = np.minimum.accumulate(scores)
        ids = self.ids(places)
        return [
            Ranked(ids[at], float(score), float(cosines[at, 0]), tuple(cosines[at, 1:].tolist()))
            for at, score in zip(order, falling, strict=True)
        ]

    def _scores(self, fitted: Scorer, measured: Measured, cosines: Floats) -> Floats:
        """For each part; what an embedder of several languages finds need not have the words."""
        by_part = fitted.by_part(measured)
        if not self._opened.multilingual or self._trust < 1:
            return by_part
        wordless = measured.whole[:, _COVER] <= _WORDLESS
        return fitted.at_least(by_part, cosines[:, 0], wordless)

    def candidates(self) -> NDArray[np.int64]:
        """Where the candidates stand in the columns, in the order of their ids.

        Raises:
            StoreError: neither words nor vectors can be read.
        """
        found, near = self._by_words(), self._by_meaning()
        if found is None and near is None:
            raise StoreError(
                "neither the lexical index nor the vectors can be read; "
                "run `pressmark doctor` to build them again."
            )
        self._similar = {each: float(self._opened.scale.of(cosine)) for each, cosine in near or ()}
        return self._opened.columns.places(sorted({*(found or ()), *self._similar}))

    def measured(self, places: NDArray[np.int64]) -> tuple[Measured, Floats]:
        """The features of the candidates at ``places``, and their cosines to topic and parts."""
        columns, words = self._opened.columns, self._opened.words
        ids = self.ids(places)
        stems = self._opened.use("words", lambda: words.terms(ids)) if words else None
        held = [(stems or {}).get(each, _NO_TERMS) for each in ids]
        cosines = self._cosines(places, ids)
        pool = Pool(
            bodies=[body for body, _ in held],
            titles=[title for _, title in held],
            articles=columns.articles[places],
            cosines=self._trust * cosines,
        )
        return features.measure(pool, self._asked), cosines

    @property
    def allowed(self) -> NDArray[np.bool_] | None:
        """Which passages the filters admit; None where they admit all."""
        found = self._admitted(self._query.filters, self._epochs)
        return found.mask if found else None

    def gains(self, places: NDArray[np.int64]) -> Floats:
        """What dates and outlets add for each part: ``(n, k)``."""
        return wishes.gains(self.plan, self._opened.columns, places)

    def _age(self, places: NDArray[np.int64], scores: Floats, *, moment: float) -> Floats:
        """What age takes: seen from the newest of the best where the latest is asked for."""
        epochs = self._opened.columns.epochs[places]
        if "latest" in self.plan.intents:
            best = epochs[np.argsort(-scores, kind="stable")[:_BEST]]
            moment = min(moment, float(best.max()))
        return recency(self.plan, epochs, asked=moment)

    @property
    def newest(self) -> date | None:
        """The day of the newest article that has a date."""
        return self._opened.columns.newest

    def newest_articles(self) -> list[list[str]]:
        """The passages of the newest articles, newest first, within what the question names.

        There are more than are asked for, since some may not be shown any more.
        """
        columns, allowed = self._opened.columns, self.allowed
        named = wishes.meeting(self.plan, columns, allowed)
        asked = allowed if named is None else named
        dated = np.isfinite(columns.epochs)
        places = np.flatnonzero(dated if asked is None else dated & asked)
        newest = places[np.argsort(-columns.epochs[places], kind="stable")]
        articles = list(dict.fromkeys(columns.articles[newest].tolist()))[: _SPARE * self._query.k]
        return [self.ids(np.flatnonzero(columns.articles == each)) for each in articles]

    def unmet(self) -> bool:
        """Whether nothing of the archive is what the question names."""
        return wishes.unmet(self.plan, self._opened.columns, self.allowed)

    def ids(self, places: NDArray[np.int64]) -> list[str]:
        """The passages at ``places``."""
        return [str(each) for each in self._opened.columns.ids[places]]

    def articles(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of their articles."""
        return self._opened.columns.articles[places]

    @cached_property
    def _asked(self) -> Asked:
        quiet = {stem(word, self._language) for word in lexicon.words("frame")}
        quiet.update(*(self._stems(each) for each in self.plan.unknown))
        question = self._stems(self._query.text)
        parts = [self._stems(part.text) for part in self.plan.parts]
        stems = {*question, *(each for part in parts for each in part)}
        shares = self._opened.shares(stems) or {}
        return asked(
            question,
            parts,
            rarity=lambda each: inverse_frequency(shares.get(each)),
            quiet=quiet,
        )

    @cached_property
    def _texts(self) -> list[str]:
        return [self.plan.text, *(part.text for part in self.plan.parts)]

    @cached_property
    def _vectors(self) -> NDArray[np.float32] | None:
        """Vectors of topic and parts, in this order; None where there is no meaning to compare."""
        opened = self._opened
        if not opened.questions or not (opened.neighbours or opened.meanings):
            return None
        each = list(dict.fromkeys(self._texts))
        found = opened.questions.of(each)
        return None if found is None else found[[each.index(text) for text in self._texts]]

    def _stems(self, text: str) -> list[str]:
        return terms(text, self._language)

    def _by_words(self) -> set[str] | None:
        """Passages with the question's words, and with those of each part; None: damaged."""
        query, parts = self._query, self.plan.parts
        wanted = [(query.text, max(_BY_WORDS, query.k), query.filters, self._epochs)]
        if len(parts) > 1:
            wanted += [(part.text, _BY_PART, query.filters, self._epochs) for part in parts]
        for part in filter(wishes.is_wishing, parts):
            wanted += [
                (part.text, _BY_PART, filters, epochs)
                for filters, epochs in wishes.narrowed(part, query)
            ]
        found: set[str] = set()
        for each in dict.fromkeys(wanted):
            if (hits := self._look_up(*each)) is None:
                return None
            found.update(passage for passage, _ in hits)
        return found

    def _look_up(
        self, text: str, depth: int, filters: Filters, epochs: tuple[float, float]
    ) -> Sequence[tuple[str, float]] | None:
        words, stems = self._opened.words, self._stems(text)
        if words is None:
            return None
        found = self._admitted(filters, epochs)
        also = self.ids(found.borrowed) if found else ()
        return self._opened.use(
            "words",
            lambda: words.search(stems, k=depth, filters=filters, epochs=epochs, also=also),
        )

    def _admitted(self, filters: Filters, epochs: tuple[float, float]) -> Admitted | None:
        """What ``filters`` admit, looked up once."""
        asked = filters, epochs
        if asked not in self._admitting:
            self._admitting[asked] = admitted(self._opened.columns, filters, epochs)
        return self._admitting[asked]

    def _by_meaning(self) -> Sequence[tuple[str, float]] | None:
        """Passages nearest in meaning and their cosine similarity, best first; None: damaged."""
        opened, depth = self._opened, max(_BY_MEANING, self._query.k)
        if self._vectors is None:
            return None
        vector = self._vectors[0]
        if (neighbours := opened.neighbours) and self.allowed is None:
            near = opened.use("neighbours", lambda: neighbours.nearest(vector, k=depth))
            if near is not None:
                return near
        if (meanings := opened.meanings) is None:
            return None
        return opened.use("meanings", lambda: meanings.nearest(vector, self.allowed, k=depth))

    @property
    def _trust(self) -> float:
        """How far the embedder is believed; words carry the search where it does not read."""
        known = self._language in self._opened.scale.languages or self._opened.words is None
        return 1.0 if known else _UNREAD

    def _cosines(self, places: NDArray[np.int64], ids: Sequence[str]) -> Floats:
        """Cosines of the candidates to topic and parts: ``(n, 1 + k)``."""
        meanings, vectors = self._opened.meanings, self._vectors
        if meanings is not None and vectors is not None:
            found = self._opened.use("meanings", lambda: meanings.similarities(vectors, places))
            if found is not None:
                return self._opened.scale.of(found.astype(float))
        known = np.array([self._similar.get(each, 0.0) for each in ids])
        return np.repeat(known[:, None], len(self._texts), axis=1)
