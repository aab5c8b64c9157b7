"""Telegram Desktop's export in HTML: the messages of a channel, a thousand a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from index.archive.content.charsets import decoded
from index.archive.content.parsers import translated
from index.archive.formats.html_pages import MOST_PAGE
from index.archive.record.fields import one_line, to_record
from index.archive.record.markup import from_tree, parsed
from index.errors import ArchiveError
from index.models import Record, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob

    Element = Any

_MOMENT = re.compile(
    r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}:\d{2}:\d{2})(?: (?:UTC|GMT)([+-]\d{2}:\d{2}))?"
)

_OF_CHANNEL = re.compile(
    r"Channel (?:«.*» created|title changed to «.*»|photo (?:changed|removed)|theme was .+)"
)
"""What Telegram Desktop writes between the messages of channels; of groups it names who did it."""
_TWO_PEOPLE = 2
_NO_CHANNEL = re.compile(
    r"(?:)|Telegram|Saved Messages|Replies|Verification Codes|Deleted Account|.*bot", re.IGNORECASE
)
"""Chats in which one side alone may write to one reader: Telegram with its codes, programs."""
_ASSUMED = "was taken for a channel, since everything in it is sent under its name."


def is_telegram_page(text: str) -> bool:
    """Whether a page that begins with ``text`` is one of Telegram Desktop's export."""
    return "CheckLocation();" in text and 'class="page_wrap' in text


def read_telegram_page(blob: Blob) -> Iterator[Record]:
    """One record for each message with words; chats in which several people write are rejected.

    A page does not say what kind of chat it is of. In a channel everything is sent under its name.
    Where nothing else shows that it is one, a remark says what it was taken for.
    """
    data = blob.whole(most=MOST_PAGE)
    with translated("page of Telegram's export"):
        tree = parsed(decoded(data, declared=blob.charset))
        channel = "" if tree is None else _channel(tree)
        found = [] if tree is None else list(_messages(tree))
    if not found:
        raise ArchiveError("no article text (it is a page of Telegram's export without messages)")
    if any(sender not in {channel, ""} for sender, _ in found):
        raise ArchiveError(
            "is a conversation exported from Telegram; channels alone are read from HTML, "
            "public groups from JSON"
        )
    is_sure = _is_of_channel(tree)
    if not is_sure and _NO_CHANNEL.fullmatch(channel):
        raise ArchiveError(
            "may be a conversation exported from Telegram: nothing on the page shows that it is of "
            "a channel; export it as JSON, which says so"
        )
    for number, (_, fields) in enumerate(found, start=1):
        yield to_record(fields | {"source": channel}, where=f"{blob.name}[{number}]")
    if not is_sure:
        yield Record(blob.name, remarks=(Remark(blob.name, "a page of Telegram", _ASSUMED),))


def _is_of_channel(tree: Element) -> bool:
    """Whether a page shows what no talk of two people has.

    Posts that are signed, reactions of the same kind by three or more, changes to the channel.
    """
    notes = (one_line(from_tree(each)) for each in _of_class(tree, "message", "service"))
    reactions = (each for box in _of_class(tree, "reaction") for each in _of_class(box, "count"))
    signatures = _of_class(tree, "signature")
    counts = (one_line(from_tree(each)) for each in reactions)
    return (
        any(map(_OF_CHANNEL.fullmatch, notes))
        or any("forwarded" not in _classes(each.getparent()) for each in signatures)
        or any(count.isdecimal() and int(count) > _TWO_PEOPLE for count in counts)
    )


def _channel(tree: Element) -> str:
    """The name in the header of the page."""
    return _inner(tree, "page_header", "text") or ""


def _messages(tree: Element) -> Iterator[tuple[str, dict[str, Any]]]:
    """Who sent each message with words, and its fields."""
    sender = ""
    for message in _of_class(tree, "message", "default"):
        body = next(_of_class(message, "body"), message)
        forwarded = next(_of_class(body, "forwarded", "body"), None)
        sender = _own(body, "from_name") or sender
        text = _own(body if forwarded is None else forwarded, "text")
        text = "\n\n".join(filter(None, (text, _inner(body, "media_poll", "question"))))
        if not any(map(str.isalnum, text)):
            continue
        author = _own(forwarded, "from_name") if forwarded is not None else _own(body, "signature")
        yield (
            sender,
            {
                "body": text,
                "published": _published(body),
                "author": author.partition(" via @")[0],
                "id": message.get("id", "").removeprefix("message"),
            },
        )


def _published(body: Element) -> str:
    """The moment under the pointer, in ISO 8601; a forwarded message has an older one beside it."""
    for element in _of_class(body, "date"):
        match = _MOMENT.search(element.get("title", ""))
        if match:
            day, month, year, clock, zone = match.groups()
            return f"{year}-{month}-{day}T{clock}{zone or ''}"
    return ""


def _own(element: Element, name: str) -> str:
    """The text of the first child of this class, dates inside it aside."""
    for child in element:
        if name in _classes(child):
            for inner in list(_of_class(child, "date")):
                if inner is not child:
                    inner.drop_tree()
            text = from_tree(child)
            return text if name == "text" else one_line(text)
    return ""


def _inner(tree: Element, outer: str, name: str) -> str | None:
    box = next(_of_class(tree, outer), None)
    inner = None if box is None else next(_of_class(box, name), None)
    return None if inner is None else one_line(from_tree(inner))


def _of_class(tree: Element, *names: str) -> Iterator[Element]:
    """The ``div`` and ``span`` elements of these classes, in order."""
    wanted = {*names}
    return (each for each in tree.iter("div", "span") if wanted.issubset(_classes(each)))


def _classes(element: Element) -> list[str]:
    return str(element.get("class", "")).split()
