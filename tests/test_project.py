"""The files around the code: they say what the code does, and nothing that is not theirs."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import socket
import subprocess
import tomllib
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

import bot
import prompts
from bot.settings import Settings
from index.archive.sources.files import locate, read
from index.archive.sources.urls import SAMPLE
from index.environment import PREFIX
from tests.conftest import ROOT, NetworkBlockedError, blocked

if TYPE_CHECKING:
    from pathlib import Path

    from index.models import Article

HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "crates" + ".io",
    "proxy.golang" + ".org",
    "ghcr" + ".io",
    "docker" + ".io",
    "gcr" + ".io",
    "artifact" + "ory",
    "--index" + "-url",
    "--extra-index" + "-url",
]
PLACES = [
    re.compile(rf"(?<![\w.~$}}>-])/{name}/\w") for name in ("wor" + "k", "ro" + "ot", "ho" + "me")
] + [re.compile("/Us" + r"ers/\w")]
PATHS = re.compile(r"(?<![\w./-])(?:bench|bot|docs|examples|index|prompts|tests|tools)/[\w./-]*\w")
"""Paths of the project, as documents name them."""
DOCUMENTS = ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]
LARGE = 1_000_000


@cache
def articles() -> list[Article]:
    """The articles of the sample archive."""
    return [
        record.article
        for source in locate(SAMPLE).files
        for record in read(source).records
        if record.article is not None
    ]


@cache
def questions() -> list[dict[str, Any]]:
    """The questions about them."""
    lines = (ROOT / "examples" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def texts() -> dict[str, str]:
    """Every text file of the project by its path; models and what git ignores left out."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False).stdout
    names = listed.decode().split("\0") if listed else [str(path) for path in ROOT.rglob("*")]
    files = [ROOT / name for name in names if name]
    contents = {
        str(path.relative_to(ROOT)): path.read_bytes()
        for path in files
        if path.is_file() and path.stat().st_size < LARGE
    }
    return {
        name: content.decode("utf-8", "replace")
        for name, content in contents.items()
        if b"\0" not in content
    }


def version() -> str:
    """The version that is built."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(settings["project"]["version"])


def test_the_example_settings_are_those_of_the_code() -> None:
    """``.env.example`` and the page on settings are what ``tools/settings_table.py`` writes."""
    path = ROOT / "tools" / "settings_table.py"
    spec = importlib.util.spec_from_file_location("settings_table", path)
    assert spec is not None
    assert spec.loader is not None
    table: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(table)

    assert (ROOT / ".env.example").read_text(encoding="utf-8") == table.render()
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == table.page()


def test_every_setting_has_a_description() -> None:
    """An operator reads nothing else."""
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert re.match(r".+\.$", field.description), f"{PREFIX}{name.upper()}"


def test_the_sample_has_articles_of_a_readable_length() -> None:
    """At least 40 of 150 to 500 words, all of them readable without a warning."""
    lengths = [len(article.text.split()) for article in articles()]

    assert len(lengths) >= 40
    assert [length for length in lengths if not 150 <= length <= 500] == []


def test_the_sample_has_60_questions_15_of_which_it_does_not_answer() -> None:
    """Each is asked once."""
    assert len({question["question"] for question in questions()}) == 60
    assert sum(not question["answerable"] for question in questions()) == 15


def test_every_answer_stands_verbatim_in_the_sample() -> None:
    """A fact is a sentence of the article that it names, and holds the short answer."""
    by_title: dict[str, list[str]] = {}
    for article in articles():
        by_title.setdefault(article.title, []).append(article.text)
    for question in questions():
        facts = question.get("evidence", [])
        assert bool(facts) == question["answerable"]
        for fact in facts:
            assert any(fact["fact"] in text for text in by_title[fact["title"]]), fact
        if facts:
            found = " ".join(fact["fact"] for fact in facts).casefold()
            assert question["answer"].casefold() in found, question


@pytest.mark.parametrize("host", HOSTS)
def test_no_file_names_where_packages_come_from(host: str) -> None:
    """Which index is used is the installer's choice."""
    assert [name for name, text in texts().items() if host in text.casefold()] == []


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.pattern[-12:])
def test_no_file_names_a_place_on_somebody_s_machine(place: re.Pattern[str]) -> None:
    """The project works wherever it is put."""
    assert [name for name, text in texts().items() if place.search(text)] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_path_that_a_document_names_exists(name: str) -> None:
    """Whoever reads it finds what it speaks of."""
    paths = PATHS.findall((ROOT / name).read_text(encoding="utf-8"))

    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_model_is_the_one_that_was_made() -> None:
    """Every file that SHA256SUMS lists has the sum it says."""
    folder = ROOT / "index" / "embedding" / "minilm"
    lines = [line.split() for line in (folder / "SHA256SUMS").read_text("ascii").splitlines()]

    assert {name for _, name in lines} == {"model.onnx", "tokenizer.json"}
    for expected, name in lines:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected


