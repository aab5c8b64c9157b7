"""Headlines and sentences of the hits, the best first."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from bot.answer.reading.candidates import page, read
from bot.answer.reading.question import question_weights
from bot.answer.reading.sentences import places
from bot.answer.reading.weights import stored
from index.models import Query
from index.reader.cross_encoder import ENGLISH
from tests.bot.answer.made import candidate, headline, of_one_passage
from tests.bot.made import hits, passage

if TYPE_CHECKING:
    from bot.answer.reading.candidates import Reading
    from index.library import Library
    from index.models import Hit

COD = "What did a kilo of cod cost at the Skelhaven auction?"
NOTED = passage(
    "Correction: An earlier version of this article said that two people were hurt.\n"
    "The ferry ran aground on Monday evening.\nIt lay on the reef for nineteen days."
)


def found(library: Library, question: str) -> list[Hit]:
    """The hits of a question."""
    return list(library.retriever.search(Query(question, k=10)))


def reading(library: Library, question: str, of: list[Hit] | None = None) -> Reading:
    """What the hits of a question say."""
    given = found(library, question) if of is None else of
    return read(question, given, retriever=library.retriever, readers=library.readers)


def test_sentence_that_answers_comes_first(library: Library) -> None:
    """The one that has the price, among those of ten passages."""
    best = reading(library, COD).ranked[0]

    assert best.text.startswith("A kilo of cod cost 42 crowns")
    assert best.chance > 0.5
    assert best.short in best.text


def test_every_sentence_and_headline_is_a_candidate_once(library: Library) -> None:
    """A headline once for each article, in order of the score."""
    of = found(library, COD)
    read_of = reading(library, COD, of)
    texts = Counter(each.text for each in read_of.ranked if not each.place.is_headline)
    above = Counter(each.article for each in read_of.ranked if each.place.is_headline)

    assert texts == Counter(each.text for each in places(of, with_notices=False))
    assert above == Counter({hit.passage.card.article for hit in of})
    assert len({each.at for each in read_of.ranked}) == len(read_of.ranked)
    scores = [each.score for each in read_of.ranked]
    assert scores == sorted(scores, reverse=True)


def test_candidate_is_where_its_span_says(library: Library) -> None:
    """A sentence in its passage, a headline in itself, whole; chances are between 0 and 1."""
    for each in reading(library, COD).ranked:
        whole = each.passage.card.title if each.place.is_headline else each.passage.text
        assert each.span.of(whole) == each.text
        assert each.text == whole or not each.place.is_headline
        assert 0 <= each.chance <= 1
        assert 0 <= each.adds <= 1
        assert each.chance == pytest.approx(stored().readers[ENGLISH].chance(each.score))
        assert each.short in each.text


def test_sentences_are_those_without_the_headlines(library: Library) -> None:
    """In the same order."""
    of = reading(library, COD)

    assert of.sentences == [each for each in of.ranked if not each.place.is_headline]
    assert len(of.sentences) < len(of.ranked)


def test_headline_that_answers_is_quoted_whole(library: Library) -> None:
    """It stands at the best of its article's passages, before all sentences."""
    above = next(
        each
        for each in reading(library, "Which roof did Storm Runa tear off?").ranked
        if each.place.is_headline
    )

    assert above.text == above.passage.card.title
    assert (above.span.start, above.span.end) == (0, len(above.text))
    assert above.at[1:] == (-1, len(above.text))


def test_notices_are_left_out_unless_they_are_asked_for(library: Library) -> None:
    """What an article says about itself is not what it tells."""
    plain = reading(library, "Where did the ferry run aground?", hits(NOTED))
    asking = reading(library, "Which correction did the article on the ferry carry?", hits(NOTED))

    assert not any("earlier version" in each.text for each in plain.ranked)
    assert any("earlier version" in each.text for each in asking.ranked)
    assert len(plain.sentences) == 2


def test_no_hits_no_candidates(library: Library) -> None:
    """Nothing found, nothing to say; what was asked is known all the same."""
    nothing = reading(library, COD, [])

    assert nothing.ranked == nothing.sentences == []
    assert nothing.asked.kind == "number"


def test_page_has_the_sentences_where_they_stand_in_the_article() -> None:
    """With the day, where it is known."""
    (hit,) = hits(passage("It sank. Nobody was hurt.", title="Ferry", start=100))
    (undated,) = hits(passage("It sank.", published=None))
    read_of = page(hit)

    assert read_of.headline == "Ferry"
    assert read_of.sentences == ("It sank.", "Nobody was hurt.")
    assert read_of.starts == (100, 109)
    assert read_of.date == "2024-02-12"
    assert page(undated).date is None


def test_candidate_that_nobody_read_has_no_short_answer() -> None:
    """Its place and its day are known."""
    first, second = of_one_passage("The ferry sank at night. It lay there for weeks.", 1.0, 2.0)
    above = headline("Fare to Lunnay rises again", published="2024-02-12")

    assert first.short == above.short == ""
    assert first.at[0] == second.at[0]
    assert first.at[2] < second.at[1]
    assert (first.day, first.article) == ("2024-02-12", second.article)
    assert above.at[1] == -1


def test_weights_of_a_question_sum_to_one_and_rare_words_weigh_more(library: Library) -> None:
    """A word that is nowhere in the archive counts most."""
    weights = question_weights("Did the ferry carry zebras?", library.retriever)

    assert sum(weights.values()) == pytest.approx(1)
    assert max(weights, key=weights.__getitem__) == "zebra"
    assert question_weights("was it there?", library.retriever) == {}


@pytest.mark.parametrize(
    ("text", "words", "short"),
    [
        ("It fell to -5 degrees.", "5 degrees", "-5 degrees"),
        ("It takes 1-5 days now.", "5 days", "5 days"),
    ],
)
def test_sign_before_a_figure_belongs_to_the_short_answer(
    text: str, words: str, short: str
) -> None:
    """Five degrees of frost are not five degrees; a span of figures has no sign."""
    at = text.index(words)
    found: Any = SimpleNamespace(short=lambda _: (at, at + len(words)))

    assert replace(candidate(text), judged=found).short == short
