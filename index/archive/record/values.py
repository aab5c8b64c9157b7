"""What a value of a record says, whatever form it has: its name, its address, its state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from index.archive.record.known_names import known_names, names_of
from index.archive.record.roles import folded, roles_of
from index.dates.notation import is_absent

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEEPEST = 4
_OPENING = 200
_ADDRESS = re.compile(r"https?://(?:[^/\s@]*@)?(?:www\.)?([^/\s:?#]+)\S*", re.IGNORECASE)
_CUT_MARK = re.compile(r"\[\+?\s?\d+\s?char(?:acter)?s?\]\s*", re.IGNORECASE)
"""How services of news end a text that they give in part: "[+1234 chars]"."""
_REMOVED = frozenset(("[removed]", "[deleted]"))
_OF_ABSENT = frozenset("nNuUiI-–—#<\\ ")
"""How words for nothing begin: looked at first, since every field is."""
_YES, _NO = frozenset(("true", "yes", "1")), frozenset(("false", "no", "0"))
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype|html|head|body)\b", re.IGNORECASE)


def opened(fields: Mapping[str, Any], *, depth: int = 0) -> Mapping[str, Any]:
    """``fields`` with those of the objects that wrap it beside them, as ``_source.title``."""
    wrappers = [name for name in roles_of(fields).of("wrappers") if isinstance(fields[name], dict)]
    if not wrappers or depth >= _DEEPEST:
        return fields
    flat = {name: value for name, value in fields.items() if name not in wrappers}
    for wrapper in wrappers:
        for name, value in opened(fields[wrapper], depth=depth + 1).items():
            flat[f"{wrapper}.{name}"] = value
    return flat


def whole(text: str) -> tuple[str, bool]:
    """``text`` without the mark that it was cut, and whether it had none."""
    if "]" not in text[-4:]:
        return text, True
    start = text.rindex("[") if "[" in text else 0
    if not _CUT_MARK.fullmatch(text, start):
        return text, True
    return text[:start].rstrip(), False


def said(value: Any, *, depth: int = 0) -> str:
    """A value as text: lists joined, objects by their name; what is nested deeper is left out."""
    if isinstance(value, str):
        return "" if value[:1] in _OF_ABSENT and is_absent(value) else value
    if value is None or isinstance(value, bool) or depth > _DEEPEST or value != value:  # noqa: PLR0124 - NaN
        return ""
    if isinstance(value, list | tuple):
        parts = (said(part, depth=depth + 1) for part in value)
        return ", ".join(part for part in parts if part)
    if isinstance(value, dict):
        names = (value[name] for name in names_of("names in objects") if value.get(name))
        return next((text for text in (said(name, depth=depth + 1) for name in names) if text), "")
    return str(value)


def host(text: str) -> str | None:
    """The host of an address of the web, without its "www."; None where ``text`` is none."""
    match = _ADDRESS.fullmatch(text.strip()) if "://" in text else None
    return match.group(1).lower() if match else None


def is_page(text: str) -> bool:
    """Whether a text is a page of the web, whole, with its menus."""
    return "<" in text[:_OPENING] and _PAGE.match(text) is not None


def is_removed(text: str) -> bool:
    """Whether a text says that it was taken back."""
    return len(text) < 12 and text.strip().lower() in _REMOVED  # noqa: PLR2004 - the longest and a space


def unpublished(name: str, value: Any) -> bool:
    """Whether a field called ``name`` says that its record is not to be read by anybody yet."""
    known = folded(name)
    if known.endswith("status"):
        states = known_names("states of unpublished")
        return value is False or (isinstance(value, str) and value.strip().lower() in states)
    flag = str(value).strip().lower()
    if flag.isdigit() and roles_of((name,)).of("published"):
        return False  # a count of seconds, or none: no answer
    return flag in (_YES if known.endswith("draft") else _NO)
