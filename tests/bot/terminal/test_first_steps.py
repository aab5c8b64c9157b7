"""What somebody meets who has just begun: nothing indexed, wrong paths, a wrong line in .env."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import texts
from bot.store.schema import metadata
from index.catalog import leases
from index.library import Library
from index.progress import Step
from index.settings import IndexSettings
from tests.bot.cli.test_commands import Inside, inside, one_line

if TYPE_CHECKING:
    from tests.bot.conftest import Pressmark

__all__ = ["inside"]

MISSING = "there is no such file or folder; name a file, a folder or a glob that exists"


@pytest.mark.parametrize(
    ("configured", "goes_on"),
    [(True, "`pressmark index`"), (False, "`pressmark index` with the same locations")],
)
def test_first_run_that_is_not_finished_is_named(
    fresh: Pressmark, inside: Inside, *, configured: bool, goes_on: str
) -> None:
    """With what is done of it, and how it goes on, instead of advice to begin another."""
    library = Library(IndexSettings(home=fresh.home), tables=metadata)
    number = library.submit("index", () if configured else ["a.txt"])
    with library.catalog.write() as connection:
        leases.claim(connection)
        leases.report(connection, number, Step("splitting", 724, 4000))

    alone = inside(fresh, "ask", "Who?")
    with library.owned(), library.catalog.write() as connection:
        leases.claim(connection)
    with library.home.owned():
        beside = inside(fresh, "search", "x")
    library.close()

    said = f"pressmark: nothing is indexed yet in {fresh.home}: the first run is"
    assert alone == (
        1, "", f"{said} not finished (splitting: 724 of 4000); {goes_on} goes on with it.\n",
    )  # fmt: skip
    assert beside[2] == (
        f"{said} going on (splitting: 724 of 4000); `pressmark status` shows it.\n"
    )


def test_archive_setting_is_named_where_nothing_is_indexed(
    fresh: Pressmark, inside: Inside
) -> None:
    """`index` alone does not read the sample then."""
    _, _, err = inside(fresh.using(archive="news"), "ask", "Who?")

    assert err.endswith("or `pressmark index` for what PRESSMARK_ARCHIVE names.\n")


def test_chat_without_an_archive_fails(fresh: Pressmark, inside: Inside) -> None:
    """The path is shown as it was written."""
    code, out, err = inside(fresh.using(archive="./news/../wrong"), "run")

    assert (code, out) == (1, "")
    assert err.splitlines()[-2:] == [
        f"pressmark: ./news/../wrong: {MISSING} (PRESSMARK_ARCHIVE).",
        "pressmark: nothing is indexed, so there is nothing to ask.",
    ]


def test_chat_over_what_was_read_before_says_so(own: Pressmark, inside: Inside) -> None:
    """An archive that is not there ends nothing where there is something to ask."""
    code, _, err = inside(own.using(archive="wrong"), "run")

    assert code == 0
    assert err.splitlines()[-2:] == [
        f"pressmark: wrong: {MISSING} (PRESSMARK_ARCHIVE).",
        "pressmark: the chat answers from what was read before, and from the rest.",
    ]


def test_status_names_a_wrong_path_as_it_was_written(own: Pressmark, inside: Inside) -> None:
    """Though the home has no absolute path."""
    path = str(own.home.parent / "wrong")
    inside(own.using(archive=path), "index")

    last = one_line(inside(own.using(archive=path), "status", "--json")[1])["last_reading"]

    assert last["failed"][0].startswith(f"{path}: there is no such file or folder;")


def test_location_that_is_not_there_is_an_error_alone(fresh: Pressmark, inside: Inside) -> None:
    """No line of counts before it."""
    code, out, err = inside(fresh, "index", "/nope")

    assert (code, out) == (1, "")
    assert err.endswith(
        "pressmark: /nope: there is no such file or folder; "
        "name a file, a folder or a glob that exists.\n"
    )


def test_archive_of_rejected_records_alone_fails(fresh: Pressmark, inside: Inside) -> None:
    """Each with its place, whether the location is a folder or a glob."""
    place = Path("news/sub")
    place.mkdir(parents=True)
    (place / "b.bin").write_bytes(b"\x00\x01")

    code, out, err = inside(fresh, "index", "news")
    globbed = inside(fresh, "index", "news/*/*.bin")

    assert code == globbed[0] == 1
    assert "rejected news/sub/b.bin: is not a text file" in out
    assert "rejected news/sub/b.bin: is not a text file" in globbed[1]
    assert err.endswith(
        "pressmark: news: every record was rejected; correct them, or name other files.\n"
    )


@pytest.mark.parametrize("line", ["PRESSMARK_ARCHIVE /data", "=x", "PRESSMARK_HOME", "- a", "'"])
def test_line_of_the_env_file_that_sets_nothing_is_one_sentence(
    fresh: Pressmark, inside: Inside, line: str
) -> None:
    """With its number and without what it says."""
    Path(".env").write_text(f"# a comment\n\nOTHER=1\nexport X = 2\n{line}\n", encoding="utf-8")

    assert inside(fresh, "status") == (
        1, "", "pressmark: .env:5: is not NAME=value; correct or remove the line.\n",
    )  # fmt: skip


def test_env_file_may_have_comments_and_values_of_several_lines(
    fresh: Pressmark, inside: Inside
) -> None:
    """It may serve other programs too."""
    content = "KEY=\"first\nno assignment\nlast\"\n  # x\nPRESSMARK_ARCHIVE='news' # y\nEMPTY=\n"
    Path(".env").write_text(content, encoding="utf-8")

    assert inside(fresh, "status")[0] == 0


def test_chat_tells_stories_and_what_somebody_said(own: Pressmark, inside: Inside) -> None:
    """A number is that of the last account; without words it is said how to write it."""
    said = (
        "/timeline",
        "/quotes",
        "/quotes Karin Holt about the pool",
        "/cite 1",
        "/TIMELINE bell",
    )

    code, out, _err = inside(own, "run", stdin="\n".join(said).encode())

    assert code == 0
    assert out.startswith(
        "Which story? Write it behind the command: /timeline harbour fire\n"
        "Whose words? Write a name behind the command: /quotes Karin Holt about the budget\n"
        "12 September 2023 · Ostrand Post\n"
        '"A harbour town in which half the ten-year-olds cannot swim'
    )
    assert '»"A harbour town in which half the ten-year-olds cannot swim' in out
    assert (
        "31 July 2023 · Skelhaven Courier\nBell from 1642 stolen from Maritime Museum [1]\n" in out
    )


def test_chat_takes_thanks_and_greetings_for_no_questions(own: Pressmark, inside: Inside) -> None:
    """As in Telegram; in the language of what was said."""
    code, out, _err = inside(own, "run", stdin="hello!\n?\nСпасибо\n/help".encode())

    help_text, english = texts.say_in("ru", "chat-help"), texts.say_in("en", "chat-help")
    assert (code, out) == (
        0,
        f"{english}\n{english}\n{texts.say_in('ru', 'thanked')}\n{help_text}\n",
    )
    assert all(f"/{command} " in english for command in ("timeline", "latest", "quotes"))
