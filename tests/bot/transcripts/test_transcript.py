"""What is the same in every document of a conversation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import clock
from bot.models import Understood
from bot.transcripts.transcript import address, circumstances, heading, plain, quotation
from tests.bot.made import in_language
from tests.bot.transcripts.made import ICE, REFUSED, SAID, transcript, turn


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What froze over?", "2026-12-01-What-froze-over"),
        ("Where is Skelhaven's ../../etc/passwd?\n", "2026-12-01-Where-is-Skelhavens-etc-passwd"),
        ("Що сталося з «Леді Інґрід»?", "2026-12-01-Що-сталося-з-Леді-Інґрід"),
        ("🐟" * 20, "2026-12-01"),
        ("a" * 300, "2026-12-01"),
        ("word " * 300, "2026-12-01" + "-word" * 12),
    ],
)
def test_file_is_named_by_day_and_topic(question: str, expected: str) -> None:
    """In whatever alphabet; nothing in it leads elsewhere."""
    assert transcript(replace(SAID, question=question), REFUSED).file == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Made 1 December 2026, 06:00 UTC: 2 answers. There were more before them."),
        ("ru", "Составлено 1 декабря 2026, 06:00 UTC: 2 ответа. До них были и другие."),
        ("uk", "Складено 1 грудня 2026, 06:00 UTC: 2 відповіді. До них були й інші."),
    ],
)
def test_document_says_when_it_was_made_and_of_how_much(language: str, expected: str) -> None:
    """In the language that is spoken."""
    whole = transcript(SAID, REFUSED, cut=True)

    assert in_language(language, lambda: whole.about) == expected


def test_time_is_on_the_clock_of_who_reads() -> None:
    """A question that was understood otherwise than it was asked says so."""
    clock.live_in("Asia/Kathmandu")
    said = list(circumstances(turn(SAID)))
    clock.live_in(None)

    assert said == [
        "Asked 1 December 2026, 11:25 UTC+05:45.",
        "Understood as: What froze over in January?",
    ]
    assert list(circumstances(turn(REFUSED))) == ["Asked 1 December 2026, 05:40 UTC."]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://cms/a b", "http://cms/a%20b"),
        ('https://courier.example/<x>|"', "https://courier.example/%3Cx%3E%7C%22"),
        ("javascript:alert(1)", None),
        ("", None),
        (None, None),
    ],
)
def test_only_addresses_of_pages_lead_anywhere(url: str | None, expected: str | None) -> None:
    """Those of an intranet too; what no address can hold is encoded."""
    assert address(replace(ICE, url=url)) == expected


def test_what_no_document_can_hold_is_marked() -> None:
    """Control characters, noncharacters, halves of characters; line ends are all the same."""
    assert plain("a\x00b\x0bc\ud800d\uffffe\r\nf\u2028g") == "a\ufffdb\ufffdc\ufffdd\ufffde\nf\ng"


def test_withdrawn_quotation_says_so() -> None:
    """In the place of its words; a question of nothing has a heading all the same."""
    gone = replace(SAID.citations[0], quote="")
    nothing = replace(SAID, question=" \n", understood=Understood(" "))

    assert quotation(gone).startswith("This article was withdrawn from the archive.")
    assert heading(turn(nothing)) == "?"
