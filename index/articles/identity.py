"""What makes two records the same article, and what makes them differ."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from index.digests import digest, folded
from index.text import lexicon
from index.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.models import Article

_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
_COMMON = 0.5
"""Of 609 news articles, pairs of one outlet share .17 of the shorter one's words in the middle
and .52 in one of a thousand; copies with sixteen kinds of edits .93 at least, and a flash of 60
words whose story was written over a third anew .57. (Words over all words of both, .3, would
tell every flash from its story.)"""
_SHORT, _COMMON_OF_SHORT = 20, 0.8
"""Two lines of an exchange's day share half of their words and are two articles; so are its reports
of two days under two titles."""
_COMMON_UNDER_ONE_TITLE = 0.25
"""A column has its title every day and shares less: .17 in the middle, as above."""
_FEW = 5
"""Words of a text that is too short to tell anything against its title."""


def identities(article: Article, *, origin: str, alone: bool) -> Iterator[str]:
    """Digests of what the article is known by: id, page, file, day, text; the surest first.

    An id is unique within its outlet, or within the file it stands in where no outlet is named.
    ``alone`` says that the file holds just this article: then the file is its identity. A record
    with none of these is known by its title and text, so that two "Morning briefings" without a
    date are two articles and none replaces the other.
    """
    if article.external_id:
        yield digest("id", article.source or f"file {origin}", article.external_id)
    if page := address(article):
        yield page
    if alone:
        yield digest("file", origin)
    source, title = (article.source or "").casefold(), folded(article.title).casefold()
    if article.published is not None:
        yield digest("day", source, title, article.published.date().isoformat())
    yield digest("text", source, title, folded(article.text))


def identity(article: Article, *, origin: str, alone: bool) -> str:
    """Digest of what the article is known by first of all."""
    return next(identities(article, origin=origin, alone=alone))


def record_digest(article: Article) -> str:
    """Digest of every field: equal where nothing about the record has changed."""
    published = article.published.isoformat() if article.published else ""
    return digest(
        article.title,
        article.text,
        *(
            value or ""
            for value in (
                article.source,
                published,
                article.precision,
                article.url,
                article.author,
                article.language,
                article.section,
                "" if article.dated_by == "record" else article.dated_by,
            )
        ),
    )


def resembles(one: Article, other: Article) -> bool:
    """Whether two records with the same id are versions of one article, not two articles.

    They are where title or address is the same, or where the shorter text has at least half of
    its words, stop words left out, in common with the longer.
    """
    if _same_title(one, other) or _same_page(one, other):
        return True
    return shares_words(one, other)


def is_edition(one: Article, other: Article) -> bool:
    """Whether two records of one file that go by one name are versions of one article.

    The name is then no proof: an outlet may give all its articles one id or address, and a column
    of the weather has its title, and its page, every day. So the words decide: half of them, or
    some where id or address and title are the same and neither day nor page tells another article.
    """
    other_day = _other_day(one, other)
    certain = one.external_id and _same_page(one, other) and not other_day
    if folded(one.text) == folded(other.text):
        return True
    if other_day and not _same_title(one, other):
        return common_words(one, other) >= _COMMON_OF_SHORT
    if shares_words(one, other, short=0 if certain else _SHORT):
        return True
    if not (one.external_id or address(one)) or not _same_title(one, other):
        return False
    if other_day or _other_page(one, other):
        return False
    least = min(len(_words(one.text)), len(_words(other.text)))
    return least < _FEW or common_words(one, other) >= _COMMON_UNDER_ONE_TITLE


def shares_words(one: Article, other: Article, *, short: int = 0) -> bool:
    """Whether the shorter text has at least half of its words in common with the longer.

    Of one of less than ``short`` words it takes four of five: it has half of them by chance.
    """
    least = min(len(_words(one.text)), len(_words(other.text)))
    return common_words(one, other) >= (_COMMON if least >= short else _COMMON_OF_SHORT)


def common_words(one: Article, other: Article) -> float:
    """The share of the shorter text's words, stop words left out, that the longer has too."""
    mine, theirs = _words(one.text), _words(other.text)
    least = min(len(mine), len(theirs))
    return len(mine & theirs) / least if least else 0.0


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    return frozenset(words(text)) - lexicon.words("stop")


def _same_title(one: Article, other: Article) -> bool:
    return folded(one.title).casefold() == folded(other.title).casefold()


def _same_page(one: Article, other: Article) -> bool:
    page = address(one)
    return page is not None and page == address(other)


def _other_page(one: Article, other: Article) -> bool:
    pages = {address(one), address(other)} - {None}
    return len(pages) > 1


def _other_day(one: Article, other: Article) -> bool:
    if one.published is None or other.published is None:
        return False
    return one.published.date() != other.published.date()


def address(article: Article) -> str | None:
    """Digest of where the article can be read, if it names a page of a host.

    The front page of an outlet identifies nothing, nor does "n/a".
    """
    if not article.url:
        return None
    url = canonical_url(article.url)
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host, _, path = parts.path.partition("/")
    if parts.netloc:
        host, path = parts.netloc, parts.path
    elif "." not in host:
        return None
    return digest("url", url) if path or parts.query else None


def canonical_url(url: str) -> str:
    """``url`` without fragment, tracking parameters and trailing slash, host in lower case."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    kept = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not pair[0].lower().startswith(_TRACKING)
    ]
    path = parts.path.rstrip("/")
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, urlencode(kept), ""))
