"""What people read in three languages: complete, with the same variables, with right plurals."""

from __future__ import annotations

import ast
import re
import zipfile
from functools import partial
from typing import TYPE_CHECKING

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, SelectExpression, VariableReference
from fluent.syntax.visitor import Visitor
from hatchling.builders.wheel import WheelBuilder

from bot import texts
from index.text import lexicon
from tests.bot.made import in_language
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fluent.syntax.ast import BaseNode

FORMS = {"en": {"one", "other"}, "ru": {"one", "few", "many"}, "uk": {"one", "few", "many"}}
"""The forms that counted things need in a language (Unicode CLDR, cardinal plurals)."""
SAYING = {
    "texts.say": 0,
    "chat_texts.say": 0,
    "_tell": 0,
    "message": 0,
    "noted": 1,
    "telling.note": 1,
}
"""What says a message, and which of its arguments is the name."""
FAMILIES = ("note", "chat", "terminal", "frame", "period", "list")
"""How names begin that stand in the code outside of such a call as well."""
each_language = pytest.mark.parametrize("language", texts.LANGUAGES)
each_home = pytest.mark.parametrize("home", texts.HOMES)


class Variables(Visitor):
    """Collects the variables and the forms of a message, with what is chosen by."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.forms: list[tuple[str, set[str]]] = []

    def visit_VariableReference(  # noqa: N802 - what the visitor calls it
        self, node: VariableReference
    ) -> None:
        """A variable."""
        self.names.add(node.id.name)

    def visit_SelectExpression(  # noqa: N802 - what the visitor calls it
        self, node: SelectExpression
    ) -> None:
        """A choice between forms."""
        chooser = node.selector.id.name if isinstance(node.selector, VariableReference) else ""
        self.forms.append((chooser, {str(getattr(v.key, "name", "")) for v in node.variants}))
        self.generic_visit(node)


def messages(language: str, *homes: str) -> dict[str, Variables]:
    """Every message of a language in these packages."""
    found: dict[str, Variables] = {}
    for home in homes or texts.HOMES:
        for entry in FluentParser().parse(texts.source(language, home)).body:
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


def modules() -> Iterator[str]:
    """The code of everything that speaks to people."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        yield path.read_text(encoding="utf-8")


def said_in_code() -> Iterator[tuple[str, set[str] | None]]:
    """Every message that the code says, and the variables it fills in, where both are literal."""
    for module in modules():
        saying = SAYING | ({"say": 0} if "from bot.texts import" in module else {})
        for node in ast.walk(ast.parse(module)):
            at = saying.get(ast.unparse(node.func)) if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Call) and at is not None and len(node.args) > at:
                given = {word.arg for word in node.keywords if word.arg}
                literal = all(word.arg for word in node.keywords)
                for name in literals(node.args[at]):
                    yield name, given if literal else None


def literals(node: ast.expr) -> list[str]:
    """The names that an argument can be, as far as they stand there."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return [*literals(node.body), *literals(node.orelse)]
    return []


@each_language
@each_home
def test_every_language_has_every_message_with_the_same_variables(language: str, home: str) -> None:
    """Nobody reads a name in place of a sentence."""
    expected = {name: each.names for name, each in messages("en", home).items()}

    assert {name: each.names for name, each in messages(language, home).items()} == expected


@each_language
def test_whatever_is_counted_has_the_forms_of_the_language(language: str) -> None:
    """One article, two articles; in Russian and Ukrainian also five."""
    for name, message in messages(language).items():
        for chooser, forms in message.forms:
            if chooser == "archive":
                assert forms == {*texts.LANGUAGES, "other"}, name
            else:
                assert forms == FORMS[language], name


def test_what_the_code_says_exists_and_gets_what_it_needs() -> None:
    """Neither a message nor a variable is misspelt."""
    known = messages("en")
    said = list(said_in_code())
    for name, given in said:
        assert name in known, name
        assert given is None or given == known[name].names, name
    assert {"note-disputed-by", "chat-help", "refused", "stop"} <= {name for name, _ in said}


def test_names_of_messages_in_the_code_exist() -> None:
    """Those too that are put into a message elsewhere than they are written."""
    family = rf"\"((?:{'|'.join(FAMILIES)})-[a-z-]+)\""
    found = {name for module in modules() for name in re.findall(family, module)}

    assert found - messages("en").keys() == set()
    assert "note-no-answer" in found


def test_no_message_is_left_over() -> None:
    """What nobody says any more goes, in all languages."""
    code = "\n".join(modules())
    families = re.findall(r"f[\"']([a-z]+(?:-[a-z]+)*-)\{", code)
    left = [
        name
        for name in messages("en")
        if not re.search(rf"[\"']{name}[\"']", code)
        and not any(name.startswith(each) for each in families)
    ]

    assert left == []


@pytest.mark.parametrize(
    ("code", "language"),
    [("ru", "ru"), ("uk-UA", "uk"), ("en_GB", "en"), ("de", "en"), ("", "en"), (None, "en")],
)
def test_language_is_the_one_of_the_code_or_english(code: str | None, language: str) -> None:
    """Telegram sends IETF tags."""
    assert in_language(code, texts.language) == language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "uk_UA.UTF-8"}, "uk"),
        ({"LANG": "uk_UA.UTF-8", "LC_ALL": "ru_RU"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "ru.UTF-8"}, "ru"),
        ({}, None),
    ],
)
def test_language_of_a_terminal_is_that_of_its_locale(
    environment: dict[str, str], language: str | None
) -> None:
    """The first that is set counts; what is none of ours says nothing."""
    assert texts.of_locale(environment) == language


@pytest.mark.parametrize(
    ("question", "others", "language"),
    [
        ("Хто це сказав?", ("en",), "uk"),
        ("Кто это сказал?", ("uk",), "ru"),
        ("Who said so?", ("uk",), "en"),
        ("А в марте?", ("en", "uk"), "uk"),
        ("А в марте?", ("en", None), "ru"),
        ("2024?", ("uk", "ru"), "uk"),
        ("2024?", (None, "ru"), "ru"),
        ("2024?", (), "en"),
    ],
)
def test_question_is_answered_in_its_language_or_in_that_of_the_last(
    question: str, others: tuple[str | None, ...], language: str
) -> None:
    """Cyrillic is never answered in English."""

    def spoken() -> str:
        """Speak to whoever asks this."""
        texts.speak_to(question, *others)
        return texts.language()

    assert in_language(None, spoken) == language


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "5 March 2024"), ("ru", "5 марта 2024"), ("uk", "5 березня 2024")],
)
def test_day_is_written_in_the_reader_s_language(language: str, expected: str) -> None:
    """As it is stored: neither the hour nor the offset moves it."""
    assert in_language(language, partial(texts.day, "2024-03-05T23:30:00-08:00")) == expected
    assert texts.day(None) == ""


def test_message_that_nobody_wrote_is_an_error() -> None:
    """And not an empty sentence."""
    with pytest.raises(KeyError):
        texts.say("no-such-message")


def test_wheel_holds_the_messages_and_the_lexicon(tmp_path: Path) -> None:
    """An installed program speaks, understands and shows pages, too."""
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(built) as wheel:
        names = set(wheel.namelist())

    for home in ("bot", "bot/telegram"):
        assert {f"{home}/locales/{each}.ftl" for each in texts.LANGUAGES} <= names
    assert {f"index/text/words/{each.name}" for each in lexicon.FOLDER.glob("*.toml")} <= names
    assert {"bot/web/templates/answer.html", "bot/web/templates/page.css"} <= names
