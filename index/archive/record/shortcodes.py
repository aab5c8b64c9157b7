"""Marks of WordPress, Hugo and Jekyll in a text: they go, and what they enclose stays.

A word in brackets is the text's own ("the mayor [said] so", "f[x y=2]", "Use {{ name }}") unless
it is shown to be a shortcode: it is closed somewhere or closes itself, is known by name or by the
plugin that names begin with, has quoted attributes, or stands alone on its line. See
https://codex.wordpress.org/Shortcode_API, https://gohugo.io/content-management/shortcodes/ and
https://shopify.github.io/liquid/basics/introduction/.
"""

from __future__ import annotations

import re
from functools import cache

from index.archive.record.known_names import known_names, names_of

_ATTRIBUTE = re.compile(r"\s[\w-]+=\S")
_QUOTED = re.compile(r"\s[\w-]+=[\"']")
_ADDRESS = re.compile(r"\s*+https?://\S+\s*+")
_SPACE = r"(?<![ \t])(?P<space>[ \t]*+)"
"""All the space before a mark, or none: looked at once."""


@cache
def _template() -> re.Pattern[str]:
    tags, objects = ("|".join(names_of(f"template {kind}")) for kind in ("tags", "objects"))
    return re.compile(
        rf"{_SPACE}(?:"
        r"\{%-?\s*+comment\s*+-?%\}(?:[^{]|\{(?!%-?\s*+(?:end)?comment\b))*+"
        r"\{%-?\s*+endcomment\s*+-?%\}"
        r"|\{\{<(?:[^{}\n]|\n(?!\n))*?>\}\}|\{\{%(?:[^{}\n]|\n(?!\n))*?%\}\}"
        rf"|\{{%-?\s*+(?:{tags})\b[^{{}}\n]*%\}}"
        rf"|\{{\{{-?\s*+(?:(?:{objects})|[.$][A-Za-z])[^{{}}<%\n]*\}}\}})"
    )


_ENDS = frozenset(".!?…\"”»'’)")
"""How a paragraph ends before the shortcode of the next one."""


def without_shortcodes(text: str) -> str:
    """``text`` without the marks of shortcodes and templates."""
    if "{{" in text or "{%" in text:
        text = _template().sub(_spaced, text)
    if "[" not in text or not _run().search(text):
        return text
    text = _enclosing().sub(_words, text)
    marks = list(_mark().finditer(text))
    closed = frozenset(mark["closed"] for mark in marks if mark["end"])
    paired = closed.intersection(mark["name"] for mark in marks if not mark["end"])

    def marked(run: re.Match[str]) -> str:
        """What is left of marks that follow one another."""
        alone = _is_alone(run)
        kept = _mark().sub(
            lambda mark: "" if _is_shortcode(mark, paired, alone=alone) else mark[0], run["marks"]
        )
        if kept:
            return run["space"] + kept
        return _border(run) or _spaced(run)

    return _run().sub(marked, text)


@cache
def _mark() -> re.Pattern[str]:
    """``[name]``, ``[name key="value"]`` or ``[/name]``, but no link of Markdown."""
    double = r'"(?:[^"\[\n]|\[(?![A-Za-z/]))*+"'
    single = double.replace('"', "'")
    attributes = rf"(?:\s(?:{double}|{single}|[^\]\[\"'\n])*+|=[^\]\[\n]*+|/)?"
    opening = rf"\[(?P<name>[A-Za-z][\w-]*)(?P<rest>{attributes})\](?!\(|:\s*http)"
    return re.compile(rf"(?<!\[)(?:{opening}|(?P<end>\[/)(?P<closed>[A-Za-z][\w-]*+)\s*+\])(?!\])")


@cache
def _run() -> re.Pattern[str]:
    marks = re.sub(r"\?P<\w+>", "?:", _mark().pattern)
    return re.compile(rf"{_SPACE}(?P<marks>(?:{marks})++)")


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


def _is_alone(run: re.Match[str]) -> bool:
    """Whether nothing else stands on the line of these marks."""
    before = run.string[run.start() - 1 : run.start()]
    after = re.compile(r"[ \t]*+(?:\r?\n|$)").match(run.string, run.end())
    return before in ("", "\n") and after is not None


def _is_shortcode(mark: re.Match[str], paired: frozenset[str], *, alone: bool) -> bool:
    name, rest = mark["name"] or mark["closed"], mark["rest"] or ""
    if name.isupper():  # "[INST]": an order to a machine has to stay one, so that it is seen
        return False
    if name in paired or name in known_names("shortcodes") or name.startswith(_plugins()):
        return True
    if alone or mark["end"]:
        return alone and ("_" in name or _ATTRIBUTE.match(rest) is not None)
    return rest.endswith("/") or _QUOTED.match(rest) is not None


@cache
def _plugins() -> tuple[str, ...]:
    return names_of("shortcode plugins")


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
