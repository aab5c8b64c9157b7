"""What a page holds but does not show: the main road for words smuggled to a language model."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from index.archive.record.known_names import known_names, names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Element = Any

_ESCAPES = re.compile(r"/\*.*?\*/|\\(?=[^0-9a-f])", re.DOTALL | re.IGNORECASE)
_COLOR = re.compile(r"(?:^|;)\s*(background-color|background|color)\s*:\s*([^;!]+)", re.IGNORECASE)
_SIMPLE = re.compile(r"\s*[a-z0-9]*([.#])(-?[_a-z][\w-]*)\s*", re.IGNORECASE)
_MOST_STYLE = 128 * 1024
_MOST_DECLARED = 4000
_STATING = frozenset(("head", "title", "meta", "link"))
"""What a page says about itself, and shows elsewhere."""


def is_hidden(attributes: Mapping[str, str], *, rules: frozenset[str] = frozenset()) -> bool:
    """Whether an element with these attributes is not shown; ``rules`` as `hiding_rules` gives."""
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return True
    if attributes.get("aria-hidden", "").strip().lower() == "true":
        return True
    classes = attributes.get("class", "").split()
    if any(
        name.lower() in known_names("hiding classes") or f".{name}" in rules for name in classes
    ):
        return True
    return f"#{attributes.get('id')}" in rules or hides(attributes.get("style", ""))


def hides(style: str) -> bool:
    """Whether declarations of CSS make an element invisible."""
    if not style or len(style) > _MOST_DECLARED:
        return bool(style)  # nobody writes that much but to hide something in it
    plain = _ESCAPES.sub("", style)
    if _hiding_style().search(plain):
        return True
    colors = {name.lower(): value.strip().lower() for name, value in _COLOR.findall(plain)}
    ground = colors.get("background-color") or colors.get("background")
    return ground is not None and ground == colors.get("color")


@cache
def _hiding_style() -> re.Pattern[str]:
    styles = "|".join(names_of("hiding styles"))
    return re.compile(rf"(?:^|[;{{\s])(?:{styles})", re.IGNORECASE)


def hiding_rules(sheets: Iterable[str]) -> frozenset[str]:
    """Classes (``.name``) and ids (``#name``) that style sheets hide on every screen."""
    found: set[str] = set()
    for sheet in sheets:
        for selectors, declarations in _rules(sheet[:_MOST_STYLE]):
            if hides(declarations):
                matches = map(_SIMPLE.fullmatch, selectors.split(","))
                found.update("".join(match.groups()) for match in matches if match)
    return frozenset(found)


def drop_hidden(tree: Element, *, but: Callable[[Element], bool] = lambda _: False) -> None:
    """Take out of a tree of lxml what is not shown and what is no text, except ``but``."""
    sheets = [style.text or "" for style in tree.iter("style")]
    rules, unread = hiding_rules(sheets), known_names("unread elements") - _STATING
    for element in list(tree.iter()):
        if element.getparent() is None or but(element):
            continue
        comment = not isinstance(element.tag, str)
        if comment or element.tag in unread or is_hidden(element.attrib, rules=rules):
            _drop(element)


def _drop(element: Element) -> None:
    """Remove an element and keep the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of a sheet, without those inside ``@media`` and the like."""
    selectors, depth = "", 0
    parts = re.split(r"([{}])", _ESCAPES.sub("", sheet))
    for text, brace in zip(parts[::2], [*parts[1::2], ""], strict=True):
        if brace == "{":
            depth += 1
            selectors = text.rpartition(";")[2].strip() if depth == 1 else selectors
        elif brace == "}":
            if depth == 1 and not selectors.startswith("@"):
                yield selectors, text
            depth = max(0, depth - 1)
