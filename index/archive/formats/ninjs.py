"""IPTC ninjs, news in JSON: versions 1.x, 2.x (lists in place of patterns) and 3.x (camel case).

https://iptc.org/std/ninjs/userguide/
"""

from __future__ import annotations

from typing import Any

from index.archive.record.fields import to_record
from index.archive.record.known_names import known_names, names_of
from index.archive.record.markup import from_html
from index.archive.record.roles import roles_of
from index.models import Record

_RICH, _NITF, _PLAIN = 2, 1, 0
_WITHDRAWN = frozenset(("canceled", "cancelled", "withheld"))


def is_ninjs(value: dict[str, Any]) -> bool:
    """Whether an object is a ninjs item: what it goes by, and what only ninjs calls its fields.

    Others have a ``body_html``, too: then it has to say what kind of item it is.
    """
    if known_names("ids of ninjs").isdisjoint(value):
        return False
    names = {name.lower() for name in value}
    if names & known_names("fields of ninjs"):
        return True
    bodies = [name for name in names if name.startswith("body_")]
    return bool(bodies) and ("type" in names or not set(bodies) <= set(roles_of(bodies).of("text")))


def ninjs_record(value: dict[str, Any], *, where: str) -> Record:
    """The article of a ninjs item; pictures, films and items taken back are rejected.

    Associations (the pictures of a text) are not articles of their own.
    """
    item = {name.lower(): field for name, field in value.items()}
    kind, status = item.get("type"), item.get("pubstatus")
    if isinstance(kind, str) and kind not in {"text", ""}:
        return Record(where, reason=f'is a ninjs item of the type "{kind[:20]}", expected "text"')
    if isinstance(status, str) and status.lower() in _WITHDRAWN:
        return Record(where, reason=f'was taken back by its agency (pubstatus "{status}")')
    uri = item.get("uri") or item.get("guid") or _itemid(item)
    fields = {
        "title": _headline(item) or item.get("title"),
        "body": _body(item) or item.get("body"),
        "published": item.get("versioncreated") or item.get("firstcreated"),
        "source": _outlet(item),
        "url": _address(item, uri),
        "author": next(
            (item[name] for name in names_of("authors of ninjs") if item.get(name)), None
        ),
        "id": uri,
        "language": item.get("language"),
        "section": _section(item),
    }
    return to_record(fields | _general(value, fields), where=where)


def _general(value: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """What stands under general names of a record, of all that the item does not say as ninjs."""
    roles = roles_of(value)
    return {
        name: value[name]
        for meaning in names_of("general fields of ninjs")
        if not known[meaning]
        for name in roles.of(meaning)
        if not known.get(name)
    }


def _headline(item: dict[str, Any]) -> str:
    """The main headline of a list, or the first; before 2.0 one field or several."""
    entries = _entries(item.get("headlines"))
    main = [entry for entry in entries if str(entry.get("role", "")).endswith("main")]
    for entry in main + entries:
        if isinstance(entry.get("value"), str):
            return str(entry["value"])
    names = ["headline", "headline_main", *(name for name in item if name.startswith("headline_"))]
    return next((str(item[name]) for name in names if isinstance(item.get(name), str)), "")


def _body(item: dict[str, Any]) -> str:
    """The richest body: markup keeps the paragraphs that plain text has lost."""
    bodies = [_ranked(name[5:], "", item[name]) for name in item if name.startswith("body_")]
    bodies += [
        _ranked(str(entry.get("role", "")), str(entry.get("contenttype", "")), entry.get("value"))
        for entry in _entries(item.get("bodies"))
    ]
    full, rich, _, text = max(bodies, default=(False, _PLAIN, 0, ""))
    if not full:
        return ""
    return from_html(text) if rich > _PLAIN else text


def _ranked(role: str, media: str, value: Any) -> tuple[bool, int, int, str]:
    text = value if isinstance(value, str) else ""
    kind = f"{role} {media}".lower()
    rich = _PLAIN
    if "nitf" in kind:
        rich = _NITF
    elif "html" in kind or "richtext" in kind:
        rich = _RICH
    full = bool(text.strip()) and role.lower() not in known_names("short bodies of ninjs")
    return full, rich, len(text), text


def _outlet(item: dict[str, Any]) -> Any:
    for name in ("source", "provider", "copyrightholder"):
        if item.get(name):
            return item[name]
    sources = _entries(item.get("infosources")) + _entries(item.get("infosource"))
    return next((entry["name"] for entry in sources if entry.get("name")), None)


def _itemid(item: dict[str, Any]) -> Any:
    """What AP calls the item, the same in all its versions."""
    ids = item.get("altids")
    return ids.get("itemid") if isinstance(ids, dict) else None


def _address(item: dict[str, Any], uri: Any) -> Any:
    """The page of the item; its ``uri`` where that is an address of the web."""
    if item.get("url"):
        return item["url"]
    for link in _entries(item.get("links")):
        if link.get("rel") == "canonical" and link.get("href"):
            return link["href"]
    return uri if isinstance(uri, str) and uri.startswith(("http://", "https://")) else None


def _section(item: dict[str, Any]) -> Any:
    named = (_entries(item.get(name)) for name in names_of("sections of ninjs"))
    return next(
        (entry["name"] for entries in named for entry in entries if entry.get("name")), None
    )


def _entries(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, their names in small letters."""
    entries = value if isinstance(value, list) else []
    return [
        {str(name).lower(): field for name, field in entry.items()}
        for entry in entries
        if isinstance(entry, dict)
    ]
