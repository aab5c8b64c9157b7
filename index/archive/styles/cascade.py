"""What a page's style sheets and ``style`` attributes tell its elements; the last word wins.

cssselect2 matches the selectors. First those elements are found that anything might hide, then
what else is told them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from index.archive.styles.declarations import Declared, animations_of, might_hide, style_of, unseen
from index.archive.styles.stylesheets import keyframes, sheets_of, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.archive.styles.stylesheets import Statement

    Element = Any
    Weight = tuple[bool, bool, bool, tuple[int, ...], int]

_NAME = re.compile(r"[\w-]+")
_PLAIN_NAME = re.compile(r"[.#]([\w-]+)")
_NAMED = re.compile(r"[.#]((?:[\w-]|\\.)+)")
_BRACKETS = re.compile(r"\[[^\]]*+\]|\(.*\)", re.DOTALL)
_SQUARE = re.compile(r"~(?!=)|:has\(|of-type|:lang|:contains", re.IGNORECASE)
"""Selectors whose cost grows with the square of the page."""
_KIN = re.compile(r"~(?!=)|:has\(|of-type", re.IGNORECASE)
"""Those of them that ask each element's neighbours or what is in it."""
_NAMELESS = re.compile(r"(?:^|[\s>+~,(])[:\[]")
_MOST_KIN = 2_000_000
"""Neighbours asked in one page; more takes seconds."""
_MOST_SELECTOR = 400
_MOST_BRACKETS = 6
_MOST_SELECTORS = 2000
_MOST_TESTS = 300_000
"""Comparisons of a selector with an element in one page; more takes seconds."""


@dataclass
class Told:
    """What an element is told, and by which rule: a selector, or the attribute itself."""

    declared: Declared = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    weights: dict[str, Weight] = field(default_factory=dict)

    def add(self, declared: Declared, rule: str, weight: tuple[bool, tuple[int, ...], int]) -> None:
        """Take over what weighs more than what was told before.

        Args:
            declared: The declarations of one rule.
            rule: Its name.
            weight: Whether it stands in no layer; specificity; place.
        """
        for name, (value, important) in declared.items():
            whole = (important, rule.startswith("style="), *weight)
            if name not in self.weights or whole >= self.weights[name]:
                self.declared[name] = value, important
                self.rules[name], self.weights[name] = rule, whole

    def reveal(self, moving: frozenset[str] | None) -> None:
        """Forget what an animation, one of ``moving`` or of unknown ones, is there to take back."""
        named = animations_of(self.declared) - {"none"}
        if named if moving is None else named & moving:
            self.declared.pop("opacity", None)
            self.declared.pop("transform", None)


def told_elements(tree: Element) -> dict[Element, Told]:
    """The elements of a page that anything might hide, with all that is told them."""
    rules = statements(sheets_of(tree))
    styled = [one for one in tree.xpath("//*[@style]") if might_hide(one.get("style"))]
    moving = keyframes(tree)
    if not rules:
        return _settled({}, styled, moving)
    page = _Page(tree)
    able = (rule for rule in rules if page.may_mean(rule.selector) and might_hide(rule.block))
    hiding = page.matched([rule for rule in able if rule.hides], tree.iter())
    if not hiding:
        return _settled({}, styled, moving)
    meant = dict.fromkeys([*hiding, *styled])
    for element, found in hiding.items():
        if any(unseen(rule.told, frozenset()) for _, _, rule in found):
            meant.update(dict.fromkeys(element.iterdescendants()))
    return _settled(page.matched(_related(rules, hiding, meant, page), meant), meant, moving)


def _settled(
    matched: dict[Element, list[tuple[tuple[int, ...], int, Statement]]],
    meant: Iterable[Element],
    moving: frozenset[str] | None,
) -> dict[Element, Told]:
    found: dict[Element, Told] = {}
    for element in meant:
        told = Told()
        for specificity, order, rule in matched.get(element, ()):
            told.add(rule.told, rule.selector, (not rule.layered, specificity, order))
        style = element.get("style", "")
        told.add(style_of(style), f"style={style}", (True, (), 0))
        if told.declared:
            found[element] = told
            told.reveal(moving)
    return found


def _related(
    rules: list[Statement],
    hiding: dict[Element, list[tuple[tuple[int, ...], int, Statement]]],
    meant: Iterable[Element],
    page: _Page,
) -> list[Statement]:
    """The rules that tell these elements something about the properties that might hide them."""
    certain = {id(rule) for found in hiding.values() for _, _, rule in found}
    properties = {"display", "animation", "inset", "overflow"} | {
        name for found in hiding.values() for _, _, rule in found for name in rule.told
    }
    names = {"is", "where"}
    for element in meant:
        if isinstance(element.tag, str):
            stated = f"{element.tag} {element.get('class', '')} {element.get('id', '')}"
            names.update(_NAME.findall(stated))
    stems = {"font", "background", "overflow", "inset", "margin"}
    stems = {
        name.partition("-")[0] if name.startswith(tuple(stems)) else name for name in properties
    }
    about = re.compile("|".join(map(re.escape, sorted(stems))) + r"|\\", re.IGNORECASE)
    return [
        rule
        for rule in rules
        if id(rule) in certain
        or (
            about.search(rule.block)
            and (
                "*" in rule.selector
                or _NAMELESS.search(rule.selector)
                or not names.isdisjoint(_NAME.findall(rule.selector))
            )
            and page.may_mean(rule.selector)
        )
    ]


