"""The command line: the real program, and what it promises to people and scripts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING, Any

import pytest

from bot.__main__ import main, parser
from tests.bot.contract import (
    COUNTS,
    HIT,
    INDEX,
    SEARCH,
    STATUS,
    Json,
    check_answer,
    check_card,
    check_cited,
)
from tests.conftest import ROOT
from tests.fakes.llm import FakeModel
from tests.index.archive.sites import served

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.conftest import Pressmark

FARE = "How much is an adult single ticket to Lunnay from 1 May?"
FARE_SENTENCE = "From 1 May a single ticket for an adult will cost 52 crowns instead of 56."
NOBEL = "Who won the Nobel prize in chemistry in 1998?"
NOTHING = (
    "nothing is indexed yet in HOME; run `pressmark index PATH` with your articles, "
    "or `pressmark index` for the sample.\n"
)


def one_line(out: str) -> Json:
    """The JSON object that is all of the output, on one line."""
    assert out.endswith("\n")
    assert out.count("\n") == 1
    found: Json = json.loads(out)
    return found


class Inside:
    """The program run in this process: the same entrance, without the time to start."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, at: Pressmark, *arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        """Exit code, standard output and standard error."""
        for name, value in at.environment.items():
            if name.startswith("PRESSMARK_"):
                self._monkeypatch.setenv(name, value)
        self._monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin), encoding="utf-8"))
        self._capsys.readouterr()
        try:
            code = main(list(arguments))
        except SystemExit as exc:
            code = int(exc.code or 0)
        return (code, *self._capsys.readouterr())


@pytest.fixture
def inside(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, root_logger: Any
) -> Inside:
    """The program in this process."""
    del root_logger
    return Inside(capsys, monkeypatch)


# As processes


def test_archive_is_indexed_and_every_record_accounted_for(fresh: Pressmark) -> None:
    """One JSON line on standard output, progress and problems on standard error."""
    folder = fresh.home.parent / "news"
    folder.mkdir()
    lines = [
        '{"title": "One", "body": "The pilot boat was sold to a museum in Vollum.", "id": "1"}',
        '{"title": "Two"}',
        '{"title": "Three", "body": "Snow fell on the quay all night.", "published": "soon"}',
    ]
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "copy.txt").write_text("One\n\nThe pilot boat was sold.", encoding="utf-8")

    done = fresh("index", str(folder), str(folder / "missing"), "--json")
    result = one_line(done.stdout)

    assert done.returncode == 1
    assert set(result) == INDEX
    assert set(result["articles"]) == COUNTS
    assert result["articles"] | {"duplicate": 0} == {
        "read": 4, "added": 3, "updated": 0, "unchanged": 0, "duplicate": 0, "removed": 0,
        "rejected": 1,
    }  # fmt: skip
    assert result["passages"] == 3
    assert result["seconds"] >= 0
    assert result["rejected"] == [
        {
            "where": "a.jsonl:2",
            "reason": "no article text (looked for the fields body, text, content, maintext, "
            "article and their like; it has title)",
        }
    ]
    assert "reading: " in done.stderr
    assert "indexing: 3 of 3" in done.stderr
    assert (
        'pressmark: a.jsonl:3: field "published" is "soon", expected a whole date; '
        "the article was indexed without a date." in done.stderr
    )
    assert "missing: there is no such file or folder;" in done.stderr
    assert "Traceback" not in done.stderr


def test_questions_from_standard_input_are_answered_one_a_line(pressmark: Pressmark) -> None:
    """In order, as given, each alone; a line that fails has its error in its place."""
    lines = [f"  {FARE} ", NOBEL, "", "And who was the captain of it?", "?"]

    done = pressmark("ask", "-", stdin="\n".join(lines) + "\n")
    found = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 0
    assert done.stderr == ""
    assert [each["question"] for each in found] == lines
    assert found[0]["answer"] == f"{FARE_SENTENCE} [1]"
    assert found[0]["understood"]["question"] == FARE
    assert found[1]["refused"]
    assert set(found[2]) == {"question", "error"}
    assert found[2]["error"].startswith("nothing is asked; ")
    assert found[3]["understood"]["question"] == lines[3]
    assert found[4] == {"question": "?", "error": found[2]["error"]}


def test_queries_from_standard_input_are_searched_one_a_line(pressmark: Pressmark) -> None:
    """Bytes that are no text, and whole books, are queries like any other."""
    stdin = b" ferry \n\xff\xfe\n\n" + b"word " * 20_000 + b"\nlast"
    strict = pressmark.environment | {"PYTHONUTF8": "0", "PYTHONIOENCODING": "utf-8:strict"}

    done = subprocess.run(
        [sys.executable, "-m", "bot", "search", "-", "-k", "2"],
        input=stdin, env=strict, cwd=pressmark.home.parent, capture_output=True, check=False,
        timeout=600,
    )  # fmt: skip
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]

    assert done.returncode == 0, done.stderr
    assert len(found) == 5
    assert [set(each) for each in found] == [SEARCH, SEARCH, {"question", "error"}, SEARCH, SEARCH]
    assert found[0]["query"] == " ferry "
    assert [hit["rank"] for hit in found[0]["hits"]] == [1, 2]
    assert found[4]["query"] == "last"


def test_reader_that_goes_away_ends_the_program_quietly(pressmark: Pressmark) -> None:
    """`pressmark search - | head -1` is no failure."""
    command = f"'{sys.executable}' -m bot search - -k 1 | head -1; echo ${{PIPESTATUS[0]}}"

    done = subprocess.run(
        ["bash", "-c", command], input="ferry\n" * 100, env=pressmark.environment, text=True,
        cwd=pressmark.home.parent, capture_output=True, check=False, timeout=600,
    )  # fmt: skip

    first, code = done.stdout.splitlines()
    assert json.loads(first)["query"] == "ferry"
    assert code == "0"
    assert done.stderr == ""


def test_run_without_a_terminal_answers_one_question_a_line(own: Pressmark) -> None:
    """Human answers; a number shows a passage; a question that fails ends nothing."""
    (own.home.parent / "news").mkdir()
    text = "The lighthouse keeper Orla Brandt was born in 1951."
    (own.home.parent / "news" / "a.txt").write_text(f"Keeper\n\n{text}", encoding="utf-8")
    questions = (
        "In which year was the keeper Orla Brandt born?\n1\n7\n\n/help\n/new\n²\n/quit\nno\n"
    )

    done = own.using(archive=str(own.home.parent / "news"))("run", stdin=questions)

    assert done.returncode == 0, done.stderr
    assert f"{text} [1]" in done.stdout
    assert f"»{text}«" in done.stdout
    assert "The last answer has no citation 7." in done.stdout
    assert "/new forgets the conversation" in done.stdout
    assert "The conversation is forgotten." in done.stdout
    assert "reading: 1 of 1" in done.stderr
    assert "Traceback" not in done.stderr


def test_status_loads_nothing_that_it_does_not_use(pressmark: Pressmark) -> None:
    """It is looked at often: no reader of archives, no index, no model, no planner, no Telegram."""
    code = (
        "import sys; from bot.__main__ import main; main(['status']); "
        "print(sorted({'index.archive.readers', 'index.planning', 'index.jobs', 'tantivy', "
        "'chromadb', 'onnxruntime', 'llama_index', 'telegram', 'httpx', "
        "'sqlalchemy.dialects.postgresql.asyncpg'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        env=pressmark.environment,
        cwd=pressmark.home.parent,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "[]"


def test_program_says_its_version_and_its_help_at_once() -> None:
    """No model and no index is loaded for it."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "--help"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip

    assert done.returncode == 0
    for heavy in ("numpy", "sqlalchemy", "onnxruntime", "llama_index", "pydantic", "telegram"):
        assert f" {heavy}\n" not in done.stderr


