"""The statements of style sheets that count on a screen of 1280 pixels.

Only what can matter reaches the parser: tinycss2 reads about a megabyte a second, and most of a
sheet is neither about hiding nor about showing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from index.archive.styles.declarations import (
    Declared,
    declared,
    hiding_property,
    unseen,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Element = Any

_QUIET = re.compile(
    r"/\*(?:[^*]|\*(?!/))*+(?:\*/|$)|\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?|<!--|-->",
    re.DOTALL,
)
"""Comments, and strings: braces in them are no braces."""
_INNER_RULES = 8
_LONGEST_SELECTOR = 64 * 1024
"""Of rules in rules; each of them may name the outer one many times."""
_KEYFRAMES = re.compile(r"@(?:-\w+-)?keyframes\s+[\"']?([\w-]+)", re.IGNORECASE)
_MOST_SHEETS = 4 * 1024 * 1024
_WIDTH, _HEIGHT = 1280.0, 800.0
_FEATURE = re.compile(r"(min-|max-)?(?:device-)?(width|height)\s*:\s*([\d.]+)(px|r?em)?")
_RANGE = re.compile(
    r"(?:([\d.]+)(px|r?em)?\s*([<>])=?\s*)?(width|height)\s*(?:([<>])=?\s*([\d.]+)(px|r?em)?)?"
)
_MET = re.compile(
    r"(?:prefers-color-scheme\s*:\s*light|prefers-reduced-motion\s*:\s*no-preference"
    r"|orientation\s*:\s*landscape|(?:any-)?hover(?:\s*:\s*hover)?|(?:any-)?pointer\s*:\s*fine"
    r"|scripting\s*:\s*enabled|color|update\s*:\s*fast"
    r"|min-resolution\s*:\s*(?:(?:0?\.\d+|1(?:\.0+)?)(?:dppx|x)|\d?\d(?:\.\d+)?dpi)"
    r"|max-resolution\s*:\s*(?:[1-9][\d.]*(?:dppx|x)|(?:9[6-9]|\d{3,})dpi)"
    r"|-webkit-min-device-pixel-ratio\s*:\s*(?:0?\.\d+|1(?:\.0+)?))"
)
_GROUPS = frozenset(("supports", "layer", "container", "scope"))
_AT_RULE = re.compile(r"@([\w-]+)(.*)", re.DOTALL)
_OUTSIDE = ""
"""The selector of what stands in no rule."""


@dataclass(eq=False)
class Statement:
    """A rule: for which elements, and what it tells them."""

    selector: str
    block: str
    layered: bool = False

    @cached_property
    def told(self) -> Declared:
        """Its declarations."""
        return declared(self.block)

    @cached_property
    def hides(self) -> bool:
        """Whether an element would not be seen by it."""
        return bool(hiding_property(self.told) or unseen(self.told, frozenset()))


def sheets_of(tree: Element) -> Iterator[str]:
    """The style sheets inside a page that count where scripts run, on a screen."""
    for style in tree.iter("style"):
        if on_screen(style.get("media") or "all") and not any(
            above.tag in ("noscript", "template") for above in style.iterancestors()
        ):
            yield style.text or ""


def keyframes(tree: Element) -> frozenset[str] | None:
    """The animations that a page's sheets define; None where other sheets may define any."""
    sheets = list(sheets_of(tree))
    if tree.xpath("//link[contains(@rel, 'stylesheet')]") or any(
        "@import" in one for one in sheets
    ):
        return None
    return frozenset(name.lower() for one in sheets for name in _KEYFRAMES.findall(one))


def statements(sheets: Iterable[str]) -> list[Statement]:
    """The rules of all sheets, in order; those of other screens and of no element are left out."""
    found: list[Statement] = []
    left = _MOST_SHEETS
    for sheet in sheets:
        found.extend(_statements(sheet[:left]))
        left = max(0, left - len(sheet))
    return found


def _statements(sheet: str) -> Iterator[Statement]:
    """The rules of a sheet; of those inside others, too."""
    parts = re.split(r"([{}])", _QUIET.sub(_quiet, sheet))
    selector, layered, counts, told = _OUTSIDE, False, True, ""
    outer: list[tuple[str, bool, bool, str]] = []
    for text, brace in zip(parts[::2], [*parts[1::2], "}"], strict=True):
        if brace == "{":
            before, _, head = text.rpartition(";")
            outer.append((selector, layered, counts, f"{told}{before};" if selector else ""))
            told, head = "", head.strip()
            if head[:1] == "@" or len(outer) > _INNER_RULES:
                counts = counts and len(outer) <= _INNER_RULES and _is_met_by_screen(head)
                layered = layered or head[:6].lower() == "@layer"
            else:
                selector = _within(head, selector) if selector else head
            continue
        told += text
        if selector and counts and told.strip():
            yield Statement(selector, told, layered)
        if outer:
            selector, layered, counts, told = outer.pop()


def _quiet(found: re.Match[str]) -> str:
    text = found[0]
    if text[0] in "\"'":
        return '""' if re.search(r"[{};]", text) else text
    return ""


def _is_met_by_screen(head: str) -> bool:
    """Whether what stands in a block with this head counts."""
    found = _AT_RULE.match(head)
    name, condition = (found[1].lower(), found[2].strip()) if found else ("", "")
    if name == "media":
        return on_screen(condition)
    return name in _GROUPS and not (name == "supports" and condition.lower().startswith("not"))


def _within(head: str, outer: str) -> str:
    """The selector of a rule that stands inside another."""
    if len(head) + (1 + head.count("&")) * len(outer) > _LONGEST_SELECTOR:
        return ":not(*)"
    return head.replace("&", f":is({outer})") if "&" in head else f":is({outer}) {head}"


@lru_cache(maxsize=512)
def on_screen(query: str) -> bool:
    """Whether a media query holds for a screen of 1280 by 800 pixels, with a mouse, by day."""
    return any(map(_holds, query.lower().split(","))) if query.strip() else True


def _holds(query: str) -> bool:
    words = query.split()
    denied = words[:1] == ["not"]
    if words[:1] in (["not"], ["only"]):
        words = words[1:]
    kind = words[0] if words and not words[0].startswith("(") else "all"
    rest = " ".join(words)
    features = re.findall(r"\(([^()]+)\)", rest)
    wanted = any if " or " in rest else all
    return denied != (kind in ("all", "screen") and wanted(map(_is_met, features)))


def _is_met(feature: str) -> bool:
    if stated := _FEATURE.fullmatch(feature.strip()):
        bound, side, figure, unit = stated.groups()
        return _compares(_side(side), {"min-": ">", "max-": "<"}.get(bound, "="), figure, unit)
    if stated := _RANGE.fullmatch(feature.strip()):
        low, low_unit, less, side, more, high, high_unit = stated.groups()
        turned = {"<": ">", ">": "<"}
        return (low is None or _compares(_side(side), turned[less], low, low_unit)) and (
            high is None or _compares(_side(side), more, high, high_unit)
        )
    return _MET.fullmatch(feature.strip()) is not None


def _side(name: str) -> float:
    return _WIDTH if name == "width" else _HEIGHT


def _compares(side: float, sign: str, figure: str, unit: str | None) -> bool:
    try:
        pixels = float(figure) * (1 if unit in (None, "px") else 16)
    except ValueError:
        return False
    return {"<": side <= pixels, ">": side >= pixels, "=": side == pixels}[sign]
