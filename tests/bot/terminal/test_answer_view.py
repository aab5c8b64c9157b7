"""What people see in a terminal."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING, Any, Self

import pytest
from rich.console import Console

from bot.answer.answerer import Answerer
from bot.answer.composing.outline import outlet_and_day
from bot.models import Answer, Citation, Claim, Note, Short, Understood
from bot.notes.phrases import noted
from bot.store.answers import CitedPassage
from bot.terminal import answer_view, chat, progress_bars
from bot.terminal import status as terminal_status
from bot.terminal.console import numbers
from index.errors import PressmarkError
from index.jobs.queue import work_off
from index.models import ArticleCard, Span
from index.planning.planner import Phrase
from index.progress import silent
from tests.conftest import open_library

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.library import Library
    from tests.bot.conftest import Pressmark
    from tests.conftest import World

CARD = ArticleCard(
    "art1", "[bold]Fares[/] :fire: up", "Courier", "2024-10-01T00:00:00+00:00", "day", "http://x"
)
TEXT = r"Before \[a] :smile:. Fares [red]rise[/red] \ now. After [link=x]."
QUOTE = r"Fares [red]rise[/red] \ now."
CITED = CitedPassage(
    id="cit1",
    quote=Span(100 + TEXT.index("Fares"), 100 + TEXT.index("Fares") + len(QUOTE)),
    passage="pas1",
    span=Span(100, 100 + len(TEXT)),
    text=TEXT,
    card=CARD,
    superseded=False,
    withdrawn=False,
)
ANSWER = Answer(
    question="Why?",
    understood=Understood("Why?"),
    model="extractive",
    score=0.9,
    claims=(Claim("Fares [sic] rise.", (1,)), Claim("So :fire: it is.", (1, 2))),
    citations=(
        Citation(1, "cit1", "pas1", "ver1", Span(0, 9), "Fares\nrise :x:", CARD),
        Citation(2, "cit2", "pas2", "ver1", Span(0, 9), "It is", ArticleCard("art2", "Bare")),
    ),
    notes=(Note("fallback", "The model [sleeps]."),),
)


def shown(capsys: pytest.CaptureFixture[str]) -> str:
    """Standard output since the last call."""
    return capsys.readouterr().out


def test_answer_has_claims_notes_and_a_line_a_source(capsys: pytest.CaptureFixture[str]) -> None:
    """Text of the archive stays as it is: no markup, no emoji are made of it."""
    answer_view.show_answer(ANSWER)

    assert shown(capsys) == (
        "Fares [sic] rise. [1] So :fire: it is. [1][2]\n"
        "The model [sleeps].\n"
        "\n"
        "[1] [bold]Fares[/] :fire: up — Courier · 1 October 2024\n"
        "    “Fares rise :x:”\n"
        "    cite cit1\n"
        "[2] Bare\n"
        "    “It is”\n"
        "    cite cit2\n"
    )


def test_lines_of_a_story_have_outlet_and_day_behind_them_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where all of them have one, each begins a line, and its source says no more than the rest."""
    first, second = ANSWER.citations
    dated = replace(second, card=replace(second.card, source="Post", published="2024-10-02"))
    story = replace(
        ANSWER,
        claims=(Claim("Fares rise.", (1,)), Claim("So it is.", (2,))),
        citations=(first, dated),
        notes=tuple(
            noted("side", "note-side", number, where=outlet_and_day(each.card))
            for number, each in enumerate((first, dated))
        ),
    )

    answer_view.show_answer(story)
    placed = shown(capsys)
    answer_view.show_answer(replace(story, notes=story.notes[:1]))

    assert placed == (
        "Fares rise. [1] Courier, 1 October 2024.\n"
        "So it is. [2] Post, 2 October 2024.\n"
        "\n"
        "[1] [bold]Fares[/] :fire: up\n"
        "    “Fares rise :x:”\n"
        "    cite cit1\n"
        "[2] Bare\n"
        "    “It is”\n"
        "    cite cit2\n"
    )
    assert shown(capsys).startswith(
        "Fares rise. [1] So it is. [2]\n\n[1] [bold]Fares[/] :fire: up — Courier · 1 October 2024\n"
    )