class _Page:
    """The elements of a page as cssselect2 looks at them, wrapped when first asked for."""

    def __init__(self, tree: Element) -> None:
        self._wrapped: dict[Element, Any] = {}
        self._left = _MOST_TESTS
        self._selectors, self._kin = _MOST_SELECTORS, _MOST_KIN
        self._root = tree.getroottree().getroot()
        self._names = {name for names in tree.xpath("//@class | //@id") for name in names.split()}

    def matched(
        self, rules: list[Statement], elements: Iterable[Element]
    ) -> dict[Element, list[tuple[tuple[int, ...], int, Statement]]]:
        """For each of ``elements`` that any rule means, the rules with specificity and place."""
        from cssselect2 import Matcher  # noqa: PLC0415 - only pages with sheets need it

        matcher = Matcher()
        for rule in rules:
            for selector in self._compiled(rule.selector):
                matcher.add_selector(selector, rule)
        found: dict[Element, list[tuple[tuple[int, ...], int, Statement]]] = {}
        if not matcher.order:
            return found
        for element in elements:
            if (
                self._left > 0
                and isinstance(element.tag, str)
                and self._may_match(matcher, element)
            ):
                hits = [hit for hit in matcher.match(self._wrap(element)) if hit[2] is None]
                if hits:
                    found[element] = [(hit[0], hit[1], hit[3]) for hit in hits]
        return found

    def _may_match(self, matcher: Any, element: Element) -> bool:
        """Whether a selector ends in a name of the element; counts what asking them costs."""
        known: list[Any] = [matcher.other_selectors]
        known.append(matcher.lower_local_name_selectors.get(element.tag, ()))
        known.append(matcher.id_selectors.get(element.get("id"), ()))
        classes = element.get("class", "").split()
        known.extend(matcher.class_selectors.get(name, ()) for name in classes)
        tests = sum(map(len, known))
        self._left -= tests
        return tests > 0

    def may_mean(self, selectors: str) -> bool:
        """Whether the page has all the classes and ids that one of the selectors names."""
        return any(map(self._has_names, _parted(selectors)))

    def _has_names(self, selector: str) -> bool:
        if len(selector) > _MOST_SELECTOR:
            return False
        if "(" in selector or "[" in selector:
            selector = _BRACKETS.sub("", selector)
        if "\\" not in selector:
            return self._names.issuperset(_PLAIN_NAME.findall(selector))
        return self._names.issuperset(_unescaped(name) for name in _NAMED.findall(selector))

    def _compiled(self, selectors: str) -> Iterator[Any]:
        """The selectors of a list that this page can match, without those that cost too much."""
        from cssselect2 import SelectorError, compile_selector_list  # noqa: PLC0415 - see above

        for selector in _parted(selectors):
            if self._selectors <= 0:
                return
            if (
                self._has_names(selector)
                and selector.count("(") <= _MOST_BRACKETS
                and self._affords(selector)
            ):
                self._selectors -= 1
                try:
                    yield from compile_selector_list(selector)
                except (SelectorError, ValueError, SyntaxError, RecursionError):
                    continue  # a selector of another time: browsers leave it out, too

    def _affords(self, selector: str) -> bool:
        """Whether asking neighbours for a selector is cheap enough; counts what it costs."""
        asked = _SQUARE.findall(selector)
        if not asked:
            return True
        if len(asked) > 1 or not _KIN.search(selector):
            return False
        self._kin -= self._neighbours
        return self._kin >= 0

    @cached_property
    def _neighbours(self) -> int:
        """How many elements stand before others, or in others, pair by pair."""
        pairs, above = 0, {self._root: 0}
        for element in self._root.iterdescendants():
            above[element] = above[element.getparent()] + 1
            pairs += above[element] + len(element) ** 2
        return pairs + len(self._root) ** 2

    def _wrap(self, element: Element) -> Any:
        """The element with all its siblings; a tree of lxml is at most 255 deep."""
        from cssselect2 import ElementWrapper  # noqa: PLC0415 - see above

        if element not in self._wrapped:
            if element is self._root:
                self._wrapped[element] = ElementWrapper.from_html_root(element)
            else:
                for child in self._wrap(element.getparent()).iter_children():
                    self._wrapped[child.etree_element] = child
        return self._wrapped[element]


def _parted(selectors: str) -> Iterator[str]:
    """The selectors of a list, parted at commas that stand in no brackets."""
    if "(" not in selectors and "[" not in selectors and "\\" not in selectors:
        yield from map(str.strip, selectors.split(","))
        return
    depth, began = 0, 0
    for mark in re.finditer(r"\\.|[(\[)\],]", selectors):
        if mark[0] in "([":
            depth += 1
        elif mark[0] in ")]":
            depth -= 1
        elif mark[0] == "," and depth <= 0:
            yield selectors[began : mark.start()].strip()
            began = mark.end()
    yield selectors[began:].strip()


def _unescaped(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name)
