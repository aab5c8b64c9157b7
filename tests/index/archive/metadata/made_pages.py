"""Pages with one article, made by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.index.archive.support import article

if TYPE_CHECKING:
    from index.models import Article

TITLE = "North quay to close until June"
BODY = (
    "<p>The harbour council voted on Tuesday to close the north quay until June. Repairs will "
    "cost four million crowns, the mayor said, and the state pays half of it.</p>"
    "<p>The quay has been in use since 1911 and is the oldest of the town. It was last repaired "
    "after the storm of 1953, when forty boats were lost in one night.</p>"
)


def page(
    *,
    head: str = "",
    mark: str = "",
    before: str = "",
    after: str = "",
    language: str = "en",
    title: str = TITLE,
    url: str | None = None,
) -> Article:
    """The article read from a page: ``mark`` stands below the headline."""
    html = (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{title}</title>{head}</head><body>{before}<article><h1>{TITLE}</h1>{mark}{BODY}"
        f"</article>{after}</body></html>"
    )
    return article(html, "page.html", url=url)


def linked(*objects: dict[str, Any]) -> str:
    """A block of JSON-LD for each object."""
    return "".join(
        f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in objects
    )


def stated(article: Article) -> str | None:
    """The date of an article: a day, or a moment with its offset."""
    if article.published is None or article.dated_by != "record":
        return None
    if article.precision == "day":
        return article.published.date().isoformat()
    return article.published.isoformat()
