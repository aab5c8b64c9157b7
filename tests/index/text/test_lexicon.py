"""The lexicon: every list is in the data once, is read when asked for, and makes a pattern."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from bot.answer.reading.question_types import Kind
from index.articles.notices import NoticeKind
from index.planning.intents import Intent
from index.text import lexicon
from tests.conftest import ROOT

FILES = sorted(lexicon.FOLDER.glob("*.toml"))
SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for package in ("bot", "index")
    for path in sorted((ROOT / package).rglob("*.py"))
)
ENTRIES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES}
FORMS = sorted({name for entries in ENTRIES.values() for name in entries.get("forms", {})})
LISTS = sorted({name for entries in ENTRIES.values() for name in entries.get("words", {})})
DATA = "".join(path.read_text(encoding="utf-8") for path in FILES)
MADE = {
    *get_args(Intent),
    *get_args(NoticeKind),
    *(f"{does}-{kind}" for kind in get_args(Kind) for does in ("asks", "shows")),
}
"""Names that the code puts together, or has as values of a type."""


def test_a_list_has_the_words_of_all_languages_or_of_one() -> None:
    """What is asked for by one name is the same in all of them together."""
    assert {"he", "он", "він"} <= lexicon.words("people")
    assert lexicon.words("people", "ru") == {"он", "она", "они"}
    assert lexicon.words("people", "de") == set()


def test_a_list_may_have_the_words_of_another() -> None:
    """«@denials» stands for them, in every language."""
    assert lexicon.words("denials") < lexicon.words("modifiers")
    assert not any(word.startswith("@") for name in LISTS for word in lexicon.words(name))


def test_a_table_says_what_a_word_stands_for() -> None:
    """Its keys are the values, its words those of all languages."""
    assert lexicon.table("numbers")["шестьдесят"] == lexicon.table("numbers")["sixty"] == "60"
    assert lexicon.table("numbers", "scales")["млн"] == "million"
    assert "sixty" in lexicon.words("numbers")


def test_a_template_is_filled_with_the_forms_of_a_name() -> None:
    """Or, where there are none, with its words; case makes no difference unless it is asked for."""
    assert lexicon.pattern(r"^{according-to} (.+)").match("По словам Хольт") is not None
    assert lexicon.pattern(r"{people}\b", cased=True).match("He") is None
    assert lexicon.cue("now").search("What is known nowadays?") is not None
    assert lexicon.cue("now").search("What is known?") is None


def test_what_is_not_in_the_lexicon_is_an_error() -> None:
    """A wrong name is found when it is first used."""
    with pytest.raises(KeyError):
        lexicon.words("nonesuch")
    with pytest.raises(KeyError):
        lexicon.table("nonesuch")
    with pytest.raises(KeyError):
        lexicon.pattern("{nonesuch}")


@pytest.mark.parametrize("name", FORMS)
def test_every_form_compiles(name: str) -> None:
    """With what it is made of filled in."""
    assert re.compile("|".join(lexicon.alternatives(name)))


@pytest.mark.parametrize("name", [*FORMS, *LISTS])
def test_every_entry_is_used(name: str) -> None:
    """By the code, or by another entry."""
    by_code = f"{{{name}}}" in SOURCES + DATA or f'"{name}"' in SOURCES
    by_list = re.search(rf"@{name}(?![\w-])", DATA)

    assert by_code or by_list or name in MADE


def test_an_import_reads_no_file() -> None:
    """The command line starts without the lexicon."""
    path = Path(lexicon.__file__)

    assert not re.search(
        r"^\w+ = .*(?:words|table|pattern|_file)\(", path.read_text(), re.MULTILINE
    )