# In this process


def test_answer_in_json_keeps_every_promise(pressmark: Pressmark, inside: Inside) -> None:
    """Markers, citations, offsets, counts; `cite` says the same."""

    def cite(citation: str) -> Json:
        return one_line(inside(pressmark, "cite", citation, "--json")[1])

    code, out, err = inside(pressmark, "ask", FARE, "--json")
    answer = one_line(out)

    assert (code, err) == (0, "")
    check_answer(answer, cite)
    assert answer["question"] == FARE


def test_lines_are_answered_in_this_process_too(pressmark: Pressmark, inside: Inside) -> None:
    """The last line needs no line end."""
    code, out, _ = inside(pressmark, "ask", "-", stdin=f"{FARE}\r\n\n {NOBEL}".encode())
    found = [json.loads(line) for line in out.splitlines()]

    assert code == 0
    assert [each["question"] for each in found] == [FARE, "", f" {NOBEL}"]
    assert "error" in found[1]


def test_refusal_is_an_answer(pressmark: Pressmark, inside: Inside) -> None:
    """Exit code 0, the sentence, and the nearest articles."""
    code, out, err = inside(pressmark, "ask", NOBEL)
    _, as_json, _ = inside(pressmark, "ask", NOBEL, "--json")

    assert (code, err) == (0, "")
    assert out.startswith(
        "The archive does not say.\nNothing in the archive between 1 January 1998 and 31 December "
        "1998; the nearest are shown instead.\nNo article of the archive names “Nobel”.\n"
        "Nearest articles:\n- "
    )
    check_answer(one_line(as_json), json.loads)


