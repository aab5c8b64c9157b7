"""Whether the values of an update are of the kinds that the Bot API has.

The library takes whatever stands in a field. A text that is a number, or an id that is a word,
would be believed and kept, and end everything that is done with it later.
"""

from __future__ import annotations

import inspect
from functools import cache
from typing import TYPE_CHECKING

from telegram import TelegramObject

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_TEXT = 32_768
"""Characters of the longest text that the Bot API knows (rich messages); to read a longer one
takes more than its share of time."""
_MOST_NUMBER = 2**63
_KINDS: dict[object, type] = {int: int, int | None: int, str: str, str | None: str}
"""What the library declares, and what is there."""


def check_values(update: TelegramObject) -> None:
    """Refuse an object of the library in which a text or a whole number is none.

    Raises:
        TypeError: a value is of another kind.
        ValueError: a text is too long or no Unicode, or a number has more than 64 bits.
    """
    waiting: list[object] = [update]
    while waiting:
        found = waiting.pop()
        if isinstance(found, TelegramObject):
            _check_own(found)
            waiting += _inside(found)
        elif isinstance(found, (list, tuple)):
            waiting += found


def _check_own(found: TelegramObject) -> None:
    of: type = type(found)
    for name, kind in _kinds(of).items():
        value = getattr(found, name, None)
        if value is None:
            continue
        if not isinstance(value, kind) or isinstance(value, bool):
            raise TypeError(f"{name} of a {type(found).__name__} is no {kind.__name__}")
        if isinstance(value, int) and abs(value) >= _MOST_NUMBER:
            raise ValueError(f"{name} of a {type(found).__name__} is too large")
        if isinstance(value, str):
            value.encode()  # half of a pair of surrogates is no character
            if len(value) > _LONGEST_TEXT:
                raise ValueError(f"{name} of a {type(found).__name__} is too long")


def _inside(found: TelegramObject) -> Iterator[object]:
    """What the object is made of."""
    of: type = type(found)
    for name in _declared(of):
        value = getattr(found, name, None)
        if isinstance(value, (TelegramObject, list, tuple)):
            yield value


@cache
def _kinds(of: type) -> dict[str, type]:
    """The fields of an object that the library declares as text or whole number."""
    return {name: _KINDS[kind] for name, kind in _declared(of).items() if kind in _KINDS}


@cache
def _declared(of: type) -> dict[str, object]:
    """All fields of an object, each with its kind."""
    parameters = inspect.signature(of).parameters.values()
    return {each.name: each.annotation for each in parameters if each.name != "api_kwargs"}
