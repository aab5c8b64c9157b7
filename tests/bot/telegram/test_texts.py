"""What the bot says in three languages: complete, with the same variables, with right plurals."""

from __future__ import annotations

import ast
import re
import string
import zipfile
from contextvars import copy_context
from typing import TYPE_CHECKING

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, SelectExpression, VariableReference
from fluent.syntax.visitor import Visitor
from hatchling.builders.wheel import WheelBuilder

from bot.telegram import texts
from bot.telegram.noting import NAMING, OURS, THEN, WHY
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fluent.syntax.ast import BaseNode

FORMS = {"en": {"one", "other"}, "ru": {"one", "few", "many"}, "uk": {"one", "few", "many"}}
"""The forms that counted things need in a language (Unicode CLDR, cardinal plurals)."""
each_language = pytest.mark.parametrize("language", texts.LANGUAGES)


class Variables(Visitor):
    """Collects the variables and the plural forms of a message."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.forms: list[set[str]] = []

    def visit_VariableReference(  # noqa: N802 - what the visitor calls it
        self, node: VariableReference
    ) -> None:
        """A variable."""
        self.names.add(node.id.name)

    def visit_SelectExpression(  # noqa: N802 - what the visitor calls it
        self, node: SelectExpression
    ) -> None:
        """A choice between forms."""
        self.forms.append({str(getattr(v.key, "name", "")) for v in node.variants})
        self.generic_visit(node)


def messages(language: str) -> dict[str, Variables]:
    """Every message of a language."""
    found: dict[str, Variables] = {}
    for entry in FluentParser().parse(texts.source(language)).body:
        assert not isinstance(entry, Junk), entry.content
        if isinstance(entry, Message):
            assert entry.id.name not in found, f"{entry.id.name} stands twice in {language}"
            found[entry.id.name] = variables(entry)
    return found


def variables(node: BaseNode) -> Variables:
    """What a message needs."""
    visitor = Variables()
    visitor.visit(node)
    return visitor


def said_in_code() -> Iterator[tuple[str, set[str] | None]]:
    """Every message that the code says, and the variables it fills in, where both are literal."""
    for path in sorted((ROOT / "bot" / "telegram").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"texts.say", "say"}:
                given = {word.arg for word in node.keywords if word.arg}
                literal = all(word.arg for word in node.keywords)
                for name in literals(node.args[0]):
                    yield name, given if literal else None


def literals(node: ast.expr) -> list[str]:
    """The names that an argument can be, as far as they stand there."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return [*literals(node.body), *literals(node.orelse)]
    return []


@each_language
def test_every_language_has_every_message_with_the_same_variables(language: str) -> None:
    """Nobody reads a name in place of a sentence."""
    expected = {name: each.names for name, each in messages("en").items()}

    assert {name: each.names for name, each in messages(language).items()} == expected


@each_language
def test_whatever_is_counted_has_the_forms_of_the_language(language: str) -> None:
    """One article, two articles; in Russian and Ukrainian also five."""
    for name, message in messages(language).items():
        for forms in message.forms:
            assert forms == FORMS[language], name


def test_what_the_code_says_exists_and_gets_what_it_needs() -> None:
    """Neither a message nor a variable is misspelt."""
    known = messages("en")
    for name, given in said_in_code():
        assert name in known, name
        assert given is None or given == known[name].names, name


def test_no_message_is_left_over() -> None:
    """What nobody says any more goes, in all languages."""
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "bot" / "telegram").glob("*.py"))
    families = re.findall(r"f[\"']([a-z]+(?:-[a-z]+)*-)\{", code)
    left = [
        name
        for name in messages("en")
        if not re.search(rf"[\"']{name}[\"']", code)
        and not any(name.startswith(each) for each in families)
    ]

    assert left == []


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [
        ("en", 1, "one article"),
        ("en", 1200, "1,200 articles"),
        ("ru", 1, "1 статья"),
        ("ru", 3, "3 статьи"),
        ("ru", 11, "11 статей"),
        ("ru", 21, "21 статья"),
        ("uk", 2, "2 статті"),
        ("uk", 5, "5 статей"),
        ("uk", 112, "112 статей"),
    ],
)
def test_plurals_are_those_of_the_language(language: str, count: int, expected: str) -> None:
    """Worked out by hand."""
    assert texts.say_in(language, "sources-line", count=count) == expected


@pytest.mark.parametrize(
    ("code", "language"),
    [("ru", "ru"), ("uk-UA", "uk"), ("en_GB", "en"), ("de", "en"), ("", "en"), (None, "en")],
)
def test_language_is_the_one_of_the_code_or_english(code: str | None, language: str) -> None:
    """Telegram sends IETF tags."""

    def spoken() -> str:
        """Speak it, and say what is spoken."""
        texts.speak(code)
        return texts.language()

    assert copy_context().run(spoken) == language


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "5 March 2024"), ("ru", "5 марта 2024"), ("uk", "5 березня 2024")],
)
def test_day_is_written_in_the_reader_s_language(language: str, expected: str) -> None:
    """As it is stored: neither the hour nor the offset moves it."""

    def shown() -> str:
        """The day for a reader of this language."""
        texts.speak(language)
        return texts.day("2024-03-05T23:30:00-08:00")

    assert copy_context().run(shown) == expected
    assert texts.day(None) == ""


@each_language
def test_every_sentence_of_ours_beside_a_quotation_is_translated(language: str) -> None:
    """And is the same sentence in English."""
    for sentence, name in {**OURS, **WHY, **THEN}.items():
        said = texts.say_in(language, name)
        assert (said == sentence) is (language == "en"), name
    for beginning, name in NAMING.items():
        said = texts.say_in(language, name, named="“Mars”")
        assert (said == f"{beginning} “Mars”.") is (language == "en"), name


@each_language
def test_limits_of_telegram_hold_in_every_language(language: str) -> None:
    """Menus have 256 characters a line, toasts 200 (Bot API); the longest names are tried."""
    known = messages(language)
    for name in known:
        if name.startswith("menu-"):
            assert 1 <= len(texts.say_in(language, name)) <= 256, name
    toast = texts.say_in(language, "stranger-toast", id=str(10**15))
    assert len(toast) <= 200
    assert {*texts.MENU, *texts.ADMIN_MENU} == {
        name.removeprefix("menu-") for name in known if name.startswith("menu-")
    }
    assert all(set(name) <= {*string.ascii_lowercase} for name in texts.MENU)


def test_wheel_holds_the_messages(tmp_path: Path) -> None:
    """An installed bot speaks, too."""
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(built) as wheel:
        names = set(wheel.namelist())

    assert {f"bot/telegram/locales/{each}.ftl" for each in texts.LANGUAGES} <= names