def test_answer_for_people_has_claims_sources_and_ids(pressmark: Pressmark, inside: Inside) -> None:
    """A resolved date, each source on a line that begins with its number, the command for it."""
    code, out, _ = inside(pressmark, "ask", FARE)

    assert code == 0
    lines = out.splitlines()
    assert lines[0] == f"{FARE_SENTENCE} [1]"
    assert lines[1].startswith("Nothing in the archive of ")
    assert lines[2:4] == ["note on [1]: 1 May: 1 May 2025", ""]
    assert lines[4].startswith("[1] Ferry company accepts fine, Lady Ingrid to return on 14 April")
    assert lines[5] == f"    “{FARE_SENTENCE}”"
    assert re.fullmatch(r"    cite [A-Za-z0-9_-]{1,32}", lines[6])
    shown = inside(pressmark, *lines[6].split())[1]
    assert f"»{FARE_SENTENCE}«" in shown


def test_hits_in_json_keep_every_promise(pressmark: Pressmark, inside: Inside) -> None:
    """Ranks from 1, scores falling, the number that was asked for, exact copies named."""
    code, out, err = inside(pressmark, "search", "refloated after 27 days", "-k", "4", "--json")
    found = one_line(out)

    assert (code, err) == (0, "")
    assert set(found) == SEARCH
    assert found["query"] == "refloated after 27 days"
    assert found["filters"] == {"after": None, "before": None, "source": None}
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3, 4]
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    for hit in found["hits"]:
        assert set(hit) == HIT
        check_card(hit)
        for copy in hit["also_in"]:
            check_card(copy)
    assert found["hits"][0]["title"] == "Grounded ferry Lady Ingrid refloated after 27 days"
    outlets = {found["hits"][0]["source"], *(c["source"] for c in found["hits"][0]["also_in"])}
    assert outlets == {"Skelhaven Courier", "Ostrand Post"}


def test_filters_are_kept_to_and_repeated(pressmark: Pressmark, inside: Inside) -> None:
    """Days are inclusive; a bare date is never shifted."""
    filters = ["--after", "2024-09-27", "--before", "2024-09-27", "--source", "Quayside Weekly"]

    found = one_line(inside(pressmark, "search", "ferry", *filters, "--json")[1])

    assert found["filters"] == {
        "after": "2024-09-27", "before": "2024-09-27", "source": "Quayside Weekly",
    }  # fmt: skip
    assert {hit["published"] for hit in found["hits"]} == {"2024-09-27T00:00:00+00:00"}
    assert {hit["precision"] for hit in found["hits"]} == {"day"}
    code, out, err = inside(pressmark, "search", "ferry", "--source", "Quayside", "--json")
    assert (code, one_line(out)["hits"]) == (0, [])
    assert err == (
        'pressmark: no outlet of the archive is called "Quayside"; "Quayside Weekly" is like it. '
        "--source needs the whole name, as `pressmark search` shows it without --source.\n"
    )


@pytest.mark.parametrize(
    ("given", "alike"),
    [
        ("courier", '; "Skelhaven Courier" is like it'),
        ("Ostrant  Pots", '; "Ostrand Post" is like it'),
        ("Ostrand  Post", '; "Ostrand Post" is like it'),
        ("Nope", ""),
        (" ", ""),
    ],
)
def test_an_outlet_that_is_not_there_is_said_and_only_what_is_like_it_named(
    pressmark: Pressmark, inside: Inside, given: str, alike: str
) -> None:
    """Nothing is found then, which is no failure."""
    code, out, err = inside(pressmark, "search", "ferry", "--source", given)

    assert (code, out) == (0, "")
    assert err.startswith(
        f'pressmark: no outlet of the archive is called "{given}"{alike}. --source'
    )
    assert err.count("\n") == 1


def test_hits_for_people(pressmark: Pressmark, inside: Inside) -> None:
    """Headline, facts and the passage; where there is none, a sentence."""
    _, out, _ = inside(pressmark, "search", "refloated after 27 days", "-k", "1")
    _, none, _ = inside(pressmark, "search", "ferry", "--after", "2099-01-01")

    assert out.startswith("1. Grounded ferry Lady Ingrid refloated after 27 days\n")
    assert " · 10 March 2024 · " in out
    assert "Also in " in out
    assert none == "Nothing in the archive is about that. Try other words.\n"


MAY = "What did the Ostrand Post report about the ferry in May 1999?"


@pytest.mark.parametrize("command", ["ask", "search"])
def test_what_was_understood_is_shown_and_can_be_taken_back(
    pressmark: Pressmark, inside: Inside, command: str
) -> None:
    """By its own words or all of it; words that mean nothing are named on standard error."""
    _, out, err = inside(pressmark, command, MAY)
    assert out.splitlines()[-1] == (
        "understood: Ostrand Post; in May 1999 (--plain reads it as plain words)"
    )
    assert out.count("Nothing in the archive from Ostrand Post between 1 May 1999") == 1
    assert err == ""

    _, out, err = inside(pressmark, command, MAY, "--ignore", "In may 1999", "--ignore", "May")
    assert out.splitlines()[-2:] == [
        "understood: Ostrand Post (--plain reads it as plain words)",
        "read as plain words: in May 1999",
    ]
    assert "Nothing in the archive" not in out
    assert err == (
        'pressmark: --ignore "May": no date or outlet was read from that '
        "(Ostrand Post; in May 1999).\n"
    )

    _, out, _ = inside(pressmark, command, MAY, "--plain")
    assert out.splitlines()[-1] == "read as plain words: Ostrand Post; in May 1999"
    assert "understood: " not in out


def test_what_is_taken_back_is_not_in_the_json(pressmark: Pressmark, inside: Inside) -> None:
    """For one question and for each of many; the keys stay what they are."""
    one = one_line(inside(pressmark, "ask", MAY, "--json", "--plain")[1])
    _, out, _ = inside(pressmark, "ask", "-", "--ignore", "in May 1999", stdin=MAY.encode())
    found = one_line(inside(pressmark, "search", MAY, "--json", "--plain")[1])

    nothing: Json = {"question": MAY, "after": None, "before": None, "sources": []}
    assert one["understood"] == nothing
    assert one_line(out)["understood"] == nothing | {"sources": ["Ostrand Post"]}
    assert set(found) == SEARCH


def test_status_tells_what_is_indexed(pressmark: Pressmark, inside: Inside) -> None:
    """The same for scripts and for people."""
    status = one_line(inside(pressmark, "status", "--json")[1])
    _, shown, _ = inside(pressmark, "status")

    assert set(status) == STATUS
    assert (status["articles"], status["jobs"], status["healthy"]) == (48, [], True)
    assert re.search(r"articles +48\b", shown)
    assert re.search(r"healthy +yes\b", shown)


def test_index_for_people_counts_and_names_what_was_rejected(
    fresh: Pressmark, inside: Inside
) -> None:
    """Then nothing changes, then everything is built anew, then the archive is gone."""
    folder = fresh.home.parent / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Keeper\n\nOrla Brandt was born in 1951.", encoding="utf-8")
    (folder / "b.bin").write_bytes(b"\x00\x01")

    first = inside(fresh, "index", str(folder))
    again = inside(fresh, "index", str(folder), "--full")
    (folder / "a.txt").unlink()
    (folder / "b.bin").unlink()
    gone = inside(fresh, "index", str(folder))

    assert first[0] == again[0] == 0
    assert first[1].startswith(
        "Articles: 2 read, 1 added, 1 rejected.\nIn the index: 1 article, 1 passage. "
    )
    assert f"rejected {folder}/b.bin: is not a text file" in first[1]
    assert again[1].startswith(
        "Articles: 2 read, 1 unchanged, 1 rejected.\n"
        "In the index, built anew: 1 article, 1 passage. "
    )
    assert gone[0] == 1
    assert gone[1] == ""
    assert f"pressmark: {folder}: is empty; nothing was changed for what it held" in gone[2]


def test_run_over_the_archive_that_fails_says_why(fresh: Pressmark, inside: Inside) -> None:
    """One sentence, exit code 1, and `status` knows it."""
    fresh.home.mkdir()
    (fresh.home / "vectors").write_text("in the way", encoding="utf-8")
    (fresh.home.parent / "a.txt").write_text("Orla Brandt was born in 1951.", encoding="utf-8")

    code, out, err = inside(fresh, "index", str(fresh.home.parent / "a.txt"), "--json")
    status = one_line(inside(fresh, "status", "--json")[1])

    assert (code, out) == (1, "")
    assert "vectors" in err.splitlines()[-1]
    assert not status["healthy"]
    assert [(job["kind"], job["state"]) for job in status["jobs"]] == [("index", "failed")]
    assert set(status["jobs"][0]) == {"id", "kind", "state", "done", "total"}


def test_run_is_a_chat_where_no_token_is_set(own: Pressmark, inside: Inside) -> None:
    """One question a line, where standard input is no terminal."""
    folder = own.home.parent / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Keeper\n\nOrla Brandt was born in 1951.", encoding="utf-8")

    asked = b"In which year was Orla Brandt born?\n"
    code, out, _ = inside(own.using(archive=str(folder)), "run", stdin=asked)

    assert code == 0
    assert out.startswith("Orla Brandt was born in 1951. [1]\n")


def test_removed_article_leaves_every_answer_and_keeps_its_citations(
    own: Pressmark, inside: Inside
) -> None:
    """Ids and title stay, quotation and text are gone."""
    answer = one_line(inside(own, "ask", FARE, "--json")[1])
    citation = answer["citations"][0]

    code, out, _ = inside(own, "remove", citation["url"])
    cited = one_line(inside(own, "cite", citation["id"], "--json")[1])
    _, shown, _ = inside(own, "cite", citation["id"])
    again = one_line(inside(own, "ask", FARE, "--json")[1])

    assert (code, out) == (0, f"withdrawn: {citation['article']} {citation['title']}\n")
    check_cited(cited)
    assert cited["withdrawn"]
    assert cited["article"]["title"] == citation["title"]
    assert "This article was withdrawn from the archive." in shown
    assert FARE_SENTENCE not in shown
    assert citation["article"] not in {each["article"] for each in again["citations"]}
    assert inside(own, "remove", citation["article"])[:2] == (0, f"already {out}")


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("cite", "nosuch"), "pressmark: nosuch: there is no such citation; "),
        (("remove", "nosuch"), "pressmark: nosuch: the archive has no article with this id or"),
        (
            ("search", "x", "--after", "2025-01-02", "--before", "2025-01-01"),
            "pressmark: --after 2025-01-02 lies behind --before 2025-01-01; nothing can be both.",
        ),
    ],
)
def test_failure_is_one_sentence_and_exit_code_one(
    pressmark: Pressmark, inside: Inside, command: tuple[str, ...], sentence: str
) -> None:
    """What, where, what to do; nothing on standard output."""
    code, out, err = inside(pressmark, *command)

    assert (code, out) == (1, "")
    assert err.startswith(sentence)
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("fly",),
        ("ask",),
        ("search", "x", "-k", "0"),
        ("search", "x", "-k", "1001"),
        ("search", "x", "-k", "many"),
        ("search", "x", "--after", "soon"),
        ("search", "x", "--before", ""),
        ("index", "--ful"),
        ("status", "--colour"),
        ("cite",),
        ("index", ""),
        ("remove",),
    ],
)
def test_wrong_usage_is_exit_code_two(
    fresh: Pressmark, inside: Inside, arguments: tuple[str, ...]
) -> None:
    """Nothing is read or written for it."""
    code, out, err = inside(fresh, *arguments)

    assert (code, out) == (2, "")
    assert err.startswith("usage: pressmark")
    assert not fresh.home.exists()


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("ask", "Who?"), f"pressmark: {NOTHING}"),
        (("ask", "-"), f"pressmark: {NOTHING}"),
        (("search", "ferry"), f"pressmark: {NOTHING}"),
        (
            ("cite", "abc"),
            f"pressmark: abc: there is no such citation; {NOTHING}",
        ),
        (
            ("remove", "abc"),
            f"pressmark: abc: there is no such article; {NOTHING}",
        ),
    ],
)
def test_before_anything_is_indexed_the_command_that_does_it_is_named(
    fresh: Pressmark, inside: Inside, command: tuple[str, ...], sentence: str
) -> None:
    """And nothing is made in passing."""
    assert inside(fresh, *command) == (1, "", sentence.replace("HOME", str(fresh.home)))
    assert not fresh.home.exists()


