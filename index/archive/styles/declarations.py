"""Declarations of CSS: what an element is told about how it is shown, and whether that hides it."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Node = Any

Declared = dict[str, tuple[str, bool]]
"""Properties with their values, and whether they are important."""

_CSS_SPACE = re.compile(r"\s+")
_CSS_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/|$)")
_MOST_DECLARED = 4 * 1024 * 1024
_LONGEST_COLOR = 60
_CLIPPED = frozenset(("hidden", "clip"))
_FONT_SIZE = re.compile(r"(?:^|\s)(\d[\d.]*+(?:[a-z]+|%)?)(?=[\s/])")
_MOST_DIGITS = 300
"""A figure of more has no value of its own; Python reads no whole number beyond 4300."""
_DIGITS = re.compile(rf"(\d{{{_MOST_DIGITS}}})\d+")
_MOST_NESTED = 32
_HIDING = re.compile(
    r"(?:^|;)\s*+(?:-\w+-)?"
    r"(?:display\s*+:\s*+none|(?:content-)?visibility\s*+:\s*+(?:hidden|collapse)"
    r"|(?:opacity|zoom|scale)\s*+:\s*+[-+]?0*+\.?0*+(?:e[-+\d]*+)?[%\s]*+(?:[;!]|$)"
    r"|font-size\s*+:\s*+[-+]?0*+(?:\.?0*+(?![\d.])|1?(?:\.\d++)?px)"
    r"|font\s*+:[^;]*(?<![\d.])(?:0|1px|0?\.\d++px)"
    r"|(?:inset|left|right|top|bottom|margin|text-indent)[a-z-]*+\s*+:[^;]*-\s*+(?:\d{3}|\d+e)"
    r"|(?:transform|translate)\s*+:[^;]*[(:,]\s*+-\s*+(?:\d{3}|\d+e)"
    r"|(?:transform|scale)\s*+:[^;]*(?:scale[xyz3d]*+\(|scale\s*+:)\s*+0"
    r"|scale\s*+:\s*+0|clip(?:-path)?\s*+:\s*+(?:rect|inset|circle|ellipse)"
    r"|filter\s*+:[^;]*opacity\(\s*+[-+]?0*+\.?0*+%?\s*+\)"
    r"|(?:max-)?(?:height|width|block-size|inline-size)"
    r"\s*+:\s*+[01]?+\.?0*+(?:[a-z]++|%)?\s*+(?:[;!]|$)"
    r"|(?:text-fill-)?color\s*+:\s*+(?:transparent|[a-z]+\([^)]*[,/]\s*+0?(?:\.0++)?%?\s*+\)"
    r"|#[\da-f]{3}0\b|#[\da-f]{6}00\b))",
    re.IGNORECASE,
)
"""What stands in all declarations that hide, but those of one colour; the parser says whether."""
_COLORS = re.compile(
    r"(?:^|;)\s*+(background|background-color|color)\s*+:\s*+([^;!]+)", re.IGNORECASE
)


def might_hide(text: str) -> bool:
    """Whether declarations are to be parsed, which takes a hundred times as long."""
    if "\\" in text or "/*" in text or _HIDING.search(text):
        return True
    if "background" not in text or "color" not in text:
        return False
    colors = {name.lower(): value.strip().lower() for name, value in _COLORS.findall(text)}
    ground = colors.get("background-color") or colors.get("background")
    return ground is not None and "color" in colors and _is_one_color(colors["color"], ground)


@cache
def table(name: str) -> Mapping[str, re.Pattern[str]]:
    """One table of ``hiding.toml``."""
    return {key: re.compile(value) for key, value in _tables()[name].items()}


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("hiding.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=2048)
def style_of(style: str) -> Declared:
    """The declarations of a ``style`` attribute; not to be changed."""
    if not style or len(style) > _MOST_DECLARED:
        return {}
    # A comment inside a word hides nothing in a browser, but whoever writes one means to.
    return declared(_CSS_COMMENT.sub("", style))


def declared(block: str) -> Declared:
    """The declarations of a block, later ones over earlier ones."""
    from tinycss2 import parse_blocks_contents  # noqa: PLC0415 - only texts with styles need it

    found: Declared = {}
    block = _DIGITS.sub(r"\1", block)
    nodes = parse_blocks_contents(block, skip_comments=True, skip_whitespace=True)
    for node in nodes:
        if node.type != "declaration":
            continue
        for name, value in _longhand(node.lower_name, _written(node.value)):
            if value and (node.important or not found.get(name, ("", False))[1]):
                found[name] = value, node.important
    return found


def _longhand(name: str, value: str) -> Iterator[tuple[str, str]]:
    """The property itself; of one that sets several those that hide, by their common names."""
    name = name.removeprefix("-webkit-")
    if name == "font":
        size = _FONT_SIZE.search(value)
        yield "font-size", size[1] if size else "medium"
    elif name == "background":
        yield "background-color", value
        if "text" in value.split():
            yield "background-clip", "text"
    elif name in _sides():
        sides, values = _sides()[name], value.split()
        for place, side in enumerate(sides):
            yield side, values[place if place < len(values) else place % 2 % len(values)]
    else:
        yield name, value


@cache
def _sides() -> Mapping[str, tuple[str, ...]]:
    """Properties under other names, or that set several sides: for each the sides in order."""
    return {name: tuple(sides.split()) for name, sides in _tables()["sides"].items()}


def _written(tokens: Iterable[Node], depth: int = 0) -> str:
    """A value in one spelling, however it was spelled; without what stands in too many brackets."""
    if depth > _MOST_NESTED:
        return ""
    return _CSS_SPACE.sub(" ", "".join(_token(token, depth) for token in tokens)).strip()


def _token(token: Node, depth: int) -> str:
    kind = token.type
    if kind in ("number", "percentage", "dimension"):
        figure = f"{token.value:.4f}".rstrip("0").rstrip(".")
        unit = {"percentage": "%", "dimension": getattr(token, "lower_unit", "")}.get(kind, "")
        return ("0" if figure == "-0" else figure) + unit
    if kind == "function":
        return f"{token.lower_name}({_written(token.arguments, depth + 1)})"
    if kind == "whitespace":
        return " "
    if kind == "ident":
        return str(token.lower_value)
    return f"#{token.value.lower()}" if kind == "hash" else str(getattr(token, "value", ""))


def hiding_property(told: Declared) -> str:
    """The property that hides the element and everything in it; empty where none does."""
    for name, hides in table("gone").items():
        if name in told and hides.fullmatch(told[name][0]):
            return name
    if not _CLIPPED.isdisjoint(told.get(f"overflow-{axis}", ("",))[0] for axis in "xy"):
        for name, closes in table("closed").items():
            if name in told and closes.fullmatch(told[name][0]) and "padding-bottom" not in told:
                return name
    return "background-color" if _in_its_own_color(told) else ""


def animations_of(told: Declared) -> frozenset[str]:
    """The words of what an element is told about its animations, their names among them."""
    values = (told[name][0] for name in ("animation", "animation-name") if name in told)
    return frozenset(word for value in values for word in re.split("[ ,]+", value))


def unseen(told: Declared, inherited: frozenset[str]) -> frozenset[str]:
    """The properties that keep an element's own text from being seen, inherited ones too."""
    found = set(inherited)
    for name, hides in table("unseen").items():
        value = told[name][0] if name in told else ""
        if not value:
            continue
        if hides.fullmatch(value) and not _is_filled(told, name):
            found.add(name)
        elif table("shown")[name].fullmatch(value):
            found.discard(name)
    return frozenset(found)


def _is_filled(told: Declared, name: str) -> bool:
    """Whether transparent letters show the background through them, or their shadow."""
    return name in ("color", "text-fill-color") and (
        told.get("background-clip", ("",))[0] == "text" or "text-shadow" in told
    )


def _in_its_own_color(told: Declared) -> bool:
    """Whether text has the colour of its ground."""
    if "color" not in told or "background-color" not in told:
        return False
    return _is_one_color(told["color"][0], told["background-color"][0])


@lru_cache(maxsize=4096)
def _is_one_color(color: str, ground: str) -> bool:
    """Whether two values of CSS are one colour, however each is written."""
    if color == ground:
        return ground not in ("inherit", "initial", "unset", "currentcolor", "revert")
    if len(color) > _LONGEST_COLOR or len(ground) > _LONGEST_COLOR:
        return False
    from tinycss2.color4 import parse_color  # noqa: PLC0415 - see above

    ink, under = parse_color(color), parse_color(ground)
    return ink is not None and ink != "currentcolor" and ink == under
