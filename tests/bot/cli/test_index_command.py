"""What `index` says at its end, what it explains, and which fields it remembers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from bot.store.schema import metadata
from index.archive.sources.urls import SAMPLE
from index.indexing.ingestion import Ingestion
from index.jobs.queue import work_off
from index.library import Library
from index.progress import silent
from index.settings import IndexSettings
from tests.bot.cli.test_commands import Inside, inside, one_line

if TYPE_CHECKING:
    from tests.bot.conftest import Pressmark

__all__ = ["inside"]

STORIES = ("The ferry stays in harbour.", "The pier closed in a storm.", "The eels died in March.")


def lines(**fields: str) -> str:
    """Three records of a JSON Lines file, with an id, a title and a text each."""
    return "".join(
        json.dumps({"id": number, "title": f"Story {number}", "body": text, **fields}) + "\n"
        for number, text in enumerate(STORIES)
    )


def sentences(err: str) -> list[str]:
    """What was said on standard error, progress left out."""
    marked = (line for line in err.splitlines() if line.startswith("pressmark: "))
    return [line.removeprefix("pressmark: ") for line in marked]


def test_what_could_not_be_used_is_one_line_a_kind(fresh: Pressmark, inside: Inside) -> None:
    """With how many records it is, and the first of them; JSON has the same in fields."""
    Path("a.jsonl").write_text(lines(date="31/31/2024"))
    Path("b.jsonl").write_text(lines(pub_time="2024-03-05 10:00"))

    _, out, err = inside(fresh, "index", "a.jsonl", "b.jsonl", "--json")

    warning, undated = sentences(err)
    assert warning.startswith(
        "3 records: a date that cannot be read. The first is a.jsonl:1: field "
    )
    assert undated == (
        '3 records without a date (the first is b.jsonl:1); field "pub_time" looks like one: '
        "name it with `--date-field pub_time`."
    )
    (remark,) = one_line(out)["remarks"]
    assert (remark["kind"], remark["count"]) == ("a date that cannot be read", 3)
    assert remark["where"] == "a.jsonl:1"


def test_what_is_left_out_on_purpose_is_not_rejected(fresh: Pressmark, inside: Inside) -> None:
    """It is counted and said, and the run has not failed."""
    Path("a.txt").write_text("The pier closed today.")
    Path("b.css").write_text("/* Theme */")

    code, out, _ = inside(fresh, "index", "a.txt", "b.css", "--json")

    found = one_line(out)
    assert (code, found["rejected"]) == (0, [])
    assert ("left out", "b.css") in [(each["kind"], each["where"]) for each in found["remarks"]]


def test_records_that_lack_something_else_leave_the_hint_of_a_column(
    fresh: Pressmark, inside: Inside
) -> None:
    """However many there are before, with other columns or with none."""
    plain = {"title": "Pier", "date": "2024-03-05", "views": 7}
    rows = [plain | {"text": f"The pier closed {number}."} for number in range(60)]
    rows.append({"title": "Pier", "text": "The ferry.", "pub_time": "2024-03-05", "views": 7})
    Path("a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))

    _, _, err = inside(fresh, "index", "a.jsonl", "--json")

    assert sentences(err) == [
        (
            '1 record without a date (the first is a.jsonl:61); field "pub_time" looks like one: '
            "name it with `--date-field pub_time`."
        )
    ]


def test_a_column_that_may_name_the_outlet_or_the_author_is_one_line_each(
    fresh: Pressmark, inside: Inside
) -> None:
    """With the option that takes it."""
    Path("a.jsonl").write_text(
        lines(date="2024-03-05", paper_title="Courier", lead_reporter="A. N.")
    )

    _, _, err = inside(fresh, "index", "a.jsonl", "--json")

    assert sentences(err) == [
        f'3 records without {what} (the first is a.jsonl:1); field "{name}" looks like one: '
        f"name it with `--{option}-field {name}`."
        for what, name, option in (
            ("an outlet", "paper_title", "source"),
            ("an author", "lead_reporter", "author"),
        )
    ]


def test_a_field_is_named_once_for_a_file_or_its_folder(fresh: Pressmark, inside: Inside) -> None:
    """Later readings know it, without a path too, until it is taken back."""
    Path("news").mkdir()
    Path("news/a.jsonl").write_text(lines(pub_time="2024-03-05 10:00"))

    runs = [
        inside(fresh, "index", "news", "--json", *more)
        for more in ([], ["--date-field", "pub_time"], [], ["--date-field", ""])
    ]

    counts = [one_line(out)["articles"] for _, out, _ in runs]
    assert [(each["added"], each["updated"]) for each in counts] == [(3, 0), (0, 3), (0, 0), (0, 3)]
    assert [len(sentences(err)) for _, _, err in runs] == [1, 0, 0, 1]


def test_fields_without_a_file_are_refused(fresh: Pressmark, inside: Inside) -> None:
    """They are those of files that somebody names."""
    assert inside(fresh, "index", "--date-field", "x") == (
        1, "", "pressmark: name the files that have these fields, too.\n",
    )  # fmt: skip


def test_explaining_shows_a_file_and_makes_no_home(fresh: Pressmark, inside: Inside) -> None:
    """For people in rows, for scripts as an object."""
    Path("a.jsonl").write_text(lines(pub_time="2024-03-05 10:00"))

    _, shown, _ = inside(fresh, "index", "--explain", "a.jsonl")
    _, out, _ = inside(fresh, "index", "--explain", "a.jsonl", "--json")

    assert "read as      json\n" in shown
    assert "field        title: title\n" in shown
    assert "pub_time: not used; it looks like a date: --date-field pub_time\n" in shown
    assert f"text         {STORIES[0]}\n" in shown
    assert one_line(out)["article"]["text"] == STORIES[0]
    assert not fresh.home.exists()


def test_explaining_takes_one_file(fresh: Pressmark, inside: Inside) -> None:
    """Neither none nor two."""
    assert inside(fresh, "index", "--explain") == (1, "", "pressmark: --explain takes one file.\n")


def test_articles_that_came_by_a_chat_are_not_mixed_with_the_sample(
    fresh: Pressmark, inside: Inside
) -> None:
    """Where nothing is known to be read again, `index` says so and reads nothing."""
    library = Library(IndexSettings(home=fresh.home), tables=metadata)
    Path("own.txt").write_text("The pier closed in a storm.")
    work_off(library, library.submit("add", ["own.txt"]), progress=silent)
    library.close()

    code, out, err = inside(fresh, "index")

    assert (code, out) == (1, "")
    assert err == (
        "pressmark: where these articles are from is not kept here; name files, folders or URLs, "
        "or set PRESSMARK_ARCHIVE.\n"
    )


def test_the_sample_makes_way_for_other_articles_and_that_is_said(
    fresh: Pressmark, inside: Inside
) -> None:
    """Once, in the run in which it goes; what stays is counted with the rest."""
    Path("own.txt").write_text("The pier closed in a storm.")
    Path("other.txt").write_text("The eels died in March.")
    library = Library(IndexSettings(home=fresh.home), tables=metadata)
    Ingestion(library.catalog, progress=silent).read([SAMPLE])
    library.close()

    first, second = (inside(fresh, "index", name) for name in ("own.txt", "other.txt"))

    assert first[1].startswith(
        "Articles: 1 read, 1 added, 48 removed.\nIn the index: 1 article, 1 passage. "
    )
    made_way = "the 48 articles of the sample have made way for yours, and are removed."
    assert made_way in sentences(first[2])
    assert "In the index: 2 articles, 2 passages. " in second[1]
    assert made_way not in sentences(second[2])
