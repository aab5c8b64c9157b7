"""What makes two records the same article, and what makes them differ."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from index.digests import digest, folded
from index.text import lexicon
from index.text.tokens import words

if TYPE_CHECKING:
    from index.models import Article

_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
_COMMON = 0.5
"""Of 609 news articles, pairs of one outlet share .17 of the shorter one's words in the middle
and .52 in one of a thousand; copies with sixteen kinds of edits .93 at least, and a flash of 60
words whose story was written over a third anew .57. (Words over all words of both, .3, would
tell every flash from its story.)"""


def identity(article: Article, *, origin: str, alone: bool) -> str:
    """Digest of what the article is known by: its id, its URL, or outlet, title and day.

    An id is unique within its outlet, or within the file it stands in where no outlet is named.
    ``alone`` says that the file holds just this article: then the file is its identity. A record
    with none of these is known by its title and text, so that two "Morning briefings" without a
    date are two articles and none replaces the other.
    """
    if article.external_id:
        return digest("id", article.source or f"file {origin}", article.external_id)
    if article.url:
        return digest("url", canonical_url(article.url))
    if alone:
        return digest("file", origin)
    title = folded(article.title).casefold()
    if article.published is not None:
        day = article.published.date().isoformat()
        return digest("day", (article.source or "").casefold(), title, day)
    return digest("text", (article.source or "").casefold(), title, folded(article.text))


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
    if folded(one.title).casefold() == folded(other.title).casefold():
        return True
    if one.url and other.url and canonical_url(one.url) == canonical_url(other.url):
        return True
    return shares_words(one, other)


def shares_words(one: Article, other: Article) -> bool:
    """Whether the shorter text has at least half of its words in common with the longer."""
    mine, theirs = (set(words(each.text)) - lexicon.words("stop") for each in (one, other))
    return len(mine & theirs) >= _COMMON * min(len(mine), len(theirs)) > 0


def address(article: Article) -> str | None:
    """Digest of where the article can be read, if it names a page."""
    if not article.url:
        return None
    url = canonical_url(article.url)
    return digest("url", url) if urlsplit(url).path else None


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
