"""Notes: made of a message and its values, in English for JSON, told in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import texts
from bot.messages import Day, Days, Message, Several, message
from bot.models import Note
from bot.notes.interpretation import days_in
from index.dates.article import Resolved

if TYPE_CHECKING:
    from bot.messages import Value
    from index.articles.notices import Remark


def noted(kind: str, name: str, about: int | None = None, /, **values: Value) -> Note:
    """A note that says the message with this name, about the claim with the index ``about``."""
    return saying(kind, message(name, **values), about)


def saying(kind: str, found: Message, about: int | None = None) -> Note:
    """A note that says ``found``, about the claim with the index ``about``."""
    return Note(kind, plain(found), about, found)


def remarked(remark: Remark, about: int | None = None) -> Note:
    """What an article says about itself, as it stands there; else our words for it."""
    if remark.version is not None:
        return noted(remark.kind, "note-wire", about, number=str(remark.version))
    if remark.dated_by is not None:
        return noted(remark.kind, f"note-dated-{remark.dated_by}", about)
    return Note(remark.kind, remark.text, about)


def told(note: Note) -> str:
    """A note for whoever is spoken to; one without a message is told as it stands."""
    return note.text if note.message is None else told_value(note.message)


def told_value(value: Value) -> str:
    """A message, a day or a list for whoever is spoken to."""
    return _spelt(value, texts.language())


def plain(value: Value) -> str:
    """The same in English, days as they are stored: what JSON has."""
    return _spelt(value, None)


def _spelt(value: Value, spoken: str | None) -> str:
    """``value`` in a language; ``None``: in English for programs."""
    said = spoken or texts.DEFAULT
    match value:
        case Day():
            return texts.day_in(said, value.iso) if spoken else value.iso
        case Days():
            return days_in(value, spoken) if spoken else f"{value.first} to {value.last}"
        case Resolved():
            return value.shown_in(said)
        case Several():
            return _list(value, spoken)
        case Message():
            filled = {name: _filled(each, spoken) for name, each in value.values}
            return texts.say_in(said, value.name, **filled)
    return str(value)


def _filled(value: Value, spoken: str | None) -> str | int:
    """A value of a message; numbers stay numbers, which decide on the form of a noun."""
    return value if isinstance(value, int) else _spelt(value, spoken)


def _list(several: Several, spoken: str | None) -> str:
    *head, last = (_spelt(each, spoken) for each in several.things)
    if not head or several.joined == "comma":
        return ", ".join([*head, last])
    said = spoken or texts.DEFAULT
    return texts.say_in(said, f"list-{several.joined}", head=", ".join(head), last=last)
