"""What `status` tells of the last reading, of the queue and of the place of it all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.terminal.chat import _report
from bot.terminal.output import placed
from index.archive.sources.urls import SAMPLE
from index.catalog.jobs import Job
from tests.bot.cli.test_commands import Inside, inside, one_line

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.bot.conftest import Pressmark

__all__ = ["inside"]


def test_what_the_last_reading_could_not_read_is_told(fresh: Pressmark, inside: Inside) -> None:
    """For scripts in numbers and sentences, for people with the records; no trailing blanks."""
    folder = fresh.home.parent / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Keeper\n\nOrla Brandt was born in 1951.", encoding="utf-8")
    (folder / "b.bin").write_bytes(b"\x00\x01")
    inside(fresh, "index", str(folder), str(folder / "missing"))

    last = one_line(inside(fresh, "status", "--json")[1])["last_reading"]
    _, shown, _ = inside(fresh, "status")

    assert set(last) == {"finished_at", "rejected", "failed", "warnings"}
    assert (last["rejected"], last["warnings"]) == (1, 0)
    assert len(last["failed"]) == 1
    assert "missing: there is no such file or folder" in last["failed"][0]
    assert f"home         {fresh.home}\n" in shown
    assert " UTC, 1 rejected\n" in shown
    assert f"             not read: {last['failed'][0]}\n" in shown
    assert f"             rejected {folder}/b.bin: is not a text file" in shown
    assert "healthy      yes, the index is; not all of the archive is in it" in shown
    assert all(line == line.rstrip() for line in shown.splitlines())


def test_a_record_is_named_with_the_folder_that_was_given(tmp_path: Path) -> None:
    """Or with all that have such a file; as it is where none has it any more."""
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        (folder / "b.jsonl").touch()
    (two / "c").mkdir()
    given = [str(one), f"{two}/*", "https://example.org/feed", SAMPLE]

    assert placed("b.jsonl:2", given[:1]) == f"{one}/b.jsonl:2"
    assert placed("b.jsonl[3]", [f"{one}/b.jsonl"]) == f"{one}/b.jsonl[3]"
    assert placed("b.jsonl:2", given) == f"b.jsonl:2 (in {one} or {two})"
    assert placed("c/d.csv:7", given) == f"{two}/c/d.csv:7"
    assert placed("gone.csv:7", given) == "gone.csv:7"


def test_before_the_first_run_the_status_says_what_to_do(fresh: Pressmark, inside: Inside) -> None:
    """Nothing is wrong, for scripts; for people nothing is well either."""
    code, shown, _ = inside(fresh, "status")

    assert code == 0
    assert shown.endswith(
        f"healthy      nothing is indexed yet in {fresh.home}; run `pressmark index PATH` with "
        "your articles, or `pressmark index` for the sample.\n"
    )


def leave(home: Path, name: str) -> None:
    """Put the file in a home, as is left of one that was used with a database."""
    (home / name).parent.mkdir(parents=True)
    (home / name).write_bytes(b"x")
    (home / "identity").write_text("identity-1", encoding="ascii")


def test_a_home_that_followed_a_database_begins_anew_without_it(
    fresh: Pressmark, inside: Inside
) -> None:
    """What it had was a replica; it is said where the rest is, and nothing is lost here."""
    leave(fresh.home, "replica/ledger.sqlite")
    text = fresh.home.parent / "a.txt"
    text.write_text("Keeper\n\nOrla Brandt was born in 1951.", encoding="utf-8")

    told = inside(fresh, "status")
    asked = inside(fresh, "ask", "Who is Orla Brandt?")
    run = inside(fresh, "index", str(text))
    after = one_line(inside(fresh, "status", "--json")[1])

    gone = (
        f"nothing is indexed in {fresh.home} itself, which was used with a database that "
        "PRESSMARK_DATABASE named, and that setting is gone: set it again, or run `pressmark index "
        "PATH` to begin anew here; what is in the database stays there.\n"
    )
    assert (told[0], told[1].endswith(gone)) == (0, True)
    assert asked == (1, "", f"pressmark: {gone}")
    assert run[0] == 0
    assert after["articles"] == 1


def test_an_index_whose_catalog_is_in_a_database_is_left_alone(
    fresh: Pressmark, inside: Inside
) -> None:
    """It means nothing without; which setting is missing is said."""
    leave(fresh.home, "vectors/bundled.f32")

    code, _, err = inside(fresh, "status")

    assert code == 1
    assert err == (
        f"pressmark: {fresh.home}: the index here belongs to the catalog in the database that "
        "PRESSMARK_DATABASE named, and that setting is gone; set it again, or, to begin anew "
        "without that database, set PRESSMARK_HOME to an empty folder.\n"
    )
    assert sorted(path.name for path in fresh.home.iterdir()) == ["identity", "vectors"]


def test_reading_without_problems_says_so(pressmark: Pressmark, inside: Inside) -> None:
    """And the archive is healthy without a reservation."""
    _, shown, _ = inside(pressmark, "status")

    assert " UTC, everything was read\n" in shown
    assert shown.endswith("healthy      yes\n")


def test_chat_logs_a_location_that_cannot_be_read_once(caplog: pytest.LogCaptureFixture) -> None:
    """Every reading meets it again; when it was read in between it is news."""
    job = Job(1, "index", "done", (), result={"failed": ["x: the server answered 404"]})
    fine = replace(job, result={"failed": []})

    told = _report(job, set())
    told = _report(job, told)
    told = _report(fine, told)
    _report(job, told)

    assert [record.message for record in caplog.records] == [
        "job 1 (index): x: the server answered 404",
        "job 1 (index): x: the server answered 404",
    ]


def test_doctor_does_not_advise_the_doctor(own: Pressmark, inside: Inside) -> None:
    """What is damaged is said, not to run the command that says it."""
    for folder in (own.home / "generations").iterdir():
        for part in (folder / "lexical").iterdir():
            part.unlink()

    _, status, _ = inside(own, "status")
    _, out, err = inside(own, "doctor")

    assert "`pressmark doctor` says what is wrong" in status
    assert "repaired: " in out
    assert "pressmark doctor" not in out + err


def test_a_model_that_does_not_answer_is_told(pressmark: Pressmark, inside: Inside) -> None:
    """The index is well all the same; the doctor calls it wrong. No key is shown."""
    away = pressmark.using(
        llm="openai-like:tiny", llm_url="http://127.0.0.1:9/v1", llm_key="sk-very-secret"
    )

    _, status, _ = inside(away, "status")
    code, doctor, err = inside(away, "doctor")

    assert "embeds       bundled (runs here)\n" in status
    assert "reads        bundled (runs here)\n" in status
    said = "http://127.0.0.1:9/v1: cannot be reached"
    assert f"writes       openai-like:tiny ({said})\n" in status
    assert status.endswith(
        "healthy      yes, the index is; not every model of the settings answers (see above)\n"
    )
    assert (code, doctor.splitlines()[-2:]) == (
        1, [f"model: wrong: openai-like:tiny: {said}", "Something is wrong."],
    )  # fmt: skip
    assert "sk-very-secret" not in status + doctor + err
