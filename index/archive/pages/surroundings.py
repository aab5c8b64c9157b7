"""What stands on a page around its article: menus, notices, comments, other articles."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.archive.pages.page_notices import is_prompt
from index.archive.pages.text_blocks import letters_of
from index.archive.styles.running_text import ARTICLES, RunningText

if TYPE_CHECKING:
    Element = Any

_NAMES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LEAST_LEFT = 80
_LEAST_STORY = 150
"""Characters of running text of what may be an article."""
_LONGEST_OFFER = 400
"""Characters of a wall before an article; what is longer is the article behind it."""
_LEAST_HEADLINE = 12
_MOST_HEADLINES = 200


@cache
def furniture(meaning: str) -> frozenset[str]:
    """A list of ``furniture.toml``."""
    tables = tomllib.loads(Path(__file__).with_name("furniture.toml").read_text(encoding="utf-8"))
    return frozenset(tables[meaning].split())


def drop_surroundings(tree: Element, title: str) -> None:
    """Take out of a page what is not its article, as far as names and headlines tell."""
    headline = headline_of(tree, title)
    _drop_named(tree, headline)
    _drop_other_articles(tree, headline)


def headline_of(tree: Element, title: str) -> Element | None:
    """The heading that is the page's title, or the first of the first rank; None without one."""
    wanted = letters_of(title)
    found = None
    for heading in tree.iter("h1", "h2"):
        text = letters_of("".join(heading.itertext()))
        if (
            wanted
            and text
            and (text == wanted or (len(text) > _LEAST_HEADLINE and wanted.startswith(text)))
        ):
            return heading
        if found is None and heading.tag == "h1" and text:
            found = heading
    return found


def _drop_named(tree: Element, headline: Element | None) -> None:
    kept = set() if headline is None else {headline, *headline.iterancestors()}
    always: list[Element] = []
    strangers: list[Element] = []
    others: list[Element] = []
    for element in tree.iter():
        if element in kept or not isinstance(element.tag, str) or element.tag in ("html", "body"):
            continue
        meaning = _meaning_of(element)
        if meaning:
            {"always": always, "stranger": strangers, "other": others}[meaning].append(element)
    text = RunningText(tree, {*strangers, *others})
    left = text.all
    for element in always:
        _remove(element)
    for element in strangers:
        inside = text.inside[element][0]
        if left - inside >= max(_LEAST_LEFT, inside // 5):
            left -= inside
            _remove(element)
    for element in others:
        inside = text.inside[element][0]
        if 2 * inside <= left or (inside <= _LONGEST_OFFER and _is_offer(element)):
            _remove(element)


def _is_offer(element: Element) -> bool:
    """Whether what an element first says is that the reader should subscribe or the like."""
    first = (" ".join(text.split()) for text in element.itertext() if text.strip())
    return is_prompt(next(first, ""))


def _meaning_of(element: Element) -> str:
    if element.tag in furniture("elements"):
        return "always"
    if element.tag == "header":
        inside = any(above.tag in ARTICLES for above in element.iterancestors())
        return "" if inside else "always"
    if element.get("role", "").lower() in furniture("roles"):
        return "stranger"
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return _meaning(names) if len(names) > 1 else ""


def names_surroundings(element: Element) -> bool:
    """Whether an element says by its class, its id or its role that it is around an article."""
    return element.get("role", "").lower() in furniture("roles") or bool(
        _meaning(f"{element.get('class', '')} {element.get('id', '')}")
    )


@lru_cache(maxsize=4096)
def _meaning(names: str) -> str:
    subjects = tuple(furniture("subjects"))
    words: set[str] = set()
    for name in names.split():
        if not name.startswith(subjects):
            words.update(word.lower() for word in _NAMES.findall(name))
            words.add(re.sub(r"[-_]", "", name).lower())
    if words & furniture("mottos"):
        return "always"
    if words & furniture("strangers"):
        return "stranger"
    return "other" if words & furniture("surroundings") else ""


def _drop_other_articles(tree: Element, headline: Element | None) -> None:
    """Leave of several articles the one with the headline; posts under one headline are one."""
    articles = list(tree.iter("article"))[:_MOST_HEADLINES]
    titles = list(tree.iter("h1"))[:_MOST_HEADLINES]
    if not articles[1:] and not titles[1:]:
        return
    kept = set() if headline is None else {headline, *headline.iterancestors()}
    home = next((article for article in articles if article in kept), None)
    stories = [_story(one, kept) for one in titles if one is not headline] if kept else []
    others = [story for story in stories if story is not None]
    others.extend(
        article
        for article in articles
        if article not in kept and home not in article.iterancestors() and _is_other(article, home)
    )
    others.extend(article for article in articles if article not in kept and _is_linked(article))
    text = RunningText(tree, {*others, *([] if home is None else [home])})
    if home is not None and text.inside[home][0] < _LEAST_STORY:
        others = [one for one in others if _is_linked(one)]
    left = text.all
    for other in dict.fromkeys(others):
        inside = text.inside[other][0]
        if home is not None or left - inside >= _LEAST_STORY:
            left -= inside
            _remove(other)


def _story(title: Element, kept: set[Element]) -> Element | None:
    """The largest element around a title that does not hold the headline, too."""
    if any(above.tag == "article" and above in kept for above in title.iterancestors()):
        return None
    story = title
    while story.getparent() is not None and story.getparent() not in kept:
        story = story.getparent()
    return story if story is not title and story.getparent() is not None else None


def _is_other(article: Element, home: Element | None) -> bool:
    """Whether an article beside the page's own is another one, with a headline of its own."""
    return home is not None and next(article.iter("h1", "h2", "h3"), None) is not None


def _is_linked(element: Element) -> bool:
    """Whether its heading leads to another page, so that it only tells what stands there."""
    heading = next(element.iter("h1", "h2", "h3", "h4"), None)
    if heading is None:
        return False
    links = (*heading.iter("a"), *(one for one in heading.iterancestors("a")))
    return any(link.get("href", "#")[:1] not in ("#", "") for link in links)


def _remove(element: Element) -> None:
    """Take out an element that has not gone with another, and keep the text behind it."""
    if element.getparent() is not None:
        element.drop_tree()
