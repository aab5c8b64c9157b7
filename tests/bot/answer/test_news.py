"""Questions for news without a topic: the newest articles, whatever their words."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.answer.answerer import Answerer
from index.models import Filters, Query

if TYPE_CHECKING:
    from bot.models import Answer
    from tests.conftest import World

DAYS = {
    "Harbour Post": ("2024-03-01", "2024-03-04", "2024-03-07"),
    "Hill Gazette": ("2024-03-02", "2024-03-05", "2024-03-08"),
}
STORIES = {
    "ferry": "Ferry sails again after a winter of repairs\n\nTickets to Lunnay cost 52 crowns now.",
    "bread": "Bakery on Mill Street wins a prize\n\nIts rye loaf convinced nine judges on Sunday.",
    "quarry": "Quarry lease goes to the lowest bidder\n\nMillions in stone lie under Orrin hill.",
    "museum": "Museum shows a bell from 1642\n\nVisitors may ring it once, a guard said with care.",
    "school": "Pupils stay at home for want of coal\n\nNo lesson was held since Tuesday morning.",
    "orchard": "Frost kills half of all blossoms\n\nGrowers expect few apples when autumn comes.",
}


def article(outlet: str, day: str, story: str) -> str:
    """A file with an article of that outlet and day."""
    headline, _, text = story.partition("\n\n")
    return f'---\ntitle: "{headline}"\nsource: {outlet}\ndate: {day}\n---\n\n{text}\n'


@pytest.fixture
def papers(world: World) -> World:
    """Six articles of two outlets, and one without a date."""
    dated = [(outlet, day) for outlet, days in DAYS.items() for day in days]
    files = {
        f"{name}.md": article(outlet, day, story)
        for (name, story), (outlet, day) in zip(STORIES.items(), dated, strict=True)
    }
    undated = "# News of the news stand\n\nThe latest news is that it sells the latest news.\n"
    world.index_files(files | {"stand.md": undated})
    return world


def ask(world: World, question: str) -> Answer:
    """The answer."""
    return asyncio.run(Answerer(world.library).answer(question))


def days(answer: Answer) -> list[str]:
    """Of its articles, in order."""
    return [(each.card.published or "")[:10] for each in answer.citations]


@pytest.mark.parametrize(
    "question",
    [
        "news",
        "What's new?",
        "latest news",
        "any news today",
        "What is the latest?",
        "breaking news",
        "новости",
        "що нового?",
    ],
)
def test_news_without_a_topic_are_the_newest_articles(papers: World, question: str) -> None:
    """Newest first, five at most; one without a date is none of them, whatever it says."""
    answer = ask(papers, question)

    assert days(answer) == ["2024-03-08", "2024-03-07", "2024-03-05", "2024-03-04", "2024-03-02"]
    assert not answer.refused


@pytest.mark.parametrize(
    "question",
    [
        "latest news from the Harbour Post",
        "news from the Harbour Post",
        "headlines of the Harbour Post",
    ],
)
def test_news_of_an_outlet_are_its_own(papers: World, question: str) -> None:
    """However they are asked for."""
    assert days(ask(papers, question)) == ["2024-03-07", "2024-03-04", "2024-03-01"]


def test_news_of_a_time_are_of_it(papers: World) -> None:
    """And there are none of a time in which nothing appeared."""
    assert days(ask(papers, "What happened on 5 March 2024?")) == ["2024-03-05"]
    assert ask(papers, "news from 1999").refused
    refusal = ask(papers, "What happened in 1999?")
    assert refusal.refused
    assert refusal.nearest


def test_day_without_an_article_shows_those_of_about_then(papers: World) -> None:
    """The last until a week after it, newest first, whatever their words."""
    (papers.archive / "mine.md").write_text(article("Post", "2024-02-20", STORIES["quarry"]))
    papers.index()

    about = ask(papers, "What happened on 25 February 2024?")
    long_before = ask(papers, "What happened on 24 December 2019?")

    assert about.refused
    shown = [(each.published or "")[:10] for each in about.nearest]
    assert shown == ["2024-03-02", "2024-03-01", "2024-02-20"]
    assert len(long_before.nearest) == 3


def test_article_that_two_outlets_print_is_told_as_the_named_one_has_it(papers: World) -> None:
    """Though it is indexed once, under the first."""
    papers.index_files({"again.md": article("Harbour Post", "2024-03-09", STORIES["museum"])})

    told = ask(papers, "latest news from the Harbour Post").citations

    assert {each.card.source for each in told} == {"Harbour Post"}
    assert days(ask(papers, "latest news from the Harbour Post"))[0] == "2024-03-09"


def test_of_one_day_the_last_hour_comes_first(world: World) -> None:
    """And each article is told by how it begins."""
    world.index_files(
        {
            f"{name}.md": article("Harbour Post", f"2024-03-01T{hour:02}:00:00Z", story)
            for hour, (name, story) in enumerate(STORIES.items(), start=8)
        }
    )

    told = ask(world, "news").citations

    assert [each.card.published for each in told] == [
        f"2024-03-01T{hour:02}:00:00+00:00" for hour in (13, 12, 11, 10, 9)
    ]


def test_newest_articles_are_within_the_filters(papers: World) -> None:
    """And begin at their beginning."""
    query = Query("news", k=2, filters=Filters(source="Hill Gazette", before="2024-03-05"))

    found = papers.library.retriever.newest(query)

    assert [hit.rank for hit in found] == [1, 2]
    assert [(hit.passage.card.published or "")[:10] for hit in found] == [
        "2024-03-05",
        "2024-03-02",
    ]
    assert all(hit.passage.span.start == 0 for hit in found)


def test_news_with_a_topic_are_about_it(papers: World) -> None:
    """The newest articles are not."""
    assert days(ask(papers, "news about the quarry"))[:1] == ["2024-03-07"]


def test_archive_without_dates_is_searched_for_news(world: World) -> None:
    """There is no newest article."""
    world.index_files({"ferry.md": "# Ferry sails again\n\nThe ferry sails again from Monday.\n"})

    assert papers_of(ask(world, "news")) == ["Ferry sails again"]
    assert world.library.retriever.newest(Query("news")) == []


def papers_of(answer: Answer) -> list[str]:
    """The headlines of its articles."""
    return list(dict.fromkeys(each.card.title for each in answer.citations))
