"""What a page holds but does not show: the main road for words smuggled to a language model.

A page is believed that it hides something, but not that it hides itself: many show their text
only when a script has run.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from index.archive.record.known_names import known_names, names_of
from index.archive.styles.cascade import told_elements
from index.archive.styles.declarations import hiding_property, might_hide, style_of, unseen
from index.archive.styles.running_text import ARTICLES, RunningText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.archive.styles.cascade import Told

    Element = Any

_STATING = frozenset(("head", "title", "meta", "link"))
"""What a page says about itself, and shows elsewhere."""
_WHOLE = frozenset(("html", "body"))
_REVEALED = frozenset(("opacity", "visibility", "transform"))
"""What scripts take back when the page is there."""
_LEAST_ARTICLE = 200


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether an element with these attributes is not shown."""
    return bool(_stated(attributes)) or hides(attributes.get("style", ""))


def hides(style: str) -> bool:
    """Whether declarations of CSS make an element, or its text, invisible."""
    if not style or not might_hide(style):
        return False
    told = style_of(style)
    return bool(hiding_property(told) or unseen(told, frozenset()))


def _stated(attributes: Mapping[str, str]) -> str:
    """The attribute that hides an element, other than by CSS; empty where none does."""
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return "hidden"
    if attributes.get("aria-hidden", "").strip().lower() == "true":
        return "aria-hidden"
    classes = attributes.get("class", "")
    if classes and not known_names("hiding classes").isdisjoint(classes.lower().split()):
        return "" if _showing_class().search(classes) else f"class={classes}"
    return ""


@cache
def _showing_class() -> re.Pattern[str]:
    return re.compile("|".join(names_of("showing classes")), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Hidden:
    """An element that something hides."""

    element: Element
    by: str
    """The rule that hides it."""
    name: str
    """The property or attribute that does."""
    text_only: bool
    """Whether elements in it may show themselves again."""


def drop_hidden(tree: Element, *, is_page: bool = False) -> None:
    """Take out of a tree of lxml what is not shown and what is no text.

    A whole page is not believed that it hides its article; a part of one is.
    """
    told = told_elements(tree)
    hidden = _hidden_elements(tree, told)
    unread = known_names("unread elements") - _STATING
    for element in list(tree.iter()):
        if element.getparent() is None:
            continue
        if not isinstance(element.tag, str) or element.tag in unread:
            take_out(element)
    believed = _believed(tree, hidden) if is_page else hidden
    gone = {one.element for one in believed}
    for element in {one.element for one in hidden}.union(told) - gone:
        _show(element)
    for one in believed:
        if one.text_only:
            _drop_text(one.element)
        elif one.element.getparent() is not None:
            take_out(one.element)


def _show(element: Element) -> None:
    """Take from an element that is shown what those who look at names alone take for hidden."""
    for name in ("hidden", "aria-hidden", "style"):
        element.attrib.pop(name, None)
    classes = element.get("class", "")
    if "hid" in classes.lower():
        element.set("class", " ".join(one for one in classes.split() if "hid" not in one.lower()))


def _hidden_elements(tree: Element, told: dict[Element, Told]) -> list[_Hidden]:
    """All that is hidden, those in hidden ones too: it may be that only the outer is believed."""
    found: list[_Hidden] = []
    inherited: dict[Element, tuple[frozenset[str], str]] = {}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        one = told.get(element)
        if name := _stated(element.attrib):
            found.append(_Hidden(element, name, name, text_only=False))
        elif one and (name := hiding_property(one.declared)):
            found.append(_Hidden(element, one.rules[name], name, text_only=False))
        above, by = (
            inherited.get(element.getparent(), (frozenset(), ""))
            if inherited
            else (frozenset(), "")
        )
        names = unseen(one.declared, above) if one else above
        if names:
            fresh = sorted(names - above)
            by = one.rules.get(fresh[0], by) if one and fresh else by
            inherited[element] = names, by
            found.append(_Hidden(element, by, fresh[0] if fresh else min(names), text_only=True))
    return found


def _believed(tree: Element, hidden: list[_Hidden]) -> list[_Hidden]:
    """Those of ``hidden`` that leave the page its article."""
    if not hidden:
        return []
    text = RunningText(tree, {one.element for one in hidden})
    by_rule: Counter[str] = Counter()
    in_articles: Counter[str] = Counter()
    revealed = 0
    for one in _outermost(hidden):
        of_all, of_articles = _taken(one, text)
        by_rule[one.by] += of_all
        in_articles[one.by] += of_articles
        revealed += of_all if one.name in _REVEALED else 0
    scripted = 2 * revealed > text.all

    def is_believed(one: _Hidden) -> bool:
        """Whether it may hide: not the whole page, nor what leaves no article."""
        if one.name in _REVEALED and scripted:
            return False
        if one.element.tag in _WHOLE and not one.text_only:
            return False
        if one.element.tag in ARTICLES and text.in_articles - _taken(one, text)[1] < _LEAST_ARTICLE:
            return False
        taken = by_rule[one.by]
        return (
            2 * taken <= text.all
            or _leaves(text.all - taken, taken)
            or _leaves(text.in_articles - in_articles[one.by], in_articles[one.by])
        )

    return [one for one in hidden if is_believed(one)]


def _taken(one: _Hidden, text: RunningText) -> tuple[int, int]:
    """The running text that goes with an element: in all, and in articles."""
    return (text.own if one.text_only else text.inside)[one.element]


def _leaves(left: int, taken: int) -> bool:
    """Whether what is left may be the article, and what was taken something else."""
    return left >= _LEAST_ARTICLE and 3 * left >= taken


def _outermost(hidden: list[_Hidden]) -> list[_Hidden]:
    """Those that do not stand in another one of the same rule."""
    kept: dict[Element, str] = {}
    found = []
    for one in hidden:
        if not any(kept.get(above) == one.by for above in one.element.iterancestors()):
            found.append(one)
            if not one.text_only:
                kept[one.element] = one.by
    return found


def take_out(element: Element) -> None:
    """Remove an element and keep the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)


def _drop_text(element: Element) -> None:
    """Remove an element's own text and keep the elements in it."""
    element.text = None
    for child in element:
        child.tail = None
