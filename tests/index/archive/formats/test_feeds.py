"""Links of feeds, which may be relative."""

from __future__ import annotations

import pytest

from tests.index.archive.support import article

ENTRY = "<description>The first ferry of the season left the quay on time.</description>"
FEED = "https://feeds.example/times/rss.xml"


def link(link: str, *, channel: str = "", base: str = "", url: str | None = None) -> str | None:
    """The address of the one entry of an RSS feed."""
    feed = (
        f'<?xml version="1.0"?><rss version="2.0"{base}><channel><title>Times</title>{channel}'
        f"<item><title>Ferry</title><link>{link}</link>{ENTRY}</item></channel></rss>"
    )
    return article(feed, "rss.xml", url=url).url


CHANNEL = "<link>https://times.example/news/</link>"
BASE = ' xml:base="https://base.example/x/"'


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("/2024/ferry", "https://times.example/2024/ferry"),
        ("ferry.html", "https://times.example/news/ferry.html"),
        ("?p=3", "https://times.example/news/?p=3"),
        ("//cdn.example/ferry", "https://cdn.example/ferry"),
        ("https://other.example/ferry", "https://other.example/ferry"),
    ],
)
def test_a_relative_link_goes_on_from_the_channels(written: str, expected: str) -> None:
    """As a browser would resolve it on the outlet's page."""
    assert link(written, channel=CHANNEL) == expected


def test_a_base_of_the_xml_goes_first() -> None:
    """It says what links are relative to."""
    assert link("ferry.html", channel=CHANNEL, base=BASE) == "https://base.example/x/ferry.html"


def test_without_a_channel_the_address_of_the_feed_is_the_base() -> None:
    """The one it was fetched from, or that it states."""
    own = (
        '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self"'
        ' href="https://times.example/rss.xml"/>'
    )

    assert link("ferry", url=FEED) == "https://feeds.example/times/ferry"
    assert link("ferry", channel="<link>/news/</link>", url=FEED) == (
        "https://feeds.example/news/ferry"
    )
    assert link("/ferry", channel=own) == "https://times.example/ferry"


def test_a_link_that_stays_relative_is_no_address() -> None:
    """It would be the same in every feed."""
    assert link("/ferry") is None
