"""What stands in front of a text, in YAML, TOML or JSON, as Jekyll, Hugo and their like have it."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, time
from typing import Any, NamedTuple

import yaml

from index.archive.content.parsers import explained
from index.errors import ArchiveError

_YAML = re.compile(r"\A---[ \t]*\n(.*?)(?:(?<=\n)|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(.*?)(?:(?<=\n)|\n)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_MOST = 64 * 1024
_YES = frozenset(("true", "yes", "on", "1"))
_NO = frozenset(("false", "no", "off"))
_UNPUBLISHED = frozenset(("draft", "private", "pending", "future", "unpublished"))


class FrontMatter(NamedTuple):
    """The fields in front of a text and where the text begins."""

    fields: dict[str, Any]
    end: int

    @property
    def unpublished(self) -> str | None:
        """What says that the text is not for the public, as it is written, or None."""
        for name, value in self.fields.items():
            said = str(value).strip().lower()
            meant = {"draft": _YES, "published": _NO, "status": _UNPUBLISHED}.get(name.lower(), ())
            if said in meant:
                return f"{name}: {value if isinstance(value, str) else said}"
        return None


class _Plain(yaml.SafeLoader):
    """YAML in which everything but null is the text that was written.

    A title stays "Yes" or "1984", an id stays "0042", and a day that no calendar has is left to
    the one place that reads dates.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's way of setting them
        first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith(":null")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    yaml_constructors = {  # noqa: RUF012 - PyYAML's way of setting them
        **yaml.SafeLoader.yaml_constructors,
        **{
            f"tag:yaml.org,2002:{tag}": yaml.SafeLoader.construct_yaml_str
            for tag in ("bool", "int", "float", "timestamp", "binary")
        },
    }
    """A tag that is written out (``!!int ''``) is believed no more than a word that looks so."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """A node; repeated ones are refused: a few lines of them can stand for gigabytes."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("references are not read")
        return super().compose_node(parent, index)


def front_matter(text: str) -> FrontMatter | None:
    """The front matter of ``text``, or None where it has none.

    Raises:
        ArchiveError: it is there and cannot be read.
    """
    if found := _YAML.match(text, 0, _MOST):
        return FrontMatter(_yaml(found[1]), found.end())
    if found := _TOML.match(text, 0, _MOST):
        return FrontMatter(_toml(found[1]), found.end())
    return _json(text) if text.startswith("{") else None


def _yaml(block: str) -> dict[str, Any]:
    try:
        fields = yaml.load(block, _Plain)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as exc:
        raise ArchiveError(f"front matter is not valid YAML ({_place(exc)})") from exc
    except (ValueError, RecursionError) as exc:
        fault = "nested too deeply, or a value does not fit its tag"
        raise ArchiveError(f"front matter is not valid YAML ({fault})") from exc
    if fields is not None and not isinstance(fields, dict):
        fault = "expected lines of the form `name: value`"
        raise ArchiveError(f"front matter is not valid YAML ({fault})")
    fields = {str(key): value for key, value in (fields or {}).items()}
    if str(fields.get("published", "")).strip().lower() in _YES:
        del fields["published"]  # Jekyll's word for "no draft", and no date
    return fields


def _toml(block: str) -> dict[str, Any]:
    """The fields of TOML; those of tables inside it stand beside the others."""
    try:
        content = tomllib.loads(block)
    except (ValueError, RecursionError) as exc:
        raise ArchiveError(f"front matter is not valid TOML ({explained(exc)})") from exc
    fields: dict[str, Any] = {}
    inner: dict[str, Any] = {}
    for name, value in content.items():
        if isinstance(value, dict):
            inner |= value
        else:
            fields[name] = value.isoformat() if isinstance(value, date | time) else value
    return inner | fields


def _json(text: str) -> FrontMatter | None:
    try:
        fields, end = json.JSONDecoder().raw_decode(text[:_MOST])
    except (ValueError, RecursionError):
        return None
    return FrontMatter(fields, end) if isinstance(fields, dict) else None


def _place(exc: yaml.YAMLError) -> str:
    mark = getattr(exc, "problem_mark", None)
    problem = getattr(exc, "problem", None) or str(exc)
    return f"{problem} in line {mark.line + 2}" if mark else problem
