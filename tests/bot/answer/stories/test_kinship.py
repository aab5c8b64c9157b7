"""Which articles are of one story, by how they begin."""

from __future__ import annotations

from bot.answer.stories.kinship import Beginning, is_kin, stories
from index.models import ArticleCard

WEIGHTS = dict.fromkeys("abcdefgh", 1.0)


def beginning(article: str, terms: str, published: str | None = "2024-03-01") -> Beginning:
    """An article whose beginning has these terms, a letter each."""
    return Beginning(ArticleCard(article, article, published=published), frozenset(terms))


def test_articles_that_share_rare_words_are_one_story_in_the_order_given() -> None:
    """Also by one between them."""
    found = [beginning("1", "abcd"), beginning("2", "efgh"), beginning("3", "abce")]

    assert stories(found, WEIGHTS) == [[0, 2], [1]]


def test_what_lies_weeks_apart_is_not_one_story() -> None:
    """Fares rise every year; undated articles are compared as if they were near."""
    first = beginning("1", "abcdefg")
    later = beginning("2", "ah", "2024-04-01")

    assert not is_kin(first, later, WEIGHTS)
    assert is_kin(first, later, WEIGHTS, within=31)
    assert is_kin(first, beginning("3", "ah", None), WEIGHTS)


def test_article_is_of_one_story_with_itself_whatever_it_says() -> None:
    """And without words with no other."""
    assert is_kin(beginning("1", ""), beginning("1", "a"), WEIGHTS)
    assert not is_kin(beginning("1", ""), beginning("2", ""), WEIGHTS)