def test_what_is_said_of_several_claims_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    """With the numbers of all that it is about."""
    notes = (Note("date", "Tuesday: 13 February 2024", 0), Note("range", "Nothing."))
    answer_view.show_answer(replace(ANSWER, notes=(*notes, replace(notes[0], claim=1))))

    assert shown(capsys).splitlines()[1:4] == [
        "note on [1][2]: Tuesday: 13 February 2024",
        "Nothing.",
        "",
    ]


def test_headline_of_a_source_is_no_note_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Unless it withdraws the article: that has to be seen."""
    first, _second = ANSWER.citations
    kill = replace(first, card=replace(CARD, title="KILL: Fares"))
    notes = (Note("correction", CARD.title, 0), Note("withdrawal", "KILL: Fares", 0))
    answer_view.show_answer(replace(ANSWER, citations=(first, kill), notes=notes))

    assert shown(capsys).splitlines()[1:3] == ["note on [1]: KILL: Fares", ""]


def test_article_with_several_quotations_is_named_once(capsys: pytest.CaptureFixture[str]) -> None:
    """Its quotations stand below it with their numbers; runs of numbers are joined."""
    first, other = ANSWER.citations
    found = (first, *(replace(first, n=n, id=f"cit{n}", quote=f"{n}?") for n in (2, 3)))
    found = (*found, replace(other, n=4), replace(first, n=5, id="cit5", quote="5?"))

    answer_view.show_answer(replace(ANSWER, citations=found))

    assert shown(capsys).split("\n\n", 1)[1] == (
        "[1]–[3] [5] [bold]Fares[/] :fire: up — Courier · 1 October 2024\n"
        "    [1] “Fares rise :x:”\n"
        "        cite cit1\n"
        "    [2] “2?”\n"
        "        cite cit2\n"
        "    [3] “3?”\n"
        "        cite cit3\n"
        "    [5] “5?”\n"
        "        cite cit5\n"
        "[4] Bare\n"
        "    “It is”\n"
        "    cite cit2\n"
    )


@pytest.mark.parametrize(
    ("found", "written"),
    [([1], "[1]"), ([1, 2], "[1] [2]"), ([1, 2, 3, 5, 7, 8], "[1]–[3] [5] [7] [8]"), ([], "")],
)
def test_runs_of_markers_are_joined(found: list[int], written: str) -> None:
    """From three numbers on."""
    assert numbers(found) == written


def test_what_was_understood_stands_last_on_a_quiet_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As it stands in the question, with its meaning where that is not the same."""
    phrases = (
        Phrase(Span(0, 9), "yesterday", "date", "2024-03-05", "2024-03-05"),
        Phrase(Span(14, 21), "Courier", "outlet", sources=("Courier",)),
    )
    read = Understood("yesterday the Courier in 1999", phrases=phrases, ignored=("in 1999",))
    answer_view.show_answer(replace(ANSWER, understood=read), plain="/plain")

    assert shown(capsys).endswith(
        "    cite cit2\n"
        "\n"
        "understood: yesterday (5 March 2024); Courier (/plain reads it as plain words)\n"
        "read as plain words: in 1999\n"
    )