@pytest.mark.parametrize("name", ["LICENSE", "examples/LICENSE", "index/embedding/minilm/LICENSE"])
def test_what_is_given_away_has_a_licence(name: str) -> None:
    """The code, the sample, the model."""
    assert len((ROOT / name).read_text(encoding="utf-8")) > 500


@pytest.mark.parametrize(
    "path", sorted((ROOT / "prompts").glob("*.md")), ids=lambda path: path.stem
)
def test_every_prompt_loads(path: Path) -> None:
    """It has two parts and the placeholders that the code fills."""
    values = dict.fromkeys(prompts.PLACEHOLDERS[path.stem], "filled")

    system, user = prompts.Prompt(path.stem).fill(**values)

    assert system
    assert "filled" in user
    assert "$" not in user


def test_tests_have_no_network() -> None:
    """Neither a connection nor a look-up leaves this machine; loopback is free."""
    with pytest.raises(NetworkBlockedError), socket.create_connection(("198.51.100.1", 80)):
        pass
    with pytest.raises(NetworkBlockedError):
        socket.getaddrinfo("news.example", 443)
    reached = blocked.copy()
    blocked.clear()

    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()

    assert reached == ["198.51.100.1", "news.example"]


def test_the_changelog_has_the_version() -> None:
    """What is built is described."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert re.search(rf"^## {re.escape(version())}\b", changelog, re.MULTILINE)


def test_the_command_line_says_the_version_that_is_built() -> None:
    """``--version`` and the package agree."""
    assert bot.__version__ == version()


def test_dependencies_are_ranged_and_have_a_reason() -> None:
    """Each on its line, with a floor, a ceiling and a comment."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text[text.index("dependencies = [") : text.index("\n]\n\n[project.optional")]

    for line in block.splitlines()[1:]:
        assert re.fullmatch(r'    "[\w.-]+>=[\d.]+,<[\d.]+", +# .+', line), line


def lines_of(name: str) -> list[dict[str, Any]]:
    """The objects of a file beside the sample archive."""
    lines = (ROOT / "examples" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def folded(text: str) -> str:
    """``text`` with single spaces."""
    return " ".join(text.split())


def test_replies_quote_the_sample_archive_word_for_word() -> None:
    """And a sentence that stands on nothing says what the archive does not say."""
    texts: dict[str, str] = {}
    for each in articles():
        told = folded(f"{each.title} {each.text}")
        texts[folded(each.title)] = f"{texts.get(folded(each.title), '')} {told}"
    said = [sentence for reply in lines_of("replay.jsonl") for sentence in reply["sentences"]]

    wrong = [
        cite["quote"]
        for sentence in said
        for cite in sentence["cites"]
        if folded(cite["quote"]) not in texts.get(folded(cite["title"]), "")
    ]

    assert wrong == []
    assert {each["label"] for each in said if not each["cites"]} == {"gap"}


def test_claims_name_sentences_of_their_article() -> None:
    """Those that they rest on, and the one before each; the labels are as many as is said."""
    texts: dict[str, str] = {}
    for each in articles():
        told = folded(f"{each.title} {each.text}")
        texts[folded(each.title)] = f"{texts.get(folded(each.title), '')} {told}"
    claims = lines_of("claims.jsonl")

    wrong = [
        sentence
        for claim in claims
        for sentence in (*claim["evidence"], *claim["before"])
        if folded(sentence) not in texts[folded(claim["article"])]
    ]

    assert wrong == []
    assert Counter(claim["label"] for claim in claims) == {
        "supported": 528,
        "changed": 528,
        "unsupported": 144,
    }


@pytest.mark.parametrize("file", ["newsroom.jsonl", "paraphrases.jsonl"])
def test_questions_as_people_type_them_name_sentences_of_the_sample_archive(file: str) -> None:
    """Those that answer, those that add, and those that only look like an answer."""
    told = folded(" ".join(f"{each.title} {each.text}" for each in articles()))

    wrong = [
        sentence
        for row in lines_of(file)
        for sentence in (
            row.get("best") or row.get("near", ""),
            *row.get("also", ()),
            *row.get("complete", ()),
        )
        if folded(sentence) not in told
    ]

    assert wrong == []


def test_topics_name_headlines_of_the_sample_archive() -> None:
    """All of a story, of which one is the newest."""
    titles = {folded(each.title) for each in articles()}

    for row in lines_of("stories.jsonl"):
        assert {folded(each) for each in (*row["articles"], *row["maybe"])} <= titles
        assert row["newest"] in row["articles"] or not row["articles"]
