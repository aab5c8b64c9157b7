"""What the documents tell people to type: it is run, or the document says why it is not.

A fence is `sh` (each line is run), `console` (and what it prints is compared) or another language.
Behind `sh` one word may say why a line is left out, or what it is instead.
"""

from __future__ import annotations

import logging
import re
import shlex
import shutil
import sys
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING

import pytest

from bot import texts
from bot.__main__ import main
from bot.settings import Settings
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEFT_OUT = {
    "long": "installs, or takes minutes",
    "key": "needs a key, or somebody else's server",
    "machine": "changes the machine, or needs programs that it may not have",
    "setting": "lines of .env, which are read instead of run",
}
COMMANDS = ("pressmark ", "make ", "pip ", "python", ".venv", "PRESSMARK_", "docker ", "podman ")
"""How lines begin that must not stand in a fence without a language."""
FENCE = re.compile(r"^```([a-z]*)(?: ([a-z]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
QUESTION = '{"question": "Who stole the bell?", "answerable": true}\n'
KEEPER = "Keeper\n\nOrla Brandt was born in 1951."
GREEN = (
    '{"title": "Lighthouse turns green", "url": "https://vardoy.example/green", '
    '"text": "The lighthouse of Vardoy was painted green. Eleven buckets of paint were used."}\n'
)


@dataclass(frozen=True)
class Block:
    """A fence of a document."""

    language: str
    mark: str
    text: str


def blocks(page: Path) -> list[Block]:
    """The fences of a document, in order."""
    return [Block(*each) for each in FENCE.findall(page.read_text(encoding="utf-8"))]


each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
with_commands = pytest.mark.parametrize(
    "page",
    [
        page
        for page in PAGES
        if any(each.language in {"sh", "console"} and not each.mark for each in blocks(page))
    ],
    ids=lambda page: page.name,
)


class Shell:
    """Runs lines of documents in this process, over a copy of the sample's home."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def run(self, line: str) -> str:
        """What `pressmark …` prints, with `echo …` before it as its input."""
        said, _, piped = line.rpartition(" | ")
        stdin = " ".join(shlex.split(said)[1:]) + "\n" if said else ""
        words = shlex.split(piped or line)
        assert words[0] == "pressmark", f"{line}: mark the fence with one of {sorted(LEFT_OUT)}"
        assert not said or said.startswith("echo "), line
        stream = TextIOWrapper(BytesIO(stdin.encode()), encoding="utf-8")
        self._monkeypatch.setattr(sys, "stdin", stream)
        self._capsys.readouterr()
        texts.speak(None)
        code = main(words[1:])
        out, err = self._capsys.readouterr()
        assert code == 0, f"{line}: {err}"
        return out


@pytest.fixture
def shell(
    sample_home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Shell]:
    """A folder with files of one's own, and the sample archive indexed."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRESSMARK_HOME", str(shutil.copytree(sample_home, tmp_path / "home")))
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "keeper.txt").write_text(KEEPER, encoding="utf-8")
    (tmp_path / "articles" / "green.jsonl").write_text(GREEN, encoding="utf-8")
    (tmp_path / "questions.jsonl").write_text(QUESTION, encoding="utf-8")
    yield Shell(monkeypatch, capsys)
    texts.speak(None)
    root.handlers[:], root.level = handlers, level


@with_commands
def test_every_command_of_a_document_does_what_it_says(page: Path, shell: Shell) -> None:
    """In the order in which they stand; what is shown of an answer is all of it."""
    for block in blocks(page):
        if block.mark:
            continue
        if block.language == "sh":
            for line in block.text.splitlines():
                shell.run(line)
        elif block.language == "console":
            for line, shown in re.findall(
                r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block.text, re.MULTILINE
            ):
                assert shell.run(line).strip() == shown.strip(), line


@each_page
def test_settings_of_a_document_are_ones_that_there_are(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With values that are taken, the lines of a fence together."""
    for block in blocks(page):
        if block.mark == "setting":
            with monkeypatch.context() as patch:
                for line in block.text.splitlines():
                    name, _, value = line.partition("=")
                    assert name.startswith("PRESSMARK_"), line
                    patch.setenv(name, value)
                Settings.load()


@each_page
def test_no_command_hides_in_a_fence(page: Path) -> None:
    """A fence without a language shows no command, and a mark is one that this test knows."""
    bare = [
        line
        for block in blocks(page)
        if not block.language
        for line in block.text.splitlines()
        if line.startswith(COMMANDS)
    ]

    assert bare == []
    assert {block.mark for block in blocks(page)} - {"", *LEFT_OUT} == set()


def test_the_readme_is_read_in_one_sitting() -> None:
    """What is longer belongs into ``docs``; its picture and its pages are there."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text)

    assert len(text.splitlines()) <= 150
    assert "docs/telegram-en.png" in links
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


@each_page
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    """Relative to the page that they stand on."""
    text = re.sub("`[^`]*`", "", FENCE.sub("", page.read_text(encoding="utf-8")))
    links = re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", text)

    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []
