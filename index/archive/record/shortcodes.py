"""Marks of WordPress, Hugo and Jekyll in a text: they go, and what they enclose stays.

A word in square brackets is the editor's ("the mayor [said] so") unless it is shown to be a
shortcode: it is closed somewhere, has attributes or an underscore, or is known by name. See
https://codex.wordpress.org/Shortcode_API, https://gohugo.io/content-management/shortcodes/ and
https://shopify.github.io/liquid/basics/introduction/.
"""

from __future__ import annotations

import re
from functools import cache

from index.archive.record.known_names import known_names

_ATTRIBUTE = re.compile(r"\s[\w-]+=\S")
_ADDRESS = re.compile(r"\s*https?://\S+\s*")
_TEMPLATE = re.compile(
    r"(?P<space>[ \t]*)(?:"
    r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}"
    r"|\{\{<(?:[^{}\n]|\n(?!\n))*?>\}\}|\{\{%(?:[^{}\n]|\n(?!\n))*?%\}\}"
    r"|\{%[^{}\n]*%\}|\{\{[^{}<%\n]*\}\})",
    re.DOTALL,
)
_ENDS = frozenset(".!?…\"”»'’)")
"""How a paragraph ends before the shortcode of the next one."""


def without_shortcodes(text: str) -> str:
    """``text`` without the marks of shortcodes and templates."""
    if "{{" in text or "{%" in text:
        text = _TEMPLATE.sub(_spaced, text)
    if "[" not in text or not _run().search(text):
        return text
    text = _enclosing().sub(_words, text)
    closed = frozenset(mark["closed"] for mark in _mark().finditer(text) if mark["end"])

    def marked(run: re.Match[str]) -> str:
        """What is left of marks that follow one another."""
        kept = _mark().sub(
            lambda mark: "" if _is_shortcode(mark, closed) else mark[0], run["marks"]
        )
        if kept:
            return run["space"] + kept
        return _border(run) or _spaced(run)

    return _run().sub(marked, text)


@cache
def _mark() -> re.Pattern[str]:
    """``[name]``, ``[name key="value"]`` or ``[/name]``, but no link of Markdown."""
    attributes = r"""(?:\s(?:"[^"\n]*"|'[^'\n]*'|[^\]\["'\n])*|=[^\]\[\n]*|/)?"""
    opening = rf"\[(?P<name>[A-Za-z][\w-]*)(?P<rest>{attributes})\](?!\(|:\s*http)"
    return re.compile(rf"(?<!\[)(?:{opening}|(?P<end>\[/)(?P<closed>[A-Za-z][\w-]*)\s*\])(?!\])")


@cache
def _run() -> re.Pattern[str]:
    marks = re.sub(r"\?P<\w+>", "?:", _mark().pattern)
    return re.compile(rf"(?P<space>[ \t]*)(?P<marks>(?:{marks})+)")


@cache
def _enclosing() -> re.Pattern[str]:
    return re.compile(
        r"\[(?P<name>[A-Za-z][\w-]*)(?:\s[^\]\[\n]*)?\](?P<words>[^\[\]]*)\[/(?P=name)\]"
    )


def _words(pair: re.Match[str]) -> str:
    """A pair of marks as it is, unless what it encloses is the address of something to show."""
    shows = (
        pair["name"] in known_names("shortcodes without words") and " " not in pair["words"].strip()
    )
    return "" if shows or _ADDRESS.fullmatch(pair["words"]) else pair[0]


def _is_shortcode(mark: re.Match[str], closed: frozenset[str]) -> bool:
    if mark["end"]:
        return True
    name, rest = mark["name"], mark["rest"]
    return (
        name in closed
        or "_" in name
        or name in known_names("shortcodes")
        or rest.endswith("/")
        or _ATTRIBUTE.match(rest) is not None
    )


def _border(run: re.Match[str]) -> str:
    """The border of a paragraph, where marks stand instead of one."""
    before = run.string[run.start() - 1 : run.start()]
    after = run.string[run.end() : run.end() + 1]
    ends = before in _ENDS and not run["space"] and after.isalnum() and before and after
    return "\n\n" if ends or "caption" in run["marks"] else ""


def _spaced(mark: re.Match[str]) -> str:
    """The space before a mark, unless there is one behind it, or a sign that needs none."""
    after = mark.string[mark.end() : mark.end() + 1]
    return mark["space"] if after.isalnum() or after in {"(", "<", "“", "«", '"'} else ""
