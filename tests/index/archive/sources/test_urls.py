"""What of a URL may be seen."""

from __future__ import annotations

import pytest

from index.archive.sources.urls import as_link, is_url, without_secrets


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("https://news.example/feed.xml", "https://news.example/feed.xml"),
        ("https://news.example/feed?token=tide", "https://news.example/feed?…"),
        ("https://news.example/feed#top", "https://news.example/feed?…"),
        ("https://ann:pass@news.example:8443/feed", "https://news.example:8443/feed"),
        ("https://ann:p?ss#x@news.example/", "https://news.example/"),
        ("https://[::1", "https://[::1"),
    ],
)
def test_a_url_is_shown_without_name_password_and_query(url: str, seen: str) -> None:
    """Where it cannot be understood too."""
    assert without_secrets(url) == seen


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/?id=7&lang=en", "https://a.example/?id=7&lang=en"),
        ("https://a.example/n?id=7&access_token=x", "https://a.example/n?id=7"),
        ("https://a.example/n?X-Amz-Signature=x&KEY=y", "https://a.example/n"),
        ("https://a.example/n?keyword=eels&monkey=1", "https://a.example/n?keyword=eels&monkey=1"),
    ],
)
def test_a_link_keeps_what_names_the_article(url: str, link: str) -> None:
    """And loses what lets somebody in."""
    assert as_link(url) == link


def test_a_url_is_told_from_a_path() -> None:
    """By what follows the scheme."""
    assert [is_url(each) for each in ("https://a.example", "ftp://a", "a/b.xml", "c:b")] == [
        True,
        True,
        False,
        False,
    ]