def test_status_before_anything_is_indexed(fresh: Pressmark, inside: Inside) -> None:
    """Nothing, and nothing wrong with it."""
    code, out, _ = inside(fresh, "status", "--json")

    assert code == 0
    assert one_line(out) == {
        "articles": 0, "undated": 0, "waiting": 0, "passages": 0,
        "embedder": None, "generation": None, "indexed_at": None,
        "jobs": [], "healthy": True, "last_reading": None,
        "spent": {
            "requests": 0, "prompt_tokens": 0, "completion_tokens": 0, "cost": None,
            "budget": "none",
        },
        "telegram": None,
        "engines": [
            {"role": "embedder", "name": "bundled", "answers": None, "detail": "runs here"},
            {"role": "reader", "name": "bundled", "answers": None, "detail": "runs here"},
            {
                "role": "model", "name": "none", "answers": None,
                "detail": "the archive's own sentences answer",
            },
        ],
    }  # fmt: skip


def test_unknown_setting_is_an_error_that_names_the_nearest(
    pressmark: Pressmark, inside: Inside
) -> None:
    """A misspelt setting that does nothing would be found too late."""
    code, out, err = inside(pressmark.using(achive="x"), "status")

    assert (code, out) == (1, "")
    assert err == (
        "pressmark: PRESSMARK_ACHIVE: there is no such setting; the nearest is PRESSMARK_ARCHIVE. "
        "Correct or remove it (.env.example lists all of them).\n"
    )


def test_model_that_is_down_does_not_silence_the_archive(
    pressmark: Pressmark, inside: Inside
) -> None:
    """The archive's own sentences, a note, exit code 0, and a warning in the log."""
    with FakeModel() as model:
        model.behave("refused")
        down = pressmark.using(llm="openai-like:fake", llm_url=model.openai_url, llm_timeout="0.5")
        code, out, err = inside(down, "ask", FARE)

    assert code == 0
    assert out.startswith(f"{FARE_SENTENCE} [1]\n")
    assert "\nThe model did not answer; these are the archive's own sentences.\n" in out
    assert " WARNING bot.answer.writing.retries: openai-like:fake" in err