@pytest.mark.parametrize("columns", [80, 110])
def test_wrapped_lines_keep_their_indent(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but a source and a claim begins at the margin or with a number."""
    quote = "The council of Skelhaven voted on the fares of the ferry to Lunnay again. " * 4
    citation = replace(ANSWER.citations[0], quote=quote)
    note = Note("date", "on Monday: " + "12 February 2024, " * 8, 0)
    out = Console(file=StringIO(), width=columns, highlight=False)
    monkeypatch.setattr(answer_view, "console", lambda: out)

    answer_view.show_answer(replace(ANSWER, citations=(citation,), notes=(note,)))

    assert isinstance(out.file, StringIO)
    lines = out.file.getvalue().splitlines()
    first = lines.index("[1] [bold]Fares[/] :fire: up — Courier · 1 October 2024")
    assert lines[1].startswith("note on [1]: on Monday: 12 February 2024")
    assert all(line.startswith("    ") for line in lines[2 : first - 1])
    assert len(lines) > first + 3
    assert all(line.startswith("    ") for line in lines[first + 1 :])
    assert max(map(len, lines)) <= columns


def test_card_of_an_article_without_facts_repeats_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Neither an empty line nor the title of a text that begins with it."""
    bare = ArticleCard("art1", "Before")

    answer_view.show_citation(replace(CITED, card=bare))

    assert shown(capsys) == TEXT.replace(QUOTE, f"»{QUOTE}«") + "\n"


def test_refusal_names_the_nearest_articles(capsys: pytest.CaptureFixture[str]) -> None:
    """One a line; without any the sentence is alone."""
    refusal = replace(ANSWER, claims=(), citations=(), notes=(), nearest=(CARD,))

    answer_view.show_answer(refusal)
    answer_view.show_answer(replace(refusal, nearest=()))

    assert shown(capsys) == (
        "The archive does not say.\n"
        "Nearest articles:\n"
        "- [bold]Fares[/] :fire: up — Courier · 1 October 2024\n"
        "The archive does not say.\n"
    )


def test_passage_is_shown_verbatim_with_the_quote_marked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Marked by signs where there is no terminal; nothing else is added or taken."""
    answer_view.show_citation(CITED)

    assert shown(capsys) == (
        "[bold]Fares[/] :fire: up\n"
        "Courier · 1 October 2024 · http://x\n"
        "\n" + TEXT.replace(QUOTE, f"»{QUOTE}«") + "\n"
    )


def test_quoted_headline_is_marked_above_the_beginning_of_its_article(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Of a withdrawn article it is named alone."""
    found = replace(CITED, title=True, quote=Span(0, len(CARD.title)), opening=r"It \[begins] :x:.")
    answer_view.show_citation(found)
    quoted = shown(capsys)
    answer_view.show_citation(replace(found, withdrawn=True))

    assert quoted == (
        "»[bold]Fares[/] :fire: up«\nCourier · 1 October 2024 · http://x\n\nIt \\[begins] :x:.\n"
    )
    assert shown(capsys).startswith("[bold]Fares[/] :fire: up\nCourier")


def test_source_whose_headline_alone_is_quoted_says_it_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Beside a sentence of its text it has its number alone; so has a text that names itself."""
    first, other = ANSWER.citations
    titled = replace(other, title=True, quote="Bare")

    answer_view.show_answer(replace(ANSWER, citations=(first, titled)))
    alone = shown(capsys)
    answer_view.show_answer(replace(ANSWER, citations=(titled, replace(other, n=3))))

    assert alone.endswith("    cite cit1\n[2] Bare\n    cite cit2\n")
    assert shown(capsys).endswith(
        "[2] [3] Bare\n    [2] cite cit2\n    [3] “It is”\n        cite cit2\n"
    )
    answer_view.show_answer(replace(ANSWER, citations=(replace(other, quote="Bare"),)))
    assert shown(capsys).endswith("\n\n[2] Bare\n    cite cit2\n")


def test_short_answer_is_bold_where_there_are_styles(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elsewhere the words are the same."""
    given = replace(ANSWER, short=Short("it", claim=1))
    answer_view.show_answer(given)
    plain = shown(capsys)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    answer_view.show_answer(given)

    assert plain.startswith("Fares [sic] rise. [1] So :fire: it is. [1][2]\n")
    assert shown(capsys).startswith("Fares [sic] rise. [1] So :fire: \x1b[1mit\x1b[0m is. [1][2]\n")


def test_passage_of_an_older_version_and_of_a_withdrawn_article(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The reader is told which version it is; withdrawn text is not shown."""
    answer_view.show_citation(replace(CITED, superseded=True))
    older = shown(capsys)
    answer_view.show_citation(replace(CITED, withdrawn=True))
    withdrawn = shown(capsys)

    assert (
        "The archive has a newer version of this article. This is the one that was quoted." in older
    )
    assert QUOTE in older
    assert (
        "This article was withdrawn from the archive. Its text is not shown any more." in withdrawn
    )
    assert "rise" not in withdrawn


def test_hits_and_status_are_shown_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    """Unknown facts are left out; what is running and wrong is named."""
    hit: dict[str, Any] = {
        "rank": 1, "title": "[b]T[/b]", "source": None, "published": None, "url": None,
        "article": "art1", "text": "So :fire: [x].", "also_in": [{"source": None, "title": "U"}],
    }  # fmt: skip
    job = {"id": 3, "kind": "full", "state": "running", "done": 2, "total": 9}
    status = {
        "articles": 1, "passages": 2, "embedder": None, "generation": "g", "indexed_at": None,
        "jobs": [job, job | {"id": 4, "state": "failed", "total": 0}], "healthy": False,
        "last_reading": None,
    }  # fmt: skip

    answer_view.show_hits([hit])
    hits = shown(capsys)
    terminal_status.show_status(status)
    lines = [re.sub(r" +", " ", line.strip()) for line in shown(capsys).splitlines()]

    assert hits == "1. [b]T[/b]\nid art1\nSo :fire: [x].\nAlso in U.\n\n"
    assert lines == [
        "articles 1", "passages 2", "embedder –", "generation g", "indexed at –",
        "job 3 full, running: 2 of 9", "job 4 full, failed", "healthy no: the last run failed",
    ]  # fmt: skip


def test_status_says_what_the_last_reading_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """When it was, a sentence for each location, a few of the records; no trailing blanks."""
    rejected = [{"where": f"a.jsonl:{n}", "reason": "no text"} for n in range(1, 6)]
    status: dict[str, Any] = {
        "articles": 1, "passages": 2, "embedder": "e", "generation": "g",
        "indexed_at": "2026-11-22T21:23:05+00:00", "healthy": True,
        "jobs": [{"id": 7, "kind": "index", "state": "queued", "done": 0, "total": 0}],
        "last_reading": {
            "finished_at": "2026-11-22T21:24:05+00:00", "rejected": 5, "warnings": 1,
            "failed": ["https://x.example/f: the server answered 404"],
        },
    }  # fmt: skip

    terminal_status.show_status(
        status, places={"home": "/h"}, rejected=rejected, runs={7: "index of 2 locations"}
    )

    assert shown(capsys).splitlines() == [
        "home         /h",
        "articles     1",
        "passages     2",
        "embedder     e",
        "generation   g",
        "indexed at   2026-11-22 21:23 UTC",
        "job 7        index of 2 locations, queued",
        "last reading 2026-11-22 21:24 UTC, 5 rejected, 1 indexed with a warning",
        "             not read: https://x.example/f: the server answered 404",
        "             rejected a.jsonl:1: no text",
        "             rejected a.jsonl:2: no text",
        "             rejected a.jsonl:3: no text",
        "             and 2 more; reading the same again names them all",
        "healthy      yes, the index is; not all of the archive is in it (see last reading)",
    ]


def test_run_that_met_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """And where a record was rejected, why."""
    rejected = [{"where": "a[1].jsonl:2", "reason": "is [empty]"}]

    terminal_status.show_index(
        {"articles": {"read": 0}, "passages": 0, "seconds": 0.04, "rejected": rejected}, articles=0
    )

    assert shown(capsys) == (
        "Articles: none.\nIn the index: 0 articles, 0 passages. 0.0 s.\n"
        "rejected a[1].jsonl:2: is [empty]\n"
    )


def test_progress_without_a_terminal_is_a_line_a_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error, so that results stay alone."""
    with progress_bars.progress_bars() as report:
        for done in range(101):
            report("reading", done, 100)
        report("waiting", 0, 0)
        report("waiting", 1, 0)
    out, err = capsys.readouterr()

    assert out == ""
    assert err.splitlines() == [
        *(f"reading: {done} of 100" for done in range(0, 101, 10)),
        "waiting",
    ]


def test_progress_in_a_terminal_is_a_bar_a_phase(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bars vanish when the work is done; standard output stays alone."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")

    with progress_bars.progress_bars() as report:
        report("reading", 1, 0)
        report("reading", 2, 2)
    out, err = capsys.readouterr()

    assert out == ""
    assert "reading" in err
    assert "2/2" in err


# The chat in a terminal


class Screen:
    """A program behind a pseudo-terminal."""

    def __init__(self, command: list[str], environment: dict[str, str], folder: Path) -> None:
        self._end, inner = pty.openpty()
        self.process = subprocess.Popen(
            command, stdin=inner, stdout=inner, stderr=inner, env=environment, cwd=folder,
            close_fds=True, start_new_session=True,
        )  # fmt: skip
        os.close(inner)
        self.text = ""
        self._after = 0

    def until(self, words: str, *, seconds: float = 300) -> str:
        """What appears up to ``words``, from the end of the last words that were waited for."""
        deadline = time.monotonic() + seconds
        while words not in self.text[self._after :]:
            assert time.monotonic() < deadline, f"no {words!r} in {self.text!r}"
            if not select.select([self._end], [], [], 0.2)[0]:
                continue
            try:
                seen = os.read(self._end, 4096).decode("utf-8", "replace")
            except OSError:
                seen = ""
            assert seen, f"it ended without {words!r}: {self.text!r}"
            self.text += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.replace("\r", ""))
        start = self._after
        self._after = self.text.index(words, start) + len(words)
        return self.text[start : self._after]

    def type(self, line: str) -> None:
        """Write a line."""
        os.write(self._end, f"{line}\n".encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def close(self) -> int:
        """The exit code; everything is read until then, or the terminal would hold it back."""
        deadline = time.monotonic() + 20
        while self.process.poll() is None and time.monotonic() < deadline:
            if select.select([self._end], [], [], 0.1)[0]:
                with contextlib.suppress(OSError):
                    self.text += os.read(self._end, 4096).decode("utf-8", "replace")
        self.process.kill()
        os.close(self._end)
        return self.process.wait()


def test_chat_answers_opens_passages_and_forgets(own: Pressmark) -> None:
    """A question, a number, a follow-up, /new, /help, and /quit; a mistake ends nothing."""
    environment = own.using(archive=_news(own)).environment | {"TERM": "xterm", "COLUMNS": "200"}
    with Screen([sys.executable, "-m", "bot", "run"], environment, own.home.parent) as screen:
        screen.until("/quit ends.")
        screen.until("› ")
        screen.type("In which year was Orla Brandt born?")
        answer = screen.until("cite ")
        screen.type("1")
        passage = screen.until("1951")
        screen.type("9")
        screen.until("The last answer has no citation 9.")
        screen.type("/new")
        screen.until("The conversation is forgotten.")
        screen.type("/help")
        screen.until("/quit ends.")
        screen.type("/quit")
        code = screen.close()

    assert code == 0
    assert (own.home / "pressmark.log").exists()
    assert "Orla Brandt was born in 1951. [1]" in answer
    assert "»" not in passage


def test_interrupted_chat_ends_without_a_traceback(own: Pressmark) -> None:
    """Ctrl-C is a way to leave."""
    environment = own.using(archive=_news(own)).environment | {"TERM": "xterm"}
    with Screen([sys.executable, "-m", "bot", "run"], environment, own.home.parent) as screen:
        screen.until("/quit ends.")
        screen.until("› ")
        time.sleep(0.5)  # the prompt is written a moment before signals are waited for

        os.kill(screen.process.pid, signal.SIGINT)
        code = screen.close()

    assert code == 130
    assert "Traceback" not in screen.text


def _news(own: Pressmark) -> str:
    """An archive of one article."""
    folder = own.home.parent / "news"
    folder.mkdir()
    text = "The lighthouse keeper Orla Brandt was born in 1951."
    (folder / "keeper.txt").write_text(f"Keeper\n\n{text}", encoding="utf-8")
    return str(folder)


# The chat in this process


def test_conversation_at_the_keyboard_until_it_is_forgotten(
    sample: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A question may lean on the last, numbers open its citations, the end of input ends it."""
    monkeypatch.setattr(chat, "_read_archive", lambda _: None)
    keyboard, stdin = pty.openpty()
    typed = ["Who is Gregor Halm?", "And why did he say that?", "1", "/new", "/help", "  ", "\x04"]
    os.write(keyboard, "\n".join(typed).encode())

    with os.fdopen(stdin, encoding="utf-8") as opened:
        monkeypatch.setattr("sys.stdin", opened)
        code = chat.chat(sample, Answerer(sample))
    os.close(keyboard)

    with sample.catalog.read() as connection:
        asked = connection.exec_driver_sql("SELECT content FROM answers ORDER BY created_at").all()
    assert code == 0
    assert [json.loads(row[0])["understood"]["question"] for row in asked] == [
        "Who is Gregor Halm?",
        "And why did he say that? (Gregor Halm)",
    ]
    assert "The conversation is forgotten." in capsys.readouterr().out


def test_news_of_the_log_is_told_between_turns(
    sample: Library,
    lines: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Once behind the answer that it came with, and never in the middle of what is typed."""
    monkeypatch.setattr(chat, "_read_archive", lambda _: None)
    news = iter(["2 new lines in the log: x", None])
    lines("/new", "/new")

    chat.chat(sample, Answerer(sample), news=lambda: next(news))

    assert capsys.readouterr().err == "pressmark: 2 new lines in the log: x\n"


def test_last_question_is_asked_again_plainly(
    sample: Library,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lines: Any,
) -> None:
    """Also one that was refused; where nothing was understood, a sentence says so."""
    monkeypatch.setattr(chat, "_read_archive", lambda _: None)
    lines("/plain", "Who won the Nobel prize in chemistry in 1998?", "/plain", "/plain")

    chat.chat(sample, Answerer(sample))

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "There is no question yet."
    assert said.count("The archive does not say.") == 2
    assert said.count("understood: in 1998 (/plain reads it as plain words)") == 1
    assert said[-2:] == [
        "read as plain words: in 1998",
        "Nothing in the last question was read as a date or an outlet.",
    ]


def test_archive_is_read_once_and_problems_are_told(
    tmp_path: Path, bundled: BundledEmbedder, capsys: pytest.CaptureFixture[str], lines: Any
) -> None:
    """A chat over an archive that is not indexed begins with that; the next does not."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("Keeper\n\nOrla Brandt was born in 1951.")
    (tmp_path / "news" / "b.bin").write_bytes(b"\x00")
    (tmp_path / "news" / "c.jsonl").write_text(
        '{"title": "T", "body": "It snowed on the quay.", "date": "soon"}'
    )
    library = open_library(tmp_path / "home", bundled, archive=str(tmp_path / "news"))

    lines("In which year was Orla Brandt born?")
    first = chat.chat(library, Answerer(library)), *capsys.readouterr()
    sys.stdin.close()
    lines()
    second = chat.chat(library, Answerer(library)), *capsys.readouterr()
    library.close()

    assert first[0] == second[0] == 0
    assert "was born in 1951. [1]" in first[1]
    assert f"rejected {tmp_path}/news/b.bin: is not a text file" in first[2]
    assert "the article was indexed without a date." in first[2]
    assert second[1:] == ("", "")


def test_archive_that_cannot_be_indexed_is_an_error(
    tmp_path: Path, bundled: BundledEmbedder, lines: Any
) -> None:
    """A home that cannot be written is not chatted about."""
    library = open_library(tmp_path / "home", bundled)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "vectors").write_text("in the way")
    lines()

    with pytest.raises(PressmarkError, match="vectors"):
        chat.chat(library, Answerer(library))
    library.close()


def test_own_articles_are_never_called_the_sample(world: World) -> None:
    """Whether or not a setting names them: a folder may have been read by its path."""
    work_off(world.library, world.library.submit("index"), progress=silent)
    assert "invented articles" in chat._greeting(world.library)

    world.index_files({"a.txt": "Bakery closes\n\nThe bakery in Tarnwick closes in June."})

    assert chat._greeting(world.library) == "1 article indexed."
