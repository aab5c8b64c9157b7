"""Plain text and Markdown: a file is an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from index.archive.fields import clean, to_record
from index.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"#{1,3}[ \t]+(?=\S)")
_WRAPPED_LINE = range(40, 101)
"""Lengths that lines have where an editor broke them to a column."""


class _Plain(yaml.SafeLoader):
    """YAML in which everything but null is the text that was written.

    A title stays "Yes" or "1984", an id stays "0042", and a day that no calendar has is left to
    the one place that reads dates.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's way of setting them
        first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith(":null")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        """A node; aliases are refused, a few of them can stand for millions of values."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias (*name) is not read")
        return super().compose_node(parent, index)


def read_text(path: Path, *, name: str) -> Iterator[Record]:
    """The article in ``path``: title from front matter, heading or first sentence."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        yield Record(name, reason="is not UTF-8 text; save the file as UTF-8")
        return
    fields: dict[str, Any] = {}
    text = clean(text)
    front = _FRONT_MATTER.match(text)
    if front:
        try:
            fields = _front_matter(front.group(1))
        except yaml.YAMLError as exc:
            yield Record(name, reason=f"front matter is not valid YAML ({_place(exc)})")
            return
        text = text[front.end() :]
    first, _, rest = text.lstrip().partition("\n")
    if _HEADING.match(first):
        fields.setdefault("title", first.strip("# \t"))
        text = rest
    yield to_record(fields | {"body": unwrapped(text)}, where=name)


def unwrapped(text: str) -> str:
    """``text`` with hard-wrapped paragraphs joined; other text as it is.

    A paragraph is hard-wrapped where blank lines separate paragraphs and all of its lines but
    the last have the length of a column.
    """
    paragraphs = re.split(r"\n[ \t]*\n", text)
    return "\n\n".join(_joined(paragraph) for paragraph in paragraphs)


def _joined(paragraph: str) -> str:
    lines = [line.strip() for line in paragraph.strip().split("\n")]
    wrapped = len(lines) > 1 and all(len(line) in _WRAPPED_LINE for line in lines[:-1])
    ends = sum(line.endswith((".", "!", "?", '"', "”", "»")) for line in lines[:-1])
    return " ".join(lines) if wrapped and ends < len(lines) - 1 else "\n".join(lines)


def _front_matter(block: str) -> dict[str, Any]:
    try:
        fields = yaml.load(block, _Plain)  # noqa: S506 - a SafeLoader
    except (ValueError, RecursionError) as exc:  # a tag that its value does not fit
        raise yaml.YAMLError("nested too deeply, or a value does not fit its tag") from exc
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise yaml.YAMLError("expected lines of the form `name: value`")
    return {str(key): value for key, value in fields.items()}


def _place(exc: yaml.YAMLError) -> str:
    mark = getattr(exc, "problem_mark", None)
    problem = getattr(exc, "problem", None) or str(exc)
    return f"{problem} in line {mark.line + 2}" if mark else problem
