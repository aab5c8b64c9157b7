"""A conversation of the terminal as files."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from docx import Document

from bot.answer.answerer import Answerer
from bot.terminal import chat
from bot.terminal.exports import write_down
from index.errors import PressmarkError
from tests.bot.transcripts.made import REFUSED, SAID, transcript

if TYPE_CHECKING:
    from pathlib import Path

    from index.library import Library

NAME = "2026-12-01-What-froze-over"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the chat goes on."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


def test_conversation_is_written_as_markdown_and_as_word(folder: Path) -> None:
    """Beside what is there, and never over it."""
    for _ in range(2):
        write_down(transcript(SAID, REFUSED), "")

    assert sorted(each.name for each in folder.iterdir()) == [
        f"{NAME}-2.docx",
        f"{NAME}-2.md",
        f"{NAME}.docx",
        f"{NAME}.md",
    ]
    assert (folder / f"{NAME}.md").read_text(encoding="utf-8").startswith("# Questions to")


def test_file_that_is_named_says_by_its_ending_what_it_is(folder: Path) -> None:
    """One kind alone is written."""
    write_down(transcript(SAID), "my talk.DOCX")

    (made,) = folder.iterdir()
    assert Document(str(made)).paragraphs[2].text == "1. What froze_over?"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("talk.pdf", r"I write Markdown and Word: /export FILE\.md or /export FILE\.docx"),
        ("there.md", r"there\.md is there already\. Name another file: /export FILE"),
        ("nowhere/talk.md", r"nowhere/talk\.md cannot be written \(No such file or directory\)\."),
    ],
)
def test_file_that_cannot_be_written_gets_a_sentence(
    folder: Path, given: str, expected: str
) -> None:
    """And nothing that is there is changed."""
    (folder / "there.md").write_text("Mine.", encoding="utf-8")

    with pytest.raises(PressmarkError, match=expected):
        write_down(transcript(SAID), given)
    assert (folder / "there.md").read_text(encoding="utf-8") == "Mine."


def test_chat_exports_what_was_asked_since_it_began(
    sample: Library, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the first question, and after /new, there is nothing."""
    with asyncio.Runner() as runner:
        talk = chat._Talk(sample, Answerer(sample), runner)
        for line in (
            "/export",
            "What did a kilo of cod cost at the Skelhaven auction in March 2025?",
            "Who won the race to Mars?",
            "/EXPORT Talk.md",
            "/new",
            "/export",
        ):
            talk.turn(line)
    said = capsys.readouterr().out
    document = (folder / "Talk.md").read_text(encoding="utf-8")

    assert said.count("There is nothing to export yet. Ask a question first.") == 2
    assert "Written: Talk.md." in said
    assert "42 crowns" in document
    assert "## 2. Who won the race to Mars?" in document
