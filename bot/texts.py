"""Every sentence that people read, in the language of whoever is spoken to.

The sentences stand in ``locales``, one Fluent file a language: those about answers, which the
terminal says too, here; those of Telegram alone in its own package. What is spoken is set once, by
`speak`, for the task that answers somebody and for all that this task starts.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from index.dates.wording import show_day
from index.text.language import asked_in, detect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluent.runtime import FluentBundle

LANGUAGES = ("en", "ru", "uk")
DEFAULT = "en"
HOMES = ("bot", "bot.telegram")
"""Packages with ``locales``; one is read when something is said that those before it lack."""
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first of them that is set names the language (POSIX, Base Definitions, 8.2)."""
_DAY = len("2024-03-05")

_log = logging.getLogger(__name__)
_spoken: ContextVar[str] = ContextVar("language", default=DEFAULT)


def language() -> str:
    """The language that is spoken now."""
    return _spoken.get()


def speak(code: str | None) -> None:
    """Speak the language of a code such as ``uk`` or ``ru-RU`` from here on, English for others."""
    _spoken.set(known(code) or DEFAULT)


def speak_to(question: str, *others: str | None) -> None:
    """Speak the language of a question; where it tells none, the first of ``others``.

    A question in Cyrillic that can be Russian as well as Ukrainian is answered in one of these.
    """
    told, near = asked_in(question), [each for each in others if each]
    if told is None and detect(question) == "ru":
        near = [*(each for each in near if each != "en"), "ru"]
    speak(told or next(iter(near), None))


def known(code: str | None) -> str | None:
    """The language of ours that a code names."""
    name = (code or "").lower().replace("_", "-").partition("-")[0].partition(".")[0]
    return name if name in LANGUAGES else None


def of_locale(environment: Mapping[str, str]) -> str | None:
    """The language of ours that a terminal is set to: ``uk`` where ``LANG`` is ``uk_UA.UTF-8``."""
    return known(next((environment[name] for name in _LOCALE if environment.get(name)), None))


def say(name: str, /, **values: str | int) -> str:
    """The message with this name in the language that is spoken now, filled in."""
    return say_in(language(), name, **values)


def say_in(spoken: str, name: str, /, **values: str | int) -> str:
    """The message with this name in one of the languages.

    Raises:
        KeyError: there is no such message.
    """
    found = _home(spoken, name)
    pattern = found.get_message(name).value
    if pattern is None:
        raise KeyError(name)
    said, errors = found.format_pattern(pattern, dict[str, Any](values))
    for error in errors:
        _log.error("%s in %s: %s", name, spoken, error)
    return str(said)


def _home(spoken: str, name: str) -> FluentBundle:
    """The first messages among which there is one with this name, else the last."""
    every = (bundle(spoken, home) for home in HOMES)
    return next((each for each in every if each.has_message(name)), bundle(spoken, HOMES[-1]))


@cache
def bundle(spoken: str, home: str) -> FluentBundle:
    """The messages of a package; without marks for mixed directions, which people would copy."""
    from fluent.runtime import FluentBundle, FluentResource  # noqa: PLC0415 - a tenth of a second

    made = FluentBundle([spoken], use_isolating=False)
    made.add_resource(FluentResource(source(spoken, home)))
    return made


def source(spoken: str, home: str) -> str:
    """The Fluent file of a language in a package."""
    path = resources.files(home).joinpath("locales", f"{spoken}.ftl")
    return path.read_text(encoding="utf-8")


def day(published: str | None) -> str:
    """The day of an ISO date as it is stored, never shifted to another zone, or nothing."""
    return day_in(language(), published) if published else ""


def day_in(spoken: str, published: str) -> str:
    """The same in one of the languages: ``5 March 2024``."""
    read = date.fromisoformat(published[:_DAY])
    return show_day(read, spoken)
