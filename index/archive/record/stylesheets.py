"""The statements of style sheets that count on a screen of 1280 pixels.

Only what can matter reaches the parser: tinycss2 reads about a megabyte a second, and most of a
sheet is neither about hiding nor about showing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from index.archive.record.declarations import Declared, declared, hiding_property, unseen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Element = Any

_QUIET = re.compile(
    r"/\*(?:[^*]|\*(?!/))*(?:\*/|$)|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<!--|-->", re.DOTALL
)
"""Comments, and strings: braces in them are no braces."""
_HIDING = re.compile(
    r"none|hidden|collapse|transparent|rect\(|inset\(|circle\(|calc|scale|\\"
    r"|(?:opacity|font-size|font|scale|height|width)\s*:[^;]*?(?<![\d.#a-z])0?\.?[01](?!\d|\.\d*[1-9])"
    r"|-\s*\d{3}|-\d+e|rgba|hsla|/\s*0|#[0-9a-f]{3}(?:[0-9a-f]{4})?0\b"
    r"|(?=[^}]*background)(?:^|[;\s])color\s*:",
    re.IGNORECASE,
)
"""What stands in every declaration that hides; most others have none of it."""
_INNER_RULES = 8
_MOST_SHEETS = 4 * 1024 * 1024
_WIDTH, _HEIGHT = 1280.0, 800.0
_FEATURE = re.compile(r"(min-|max-)?(?:device-)?(width|height)\s*:\s*([\d.]+)(px|r?em)?")
_RANGE = re.compile(r"(?:([\d.]+)(px|r?em)?\s*([<>])=?\s*)?(width|height)\s*(?:([<>])=?\s*([\d.]+)(px|r?em)?)?")
_MET = re.compile(
    r"(?:prefers-color-scheme\s*:\s*light|prefers-reduced-motion\s*:\s*no-preference"
    r"|orientation\s*:\s*landscape|(?:any-)?hover(?:\s*:\s*hover)?|(?:any-)?pointer\s*:\s*fine"
    r"|scripting\s*:\s*enabled|color|update\s*:\s*fast)"
)
_GROUPS = frozenset(("@media", "@supports", "@layer", "@container", "@scope"))


@dataclass(frozen=True)
class Statement:
    """A rule: for which elements, and what it tells them."""

    selector: str
    block: str
    layered: bool = False

    @cached_property
    def told(self) -> Declared:
        """Its declarations."""
        from tinycss2 import parse_blocks_contents  # noqa: PLC0415 - only pages with sheets need it

        nodes = parse_blocks_contents(self.block, skip_comments=True, skip_whitespace=True)
        return declared(nodes)

    @cached_property
    def hides(self) -> bool:
        """Whether an element would not be seen by it."""
        if not _HIDING.search(self.block):
            return False
        return bool(hiding_property(self.told) or unseen(self.told, frozenset()))


@dataclass
class _Open:
    """A block that has begun."""

    head: str
    selector: str
    layered: bool
    counts: bool
    text: list[str] = field(default_factory=list)

    @property
    def statement(self) -> Statement | None:
        block = "".join(self.text).strip()
        if not self.counts or not self.selector or not block:
            return None
        return Statement(self.selector, block, self.layered)


def sheets_of(tree: Element) -> Iterator[str]:
    """The style sheets inside a page that count where scripts run, on a screen."""
    for style in tree.iter("style"):
        if on_screen(style.get("media") or "all") and not any(
            above.tag in ("noscript", "template") for above in style.iterancestors()
        ):
            yield style.text or ""


def statements(sheets: Iterable[str]) -> list[Statement]:
    """The rules of all sheets, in order; those of other screens and of no element are left out."""
    found: list[Statement] = []
    left = _MOST_SHEETS
    for sheet in sheets:
        found.extend(_statements(sheet[:left]))
        left = max(0, left - len(sheet))
    return found


def _statements(sheet: str) -> Iterator[Statement]:
    parts = re.split(r"([{}])", _QUIET.sub(_quiet, sheet))
    opened: list[_Open] = []
    for text, brace in zip(parts[::2], [*parts[1::2], ""], strict=True):
        before, _, head = text.rpartition(";") if brace == "{" else (text, "", "")
        if opened:
            opened[-1].text.append(f"{before};")
        if brace == "{":
            opened.append(_entered(head.strip(), opened))
        elif brace == "}" and opened and (statement := opened.pop().statement):
            yield statement
    yield from filter(None, (block.statement for block in reversed(opened)))


def _quiet(found: re.Match[str]) -> str:
    text = found[0]
    if text[0] in "\"'":
        return '""' if re.search(r"[{};]", text) else text
    return ""


def _entered(head: str, opened: list[_Open]) -> _Open:
    """The block that begins with ``head`` inside those that are open."""
    outer = opened[-1] if opened else _Open("", "", layered=False, counts=True)
    if not outer.counts or len(opened) > _INNER_RULES:
        return _Open(head, "", layered=False, counts=False)
    if not head.startswith("@"):
        return _Open(head, _within(head, outer.selector), outer.layered, counts=True)
    name, _, condition = head.partition(" ")
    name, bracket, rest = name.lower().partition("(")
    condition = bracket + rest + condition
    counts = name in _GROUPS and (
        on_screen(condition)
        if name == "@media"
        else not (name == "@supports" and condition.lower().lstrip().startswith("not"))
    )
    return _Open(head, outer.selector, outer.layered or name == "@layer", counts)


def _within(head: str, outer: str) -> str:
    """The selector of a rule that stands inside another."""
    if not outer:
        return head
    return head.replace("&", f":is({outer})") if "&" in head else f":is({outer}) {head}"


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
