"""Plain text and Markdown: a file is an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from index.archive.content.charsets import decoded
from index.archive.record.fields import clean, to_record
from index.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"\A\s*#{1,3}[ \t]+([^\n]+?)[ \t]*#*[ \t]*(?:\n|\Z)")
_MOST_TEXT = 16 * 1024 * 1024
"""Largest text that is one article, in bytes: the Bible has 4 MB."""
_MOST_FRONT_MATTER = 64 * 1024
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
        """A node; repeated ones are refused: a few lines of them can stand for gigabytes."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("references are not read")
        return super().compose_node(parent, index)


def read_text(blob: Blob) -> Iterator[Record]:
    """The article in a file: title from front matter, heading or first sentence."""
    text = clean(decoded(blob.whole(most=_MOST_TEXT), declared=blob.charset))
    fields: dict[str, Any] = {}
    front = _FRONT_MATTER.match(text, 0, _MOST_FRONT_MATTER)
    if front:
        try:
            fields = _front_matter(front.group(1))
        except yaml.YAMLError as exc:
            yield Record(blob.name, reason=f"front matter is not valid YAML ({_place(exc)})")
            return
        text = text[front.end() :]
    heading = _HEADING.match(text)
    if heading:
        fields.setdefault("title", heading.group(1))
        text = text[heading.end() :]
    yield to_record(fields | {"body": unwrapped(text)}, where=blob.name)


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