def test_tokens_and_money_are_counted_until_the_day_s_budget_is_spent(
    own: Pressmark, inside: Inside
) -> None:
    """Across processes; `status` tells, and what comes after it the archive answers alone."""
    with FakeModel("The archive does not say.") as model:
        paid = own.using(
            llm="openai-like:fake", llm_url=model.openai_url, llm_price="100/200", llm_budget="0.40"
        )
        first = one_line(paid("ask", FARE, "--json").stdout)
        status = one_line(inside(paid, "status", "--json")[1])
        second = one_line(paid("ask", FARE, "--json").stdout)
        _, shown, _ = inside(paid, "status")

    read, written = (first["usage"][name] for name in ("prompt_tokens", "completion_tokens"))
    cost = round((read * 100 + written * 200) / 1_000_000, 6)
    assert first["usage"]["cost"] == cost
    assert status["spent"] == {"requests": 1, "budget": "0.40", **first["usage"]}
    assert second["usage"] is None
    assert second["model"] == "extractive"
    assert "budget" in {note["kind"] for note in second["notes"]}
    assert len(model.chats) == 1
    assert f"model today  1 request, {read} tokens read and {written} written, " in shown
    assert f"cost {cost:.4f}; budget 0.40\n" in shown


def test_home_that_cannot_be_made_is_a_sentence(tmp_path: Path, inside: Inside) -> None:
    """The setting is named."""
    from tests.bot.conftest import Pressmark as At  # noqa: PLC0415 - only to name a home

    (tmp_path / "file").write_text("")

    code, _, err = inside(At(tmp_path / "file" / "home"), "index")

    assert code == 1
    assert err.startswith("pressmark: PRESSMARK_HOME=")
    assert err.count("\n") == 1


def test_timeline_is_a_json_line_whose_citations_can_be_looked_up(
    pressmark: Pressmark, inside: Inside
) -> None:
    """Words need no quotation marks."""
    code, out, err = inside(pressmark, "timeline", "Hosepipe", "ban", "--json")
    found = one_line(out)
    (citation,) = found["citations"]
    cited = one_line(inside(pressmark, "cite", citation["id"], "--json")[1])

    assert (code, err) == (0, "")
    assert found["query"] == "Hosepipe ban"
    assert [step["published"] for step in found["steps"]] == ["2023-07-11T16:20:00+02:00"]
    assert cited["quote"] == citation["quote"]


def test_stories_are_told_to_people_line_by_line(pressmark: Pressmark, inside: Inside) -> None:
    """Day and outlet above, the sources below; a refusal says so."""
    quotes = inside(pressmark, "quotes", "Wanda", "Priel")[1]
    latest = inside(pressmark, "latest", "Hosepipe", "ban")[1]

    assert '" said Chief Inspector Wanda Priel. "' in quotes
    assert latest.startswith(
        "11 July 2023 · Skelhaven Courier\n"
        "Hosepipe ban from Wednesday after driest June since 1976 [1]\n"
    )
    assert re.search(r"\n +cite [a-z0-9]+\n", latest)
    assert inside(pressmark, "timeline", "volcano")[1].startswith("The archive does not say.")


@pytest.mark.parametrize(
    ("arguments", "example"),
    [
        (("ask", "  "), 'ask "Who …?"'),
        (("ask", "", "--json"), 'ask "Who …?"'),
        (("ask", " ?! "), 'ask "Who …?"'),
        (("search", ""), 'search "harbour fire"'),
        (("cite", " "), "cite ID"),
        (("remove", ""), "remove ARTICLE_OR_URL"),
        (("timeline", " "), 'timeline "harbour fire"'),
        (("timeline",), 'timeline "harbour fire"'),
        (("quotes", "", " "), 'quotes "Karin Holt about the budget"'),
    ],
)
def test_words_that_are_missing_are_wrong_usage_that_nothing_is_loaded_for(
    fresh: Pressmark, inside: Inside, arguments: tuple[str, ...], example: str
) -> None:
    """The sentence shows how to write it; a wrong setting is not read before it."""
    code, out, err = inside(fresh.using(achive="x"), *arguments)

    assert (code, out) == (2, "")
    what = "asked" if arguments[0] == "ask" else "named"
    assert err.endswith(
        f"error: nothing is {what}; write it behind the command: pressmark {example}\n"
    )
    assert not fresh.home.exists()


