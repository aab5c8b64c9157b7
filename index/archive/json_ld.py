"""What a page says about its article in JSON-LD, in the words of schema.org."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ARTICLES = re.compile(
    r"(?:^|/)(?:\w*NewsArticle|Article|BlogPosting|LiveBlogPosting|ReportageNewsArticle"
    r"|OpinionNewsArticle|AnalysisNewsArticle|Report)$"
)
_MOST_OBJECTS = 2000


def news_article(scripts: Iterable[str]) -> dict[str, Any]:
    """The first article among the JSON-LD blocks of a page; empty where there is none."""
    for script in scripts:
        try:
            value = json.loads(_bare(script), strict=False)
        except (ValueError, RecursionError):
            continue
        for found in _objects(value):
            if _is_article(found):
                return found
    return {}


def name_of(value: Any) -> str:
    """The name of a person or an organisation, or the names of several."""
    values = value if isinstance(value, list) else [value]
    names = [found.get("name") if isinstance(found, dict) else found for found in values[:20]]
    return ", ".join(name.strip() for name in names if isinstance(name, str) and name.strip())


def string(value: Any) -> str:
    """A text, or the first of several, or an object's address."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url") or value.get("name")
    return value.strip() if isinstance(value, str) else ""


def _bare(script: str) -> str:
    """The JSON inside the comments and CDATA marks that some pages put around it."""
    return re.sub(
        r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*;?\s*$", "", script
    )


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a block, outer ones first."""
    waiting = [value]
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        found = waiting.pop(0)
        if isinstance(found, list):
            waiting.extend(found)
        elif isinstance(found, dict):
            yield found
            inner = (found.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage"))
            waiting.extend(item for item in inner if isinstance(item, list | dict))


def _is_article(found: dict[str, Any]) -> bool:
    kinds = found.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLES.search(kind) for kind in kinds)
