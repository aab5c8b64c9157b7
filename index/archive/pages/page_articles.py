"""How many articles a page has: one, several of which one is read, or only lines that lead on."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from index.archive.metadata.headlines import text_of, words_of
from index.archive.metadata.page_names import MetaElements, compact
from index.archive.pages.surroundings import furniture, names_surroundings
from index.archive.pages.text_blocks import HEADINGS, blocks_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.pages.text_blocks import Block

    Element = Any

_RANKS = ("h1", "h2", "h3")
_HOLDERS = frozenset(("article", "div", "li", "section", "td"))
_MOST_HEADINGS = 200
_LEAST_STORY = 120
"""Characters of what is an article and no line that leads to one; or paragraphs, two."""
_LEAST_TEASERS = 4
_LONG_PARAGRAPH, _PARAGRAPHS = 150, 4
"""Letters of a paragraph that is no teaser, and how many of them make an article."""
_LEAST_OWN = 60
"""Letters of running text that make an article of a page of teasers."""
_LEAST_TITLE = 8
_HOME = re.compile(r"(?:(?:https?:)?//[^/]+)?/?(?:index\.\w+)?", re.IGNORECASE)
_FIGURES = re.compile(r"\d+")
_CLOCK = re.compile(r"\W*\d{1,2}[:.h]\d\d\b")


class _Story(NamedTuple):
    """A heading, and the largest element around it that holds no other of its rank."""

    heading: Element
    element: Element


def keep_one_article(tree: Element) -> str:
    """Leave of several articles the one that the page is named after, or the first; its headline.

    Parts under one headline and the posts of a live blog are one article: then nothing is changed
    and the headline is empty.
    """
    titles, outlets = _titles(tree), set(map(compact, MetaElements(tree).all("outlets of pages")))
    for rank in _RANKS:
        headings = [one for one in _headings(tree, rank) if not _names_the_site(one, outlets)]
        stories = _stories(headings, titles)
        if stories:
            return _keep(stories, titles)
        if headings and (rank == "h1" or any(_is_named(one, titles) for one in headings)):
            return ""
    return ""


def is_front_page(tree: Element) -> bool:
    """Whether a page is little but headlines that lead to other pages, with a line each."""
    if _has_paragraphs(tree):
        return False
    before, teasers, own = None, 0, 0
    for block in blocks_in(tree):
        if _is_aside(block.element):
            continue
        if block.is_running and before is not None and _leads_on(before):
            teasers += 1
        elif block.is_running:
            own += len(block.key)
            if own >= _LEAST_OWN:
                return False
        before = block if block.is_running or block.is_linked else before
    return teasers >= _LEAST_TEASERS


def _has_paragraphs(tree: Element) -> bool:
    """Whether long paragraphs stand beside each other, as in an article: the usual page."""
    beside: Counter[Element] = Counter()
    for paragraph in tree.iter("p"):
        if sum(map(len, paragraph.itertext())) >= _LONG_PARAGRAPH:
            around = paragraph.getparent()
            beside[around] += 1
            if beside[around] == _PARAGRAPHS:
                return True
    return False


def _titles(tree: Element) -> list[str]:
    """What the head calls the page, compact."""
    said = [*MetaElements(tree).all("titles of pages"), *map(text_of, tree.iter("title"))]
    return [name for name in map(compact, said) if name]


def _headings(tree: Element, rank: str) -> list[Element]:
    found = (one for one in tree.iter(rank) if text_of(one) and not _is_aside(one))
    return [one for one, _ in zip(found, range(_MOST_HEADINGS), strict=False)]


def _is_aside(element: Element) -> bool:
    """Whether it stands in what is no part of an article."""
    return any(
        above.tag in furniture("elements") or names_surroundings(above)
        for above in (element, *element.iterancestors())
        if above.tag not in ("html", "body")
    )


def _names_the_site(heading: Element, outlets: set[str]) -> bool:
    """Whether a heading of the first rank is the name of the outlet, or a link home."""
    if heading.tag != "h1":
        return False
    links = (*heading.iter("a"), *heading.iterancestors("a"))
    home = any(_HOME.fullmatch(link.get("href") or "") for link in links)
    return home or compact(text_of(heading)) in outlets


def _stories(headings: list[Element], titles: list[str]) -> list[_Story]:
    """The articles that these headings begin; none where they are parts of one."""
    inside = Counter(above for heading in headings for above in heading.iterancestors())
    stories = []
    for place, heading in enumerate(headings):
        element = heading
        while element.getparent() is not None and inside[element.getparent()] == 1:
            element = element.getparent()
        if element.tag in _HOLDERS and _is_whole(element) and not _is_part(element, heading):
            stories.append(_Story(heading, element))
        elif element is heading and (
            _is_named(heading, titles) or (place == 0 and heading.tag == "h1")
        ):
            return []
    alike = Counter(story.element.tag for story in stories)
    stories = [story for story in stories if alike[story.element.tag] > 1]
    return [] if _are_posts(stories) else stories


def _are_posts(stories: list[_Story]) -> bool:
    """Whether the headings are those of a live blog: times, or "Update 3" and "Update 2"."""
    names = [text_of(story.heading) for story in stories]
    timed = sum(1 for name in names if _CLOCK.match(name))
    return 2 * timed > len(names) or len({_FIGURES.sub("", name) for name in names}) == 1


def _is_whole(element: Element) -> bool:
    """Whether an element holds text enough for an article."""
    texts = [block for block in blocks_in(element) if block.is_running]
    return len(texts) > 1 or sum(len(block.text) for block in texts) >= _LEAST_STORY


def _is_part(element: Element, heading: Element) -> bool:
    """Whether an element calls itself a part of an article."""
    words = set(words_of(element))
    is_section = element.tag == "section" and heading.tag != "h1" and not words
    return is_section or bool(words & furniture("parts"))


def _is_named(heading: Element, titles: list[str]) -> bool:
    """Whether the page is named after a heading."""
    name = compact(text_of(heading))
    return name in titles or (
        len(name) >= _LEAST_TITLE and any(title.startswith(name) for title in titles)
    )


def _keep(stories: list[_Story], titles: list[str]) -> str:
    named = (story for story in stories if _is_named(story.heading, titles))
    kept = next(named, stories[0])
    for story in stories:
        if story is not kept:
            story.element.drop_tree()
    for link in [*kept.heading.iter("a"), *kept.heading.iterancestors("a")]:
        link.attrib.pop("href", None)  # it leads to this article, not to another
    kept.heading.tag = "h1"
    return text_of(kept.heading)


def _leads_on(block: Block) -> bool:
    """Whether a block is a headline that is a link to another page."""
    if not block.is_linked or block.is_sentence:
        return False
    return any(_is_elsewhere(link) for link in _links(block.element))


def _links(element: Element) -> Iterator[Element]:
    yield from element.iter("a")
    if element.tag in HEADINGS:
        yield from element.iterancestors("a")


def _is_elsewhere(link: Element) -> bool:
    return (link.get("href") or "#")[0] != "#"