def test_without_a_command_the_help_lists_them(fresh: Pressmark, inside: Inside) -> None:
    """On standard error, as any wrong usage."""
    assert inside(fresh) == (2, "", parser().format_help())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("serch", 'there is no command "serch"; did you mean "search"? '),
        ("Timline", 'there is no command "Timline"; did you mean "timeline"? '),
        ("xyzzy", 'there is no command "xyzzy"; '),
    ],
)
def test_command_that_is_none_is_wrong_usage_and_named_with_one_like_it(
    fresh: Pressmark, inside: Inside, given: str, said: str
) -> None:
    """Whatever stands behind it."""
    code, out, err = inside(fresh, given, "--json")

    assert (code, out) == (2, "")
    assert err.endswith(f"error: {said}`pressmark --help` lists them.\n")


def test_question_without_a_command_is_told_which_one_asks(
    fresh: Pressmark, inside: Inside
) -> None:
    """Nothing is asked in its place."""
    code, out, err = inside(fresh, "Who stole the bell?")

    assert (code, out) == (2, "")
    assert err.endswith('to ask a question, write: pressmark ask "Who stole the bell?"\n')


def test_full_disk_is_a_sentence(pressmark: Pressmark) -> None:
    """Not a traceback."""
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "bot", "status", "--json"], env=pressmark.environment,
            cwd=pressmark.home.parent, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr == "pressmark: output: No space left on device.\n"


@pytest.mark.parametrize(
    ("command", "closed", "code", "err"),
    [
        ("ask -", "<&-", 0, ""),
        ("run", "<&-", 0, ""),
        ("status --json", ">&-", 1, "pressmark: output: Bad file descriptor.\n"),
        ("status", ">&-", 1, "pressmark: output: Bad file descriptor.\n"),
        ("cite nosuch", "2>&-", 1, ""),
    ],
)
def test_closed_streams_are_no_traceback(
    pressmark: Pressmark, command: str, closed: str, code: int, err: str
) -> None:
    """Nothing comes from a closed input; results that nobody gets are a failure."""
    done = subprocess.run(
        ["/bin/sh", "-c", f'"{sys.executable}" -m bot {command} {closed}'],
        env=pressmark.environment, cwd=pressmark.home.parent, capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (code, "", err)


def test_help_and_the_page_on_commands_name_every_command() -> None:
    """No command is undocumented."""
    shown = parser().format_help()
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    (commands,) = (a.choices for a in parser()._subparsers._group_actions)  # type: ignore[union-attr]

    assert commands is not None
    for command in commands:
        assert re.search(rf"^    {command}\s", shown, re.MULTILINE), command
        assert f"| `pressmark {command}" in page, command


def test_version_is_that_of_the_package(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One number, in one place too many."""
    declared = re.search(
        r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )

    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert ended.value.code == 0
    assert declared is not None
    assert capsys.readouterr().out == f"pressmark {declared.group(1)}\n"


def test_a_feed_is_indexed_by_its_url(fresh: Pressmark) -> None:
    """From the setting too; when nothing is new the run says so and ends well."""
    page = b"<html><body><article><p>The pier closed after the storm in March.</p></article></body>"
    with served({"/a?key=t1de": (200, {"ETag": '"1"', "Content-Type": "text/html"}, page)}) as site:
        found = fresh.using(private_urls="on", archive=f"{site}/a?key=t1de")
        first, second = found("index", "--json"), found("index")
        refused = fresh("index", f"{site}/a?key=t1de")

    assert (first.returncode, one_line(first.stdout)["articles"]["added"]) == (0, 1)
    assert (second.returncode, second.stderr.splitlines()[-1]) == (
        0,
        f"pressmark: {site}/a?…: nothing is new there since it was last read.",
    )
    assert refused.returncode == 1
    assert "PRESSMARK_PRIVATE_URLS=on" in refused.stderr
    assert "t1de" not in first.stderr + second.stderr + refused.stderr


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_with_a_byte_that_is_no_text_is_answered(
    own: Pressmark, inside: Inside, command: str
) -> None:
    """A terminal of another encoding sends such; it is read as a question mark."""
    code, out, err = inside(own, command, "Who stole the bell?\udcff", "--json")

    assert (code, err) == (0, "")
    assert one_line(out)["question" if command == "ask" else "query"].startswith("Who stole")
