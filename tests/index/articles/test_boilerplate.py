"""Boilerplate: the lines that an outlet prints under every article."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.boilerplate import (
    REPEATS,
    REPEATS_WITH_FACTS,
    is_furniture,
    is_news,
    left_out_spans,
    line_digests,
    repeats_needed,
)
from index.models import Span

ARTICLES = [
    f"The council met for the {number}th time.\n\nHave the Post with your breakfast \n"
    f'"The coast, day by day since 1911"\nOstrand Post © {1990 + number}'
    for number in range(30)
]


def repeated(digests: Counter[str], digest: str) -> bool:
    """Whether a line stands in articles enough."""
    return digests[digest] >= repeats_needed(digest)


def counted(articles: list[str]) -> Counter[str]:
    """In how many articles each line stands."""
    return Counter(digest for text in articles for digest in {d for d, _ in line_digests(text)})


def test_lines_that_repeat_are_boilerplate() -> None:
    """A call to readers and a copyright line of any year are found, the news is not.

    Neither is furniture by its form: where nothing repeats, nothing is left out.
    """
    digests = counted(ARTICLES)
    spans = left_out_spans(ARTICLES[3], lambda digest: repeated(digests, digest))

    assert [span.of(ARTICLES[3]) for span in spans] == [
        "Have the Post with your breakfast",
        "Ostrand Post © 1993",
    ]
    assert left_out_spans(ARTICLES[3], lambda _: False) == []


def test_a_line_with_a_quotation_or_figures_has_to_repeat_very_often() -> None:
    """What somebody said may be printed twenty times in the course of a story."""
    slogan = line_digests(ARTICLES[0])[2].digest
    call = line_digests(ARTICLES[0])[1].digest

    assert repeats_needed(slogan) == REPEATS_WITH_FACTS
    assert repeats_needed(call) == REPEATS


def test_an_article_that_is_one_line_stays() -> None:
    """A notice that is printed every week is news, not furniture of it."""
    assert left_out_spans("Bins are emptied today.", lambda _: True) == []
    assert left_out_spans("One.\nTwo.\n", lambda _: True) == []


def test_case_and_white_space_make_no_difference() -> None:
    """A line is the same however it is set."""
    one, other = line_digests("READ  MORE\tHERE")[0], line_digests("  Read more here ")[0]

    assert one.digest == other.digest
    assert other.span.of("  Read more here ") == "Read more here"


def test_a_long_paragraph_is_never_boilerplate() -> None:
    """What has more than 120 words is a statement that the news quotes."""
    assert line_digests("word " * 120)
    assert line_digests("word " * 121) == []


@given(st.text(max_size=300))
def test_spans_are_lines_of_the_text_without_space_around_them(text: str) -> None:
    """Each span is one stripped line, in order, none overlapping."""
    lines = line_digests(text)

    assert [line.span.of(text) for line in lines] == [
        part.strip() for part in text.split("\n") if part.strip()
    ]


@pytest.mark.parametrize(
    "line",
    [
        "By Ilse Carrow",
        "Reporting by Ilse Carrow in Skelhaven; Editing by Kaj Torrent.",
        "© 2024 Ostrand Post",
        "Copyright 2024 The Ostrand Post. All rights reserved.",
        "Read more: the harbour in winter",
        "Subscribe to our newsletter",
        "Photo: Frida Lang",
        "Читайте также: как зимовал порт",
        "Фото: Пётр Лось",
        "Підписуйтесь на наш канал",
        "ADVERTISEMENT",
        "BY ILSE CARROW",
        "By Ilse Carrow and Kaj Torrent in Skelhaven",
        "By Ann Lee, Political Editor",
        "By Anna Orlow, 3 March 2025",
        "Anna Orlow | March 3, 2025, 10:15",
        "Von Anna Orlow, 3. März 2025",
        "Автор: Анна Орлова, 3 марта 2025 г.",
        "By Ludwig van der Berg",
        "Photo: Frida Lang/Reuters",
        "Copyright 2024 Ostrand Post",
        "All rights reserved.",
        "Related stories",
        "Sign up for our daily briefing.",
        "Join us on Facebook!",
    ],
)
def test_credits_and_calls_are_furniture(line: str) -> None:
    """They say nothing about the news, even where an article is met alone."""
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "By the evening the ferry was free again.",
        "By Tuesday 12 people had died.",
        "Watch the ferry at 18:40 on Friday.",
        "The council met on Tuesday.",
        "Reporting by the Post found that 40 officers had taken bribes from Nordline.",
        "Copyright law will be reformed in 2026, the minister said.",
        "Copyright 2026 reform fails, the minister said.",
        "Related charges against Mayor Jones were dropped.",
        "Watch commander Ann Lee said the suspect fled.",
        "Advertisement revenue fell sharply, the publisher said.",
        "Join us or leave, Prime Minister Olsen told the coalition.",
        "Sign up or pay a fine, drivers in Velmont learned on Monday.",
        "Sign up to fight, the army told students.",
        "Subscribe rates fell.",
        "Read more books, the minister told pupils.",
        "Writing by hand improves memory, a study of 300 pupils showed.",
        "By Friday all schools in Velmont will be closed",
        "By Friday",
        "By Monday, 3 March 2025",
        "By Anna Orlow, 3 March 2025, everybody had left",
        "John Smith, 5 March 1924",
        "Photo: The mayor opens the bridge",
        "(c) require ships to carry pilots;",
        "Реклама алкоголя запрещена с понедельника, заявил министр.",
        "Автор закона погиб в аварии.",
        "Images of the wreck were shown in court on Monday, and nobody spoke.",
        "Реклама подорожала на 12 процентов.",
        "",
    ],
)
def test_sentences_are_no_furniture(line: str) -> None:
    """News may begin with the same words."""
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "The defendant pleaded not guilty and was released on bail.",
        "The match ended in a goalless draw.",
        "No one was injured.",
        "The US Senate rejected the bill.",
        "Никто не пострадал.",
        "Спасатели нашли тела.",
        "Президент подписал указ.",
        "Ніхто не постраждав.",
    ],
)
def test_a_sentence_of_news_is_never_boilerplate(line: str) -> None:
    """It is true of every article that it stands in, however many they are."""
    text = f"{line}\nHave the Post with your breakfast"

    assert is_news(line)
    assert left_out_spans(text, lambda _: True) == [Span(len(line) + 1, len(text))]


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our newsletter.",
        "Contact us with what you know.",
        "The Coast Agency contributed to this report.",
        "Have the Post with your breakfast.",
        "Подпишитесь на наш канал.",
        "Підписуйтесь на наш канал.",
        "Reporting by Ann Lee; editing by Bo.",
        "Sport in brief",
    ],
)
def test_calls_and_headings_are_no_news(line: str) -> None:
    """What speaks to the reader, or of the article, may be boilerplate."""
    assert not is_news(line)
