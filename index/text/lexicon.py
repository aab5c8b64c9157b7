"""The lexicon: small words, number words and set forms in English, Russian and Ukrainian.

The data are ``words/en.toml``, ``ru.toml`` and ``uk.toml``, and ``common.toml`` for what belongs to
no one language; ``en.toml`` says how they are written. They are read when first asked for, and what
is asked for by one name is the same in all languages together: a question in Russian may name an
outlet in English.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = Path(__file__).with_name("words")
_LANGUAGES = ("en", "ru", "uk", "common")
_PLACEHOLDER = re.compile(r"\{([a-z][a-z-]+)\}")


@cache
def words(name: str, language: str | None = None) -> frozenset[str]:
    """The words of a list, or of a table, in one language or in all of them.

    Raises:
        KeyError: there is no such list.
    """
    found = frozenset(_words(name, language))
    if not found and language is None:
        raise KeyError(name)
    return found


@cache
def table(*names: str) -> Mapping[str, str]:
    """What the words of tables stand for: ``60`` for "sixty" and "шестьдесят".

    Raises:
        KeyError: there is no such table.
    """
    found: dict[str, str] = {}
    for name in names:
        for entries in _entries(name, None, name):
            found |= {word: key for key, line in entries.items() for word in line.split()}
    if not found:
        raise KeyError(names)
    return found


@cache
def pattern(template: str, *, cased: bool = False) -> re.Pattern[str]:
    """``template`` with the forms or words of that name in the place of each ``{name}``, compiled.

    Case makes no difference unless it is ``cased``.

    Raises:
        KeyError: there are none of a name.
    """
    return re.compile(filled(template), re.NOFLAG if cased else re.IGNORECASE)


@cache
def cue(name: str) -> re.Pattern[str]:
    """The forms of that name as whole words."""
    return pattern(rf"\b(?:{{{name}}})\b")


def filled(template: str) -> str:
    """``template`` as a regular expression, with alternatives in the place of each ``{name}``."""
    return _PLACEHOLDER.sub(lambda match: f"(?:{'|'.join(alternatives(match[1]))})", template)


@cache
def alternatives(name: str) -> tuple[str, ...]:
    """The forms of that name, filled in; where there are none, the words of that name."""
    lines = [line for form in _entries("forms", None, name) for line in _lines(form)]
    return tuple(map(filled, lines)) or tuple(
        re.escape(word) for word in sorted(words(name), key=lambda word: (-len(word), word))
    )


def _lines(form: str) -> list[str]:
    """The alternatives of a form; a line that two spaces begin goes on with the one above."""
    return form.strip("\n").replace("\n  ", "").splitlines()


def _words(name: str, language: str | None) -> Iterator[str]:
    for line in _entries("words", language, name):
        for word in line.split():
            if word.startswith("@"):
                yield from words(word[1:], language)
            else:
                yield word
    for entries in _entries(name, language, name):
        yield from " ".join(entries.values()).split()


def _entries(section: str, language: str | None, name: str) -> list[Any]:
    """What the files of a language, or of all, have of a name: in a section, or as one."""
    found = (_file(each) for each in _LANGUAGES if language in {None, each})
    if section == name:
        return [each[name] for each in found if name in each]
    return [each[section][name] for each in found if name in each.get(section, {})]


@cache
def _file(language: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
