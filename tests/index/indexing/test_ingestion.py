"""From the files of the archive to articles in the catalog."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from index.indexing import ingestion
from index.indexing.ingestion import Ingestion
from index.jobs.queue import work_off
from index.progress import silent
from tests.conftest import SAMPLE, indexed, open_library

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from tests.conftest import World

ZERO = dict.fromkeys(
    ("read", "added", "updated", "unchanged", "duplicate", "removed", "rejected"), 0
)


def line(title: str, body: str, **fields: str) -> str:
    """A record of a JSON Lines file."""
    return json.dumps({"title": title, "body": body, **fields}) + "\n"


def counted(result: dict[str, object]) -> dict[str, int]:
    """The counts of a run that are not zero."""
    articles = result["articles"]
    assert isinstance(articles, dict)
    assert set(articles) == set(ZERO)
    return {name: count for name, count in articles.items() if count}


def test_a_broken_line_is_rejected_with_its_number_and_the_rest_is_read(world: World) -> None:
    """Every record met is counted, the rejected one with its place and the reason."""
    result = world.index_files(
        {"a.jsonl": line("A", "One.") + '{"title": \n' + line("B", "Two.", published="31/12/23")}
    )

    assert counted(result) == {"read": 3, "added": 2, "rejected": 1}
    assert result["rejected"] == [
        {
            "where": "a.jsonl:2",
            "reason": "is not valid JSON (expecting value at line 1 column 10)",
        }
    ]
    assert result["warnings"] == [
        (
            'a.jsonl:3: field "published" is "31/12/23", expected a whole date; '
            "the article was indexed without a date."
        )
    ]


def test_every_format_of_a_folder_is_read(world: World) -> None:
    """What cannot be read is rejected by name and stops nothing."""
    (world.archive / "link.txt").symlink_to(world.archive / "nowhere")
    os.mkfifo(world.archive / "pipe")

    result = world.index_files(
        {
            "a.json": "[" + line("A", "One.") + ', {"title": "X", "bo',
            "b.md": "# B\n\nTwo.",
            "c.txt": "Three.",
            "d.txt": "",
            "e.txt": b"caf\xe9.",
            "f.bin": b"\x00\x01",
            "2024/g.jsonl": line("G", "Four."),
            ".hidden.txt": "Five.",
        }
    )

    assert counted(result) == {"read": 10, "added": 5, "rejected": 5}
    assert [rejected["where"] for rejected in result["rejected"]] == [
        "a.json[2]",
        "d.txt",
        "f.bin",
        "link.txt",
        "pipe",
    ]
    assert set(world.states()) == {"A", "B", "Three.", "café.", "G"}


def test_the_same_run_twice_is_unchanged_and_embeds_nothing(world: World) -> None:
    """No article is touched and no vector is made again."""
    files = {"a.jsonl": line("A", "One.") + line("B", "Two."), "c.txt": "Three."}
    world.index_files(files)
    rows, generation = world.vectors(), world.library.status()["generation"]

    result = world.index()

    assert counted(result) == {"read": 3, "unchanged": 3}
    assert (rows, world.vectors()) == (3, 3)
    assert world.library.status()["generation"] == generation


def test_two_versions_of_one_id_in_one_file_are_stable(world: World) -> None:
    """The later one answers after every run, and only the first run changes anything."""
    files = {"a.jsonl": line("A", "One.", id="7") + line("A", "Two.", id="7")}

    first = counted(world.index_files(files))
    later = [counted(world.index()) for _ in range(2)]

    assert first == {"read": 2, "added": 1, "updated": 1}
    assert later == [{"read": 2, "unchanged": 2}] * 2
    assert [hit.passage.text for hit in world.search("one two")] == ["Two."]


def zipped(files: dict[str, str]) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("source", [None, "Ostrand Post"], ids=["no outlet", "one outlet"])
def test_files_of_one_archive_that_count_from_1_overwrite_nothing(
    world: World, source: str | None
) -> None:
    """As files in a folder do; what is changed in one of them is a version of its article."""
    fields = {"source": source} if source else {}
    lines = {
        "may.jsonl": line("The pier", "The pier closed in a storm.", id="1", **fields),
        "june.jsonl": line("The eels", "A hatchery bred young eels.", id="1", **fields),
    }
    first = counted(world.index_files({"all.zip": zipped(lines)}))
    again = counted(world.index())
    lines["june.jsonl"] = line("The eels", "A hatchery bred 900 young eels.", id="1", **fields)

    changed = counted(world.index_files({"all.zip": zipped(lines)}))

    assert first == {"read": 2, "added": 2}
    assert again == {"read": 2, "unchanged": 2}
    assert changed == {"read": 2, "updated": 1, "unchanged": 1}
    texts = {hit.passage.text for hit in world.search("pier closed or hatchery bred")}
    assert texts == {"The pier closed in a storm.", "A hatchery bred 900 young eels."}


def test_a_restored_version_is_an_update(world: World) -> None:
    """The counts say so, and the old text answers again without being embedded again."""
    world.index_files({"a.jsonl": line("A", "One.", id="7")})
    world.index_files({"a.jsonl": line("A", "Two.", id="7")})

    result = world.index_files({"a.jsonl": line("A", "One.", id="7")})

    assert counted(result) == {"read": 1, "updated": 1}
    assert [hit.passage.text for hit in world.search("one")] == ["One."]
    assert world.vectors() == 2


def test_undated_records_with_one_title_are_two_articles(world: World) -> None:
    """Neither briefing replaces the other, in no run."""
    files = {"a.jsonl": line("Briefing", "One.") + line("Briefing", "Two.")}

    assert counted(world.index_files(files)) == {"read": 2, "added": 2}
    assert counted(world.index()) == {"read": 2, "unchanged": 2}


def test_a_removed_file_removes_its_article(world: World) -> None:
    """The folder was walked to its end without it."""
    world.index_files({"a.txt": "The pier closed.", "b.txt": "The eels died."})
    (world.archive / "a.txt").unlink()

    result = world.index()

    assert counted(result) == {"read": 1, "unchanged": 1, "removed": 1}
    assert world.titles("pier eels") == ["The eels died."]
    assert world.library.status()["articles"] == 1


def test_a_record_that_left_its_file_is_removed(world: World) -> None:
    """The file was read to its end without it."""
    world.index_files({"a.jsonl": line("A", "One.", id="1") + line("B", "Two.", id="2")})

    result = world.index_files({"a.jsonl": line("B", "Two.", id="2")})

    assert counted(result) == {"read": 1, "unchanged": 1, "removed": 1}


def test_a_file_with_a_rejected_record_removes_nothing(world: World) -> None:
    """What is missing from it may be what could not be read."""
    world.index_files({"a.jsonl": line("A", "One.", id="1") + line("B", "Two.", id="2")})

    result = world.index_files({"a.jsonl": line("B", "Two.", id="2") + "{broken\n"})

    assert counted(result) == {"read": 2, "unchanged": 1, "rejected": 1}
    assert world.states() == {"A": "live", "B": "live"}


def test_a_folder_that_was_not_walked_to_its_end_removes_nothing(world: World) -> None:
    """The missing file may lie where nobody could look."""
    world.index_files({"a.txt": "The pier closed.", "b.txt": "The eels died."})
    (world.archive / "a.txt").unlink()
    deep = "d" * 250
    place = os.open(world.archive, os.O_RDONLY)
    for _ in range(20):  # a path longer than the system's 4,096 bytes
        os.mkdir(deep, dir_fd=place)
        place, above = os.open(deep, os.O_RDONLY, dir_fd=place), place
        os.close(above)
    os.close(place)

    result = world.index()

    assert counted(result) == {"read": 2, "unchanged": 1, "rejected": 1}
    assert result["rejected"][0]["reason"] == "cannot be listed (File name too long)"
    assert result["rejected"][0]["where"].startswith("archive/ddd")
    assert set(world.states().values()) == {"live"}


def test_naming_one_file_removes_nothing_of_the_others(world: World) -> None:
    """Only what was read can be missing."""
    world.index_files({"a.txt": "The pier closed.", "b.txt": "The eels died."})

    result = world.index(world.archive / "a.txt")

    assert counted(result) == {"read": 1, "unchanged": 1}
    assert set(world.states().values()) == {"live"}


def test_a_file_that_was_once_named_itself_still_belongs_to_its_folder(world: World) -> None:
    """It was read with the folder, then by name, then deleted: the folder is read without it."""
    world.index_files({"a.txt": "The pier closed.", "b.txt": "The eels died."})
    world.index(world.archive / "a.txt")
    (world.archive / "a.txt").unlink()

    assert counted(world.index()) == {"read": 1, "unchanged": 1, "removed": 1}


def test_a_glob_removes_what_it_no_longer_matches(world: World) -> None:
    """It stands for the files it names, as a folder does."""
    world.write({"a.txt": "The pier closed.", "b.txt": "The eels died."})
    world.index(world.archive / "*.txt")
    (world.archive / "a.txt").unlink()

    assert counted(world.index(world.archive / "*.txt")) == {
        "read": 1,
        "unchanged": 1,
        "removed": 1,
    }


def test_a_file_belongs_to_a_folder_however_it_was_named(world: World) -> None:
    """Read as ``a/b``, then as ``a``, and gone: either of them is read without it."""
    for missed in (world.archive / "b", world.archive):
        world.write({"b/a.txt": "The pier closed.", "b/c.txt": "The eels died."})
        world.index(world.archive / "b")
        world.index(world.archive)
        (world.archive / "b" / "a.txt").unlink()

        assert counted(world.index(missed))["removed"] == 1
        assert world.library.status()["articles"] == 1


@pytest.mark.parametrize("first", ["b", "b/a.txt", "b/*.txt"])
def test_a_file_is_missed_by_a_wider_folder_that_never_saw_it(world: World, first: str) -> None:
    """That its own folder went with it makes no difference."""
    world.write({"b/a.txt": "The pier closed.", "c.txt": "The eels died."})
    world.index(world.archive / first)
    shutil.rmtree(world.archive / "b")

    assert counted(world.index()) == {"read": 1, "added": 1, "removed": 1}


def test_what_a_walk_passes_over_is_not_missed(world: World) -> None:
    """A hidden file and one in a hidden folder, each named itself, though both are gone."""
    world.write({".a.txt": "The pier closed.", ".b/c.txt": "A bell rang.", "d.txt": "Eels died."})
    world.index(world.archive / ".a.txt", world.archive / ".b" / "c.txt")
    (world.archive / ".a.txt").unlink()
    (world.archive / ".b" / "c.txt").unlink()

    assert counted(world.index()) == {"read": 1, "added": 1}


def test_a_narrower_folder_misses_nothing_that_lies_beside_it(world: World) -> None:
    """It says nothing about what it does not hold."""
    world.index_files({"b/a.txt": "The pier closed.", "c.txt": "The eels died."})
    (world.archive / "c.txt").unlink()

    assert counted(world.index(world.archive / "b")) == {"read": 1, "unchanged": 1}


def test_a_file_behind_a_link_stays_as_long_as_it_is_found_elsewhere(world: World) -> None:
    """The link was removed, the file was not."""
    world.write({"b/a.txt": "The pier closed.", "c/d.txt": "The eels died."})
    (world.archive / "c" / "link.txt").symlink_to(world.archive / "b" / "a.txt")
    world.index(world.archive / "b", world.archive / "c")

    (world.archive / "c" / "link.txt").unlink()
    first = counted(world.index(world.archive / "c"))
    (world.archive / "b" / "a.txt").rename(world.archive / "b" / "e.txt")
    second = counted(world.index(world.archive / "b"))

    assert first == {"read": 1, "unchanged": 1}
    assert second == {"read": 1, "duplicate": 1, "removed": 1}


def test_a_glob_that_matches_a_folder_walks_it(world: World) -> None:
    """And misses what has left it."""
    world.write({"2024/a.txt": "The pier closed.", "2024/b.txt": "The eels died."})
    first = counted(world.index(world.archive / "20*"))
    (world.archive / "2024" / "a.txt").unlink()

    assert first == {"read": 2, "added": 2}
    assert counted(world.index(world.archive / "20*"))["removed"] == 1


def test_an_article_in_two_files_goes_with_the_last(world: World) -> None:
    """One of two copies is enough."""
    record = line("A", "One.", id="1", source="Courier")
    other = line("B", "Two.", id="2", source="Courier")
    world.index_files({"a.jsonl": record, "b.jsonl": record, "c.jsonl": other})

    (world.archive / "a.jsonl").unlink()
    first = counted(world.index())
    (world.archive / "b.jsonl").unlink()
    second = counted(world.index())

    assert first == {"read": 2, "unchanged": 2}
    assert second == {"read": 1, "unchanged": 1, "removed": 1}


def test_an_empty_folder_removes_nothing(world: World) -> None:
    """A disk that is not mounted looks like an empty folder."""
    world.index_files({"a.jsonl": line("A", "One.", id="1", source="Courier")})

    (world.archive / "a.jsonl").unlink()
    result = world.index()

    assert counted(result) == {}
    assert "is empty; nothing was changed for what it held before." in result["failed"][0]
    assert "put a file there (an empty one called .keep will do)" in result["failed"][0]
    assert world.states() == {"A": "live"}


@pytest.mark.parametrize("left", [".keep", "b.jsonl~", "2024/.keep"])
def test_a_folder_that_still_holds_anything_was_read(world: World, left: str) -> None:
    """It is there, so what it held before has gone from it; so of a folder in it."""
    world.index_files({"a.jsonl": line("A", "One.", id="1", source="Courier")})

    (world.archive / "a.jsonl").unlink()
    world.write({left: ""})
    result = world.index()

    assert counted(result) == {"removed": 1}
    assert result["failed"] == []
    assert world.states() == {"A": "removed"}


def test_a_folder_of_empty_folders_removes_nothing(world: World) -> None:
    """They may be where disks are mounted."""
    world.index_files({"disk/a.jsonl": line("A", "One.", id="1", source="Courier")})

    (world.archive / "disk" / "a.jsonl").unlink()
    result = world.index()

    assert len(result["failed"]) == 1
    assert world.states() == {"A": "live"}


def test_a_withdrawn_article_stays_away_where_its_file_is_only_configured(world: World) -> None:
    """Naming a file in the setting is not naming it in the command."""
    world.index_files({"a.jsonl": line("A", "One.", id="1", source="Courier")})
    world.library.withdraw(world.search("One")[0].passage.card.article)

    run = Ingestion(world.library.catalog, progress=silent, named=False)
    run.read([str(world.archive / "a.jsonl")])

    assert world.states() == {"A": "withdrawn"}


def test_only_a_run_over_one_location_brings_back_what_was_withdrawn(world: World) -> None:
    """A shell that expands ``archive/*`` names every file and means none of them."""
    world.index_files(
        {
            "a.jsonl": line("A", "One.", id="1", source="Courier"),
            "b.jsonl": line("B", "Two.", id="2", source="Courier"),
        }
    )
    world.library.withdraw(world.search("One")[0].passage.card.article)
    both = [str(world.archive / name) for name in ("a.jsonl", "b.jsonl")]

    several = work_off(world.library, world.library.submit("index", both), progress=silent)
    after_several = world.states()
    one = work_off(world.library, world.library.submit("index", both[:1]), progress=silent)

    assert after_several == {"A": "withdrawn", "B": "live"}
    assert world.states() == {"A": "live", "B": "live"}
    assert several.result is not None
    assert one.result is not None
    assert several.result["notes"] == []
    assert one.result["notes"] == [
        "1 withdrawn before came back, because this run named where they are: A"
    ]


def test_an_updated_article_is_answered_from_its_old_version_until_the_new_one_is_indexed(
    world: World,
) -> None:
    """A run that is cancelled after reading leaves no hole."""
    world.index_files({"a.jsonl": line("A", "The tide was high.", id="1", source="Courier")})

    world.write({"a.jsonl": line("A", "The tide was low.", id="1", source="Courier")})
    Ingestion(world.library.catalog, progress=silent).read([str(world.archive)])
    between = [hit.passage.text for hit in world.search("tide")]
    world.index()
    after = [hit.passage.text for hit in world.search("tide")]

    assert (between, after) == (["The tide was high."], ["The tide was low."])


def test_a_missing_location_stops_no_other_and_removes_nothing(world: World) -> None:
    """It is reported, and the rest is indexed."""
    world.index_files({"a.txt": "The pier closed."})
    world.write({"b.txt": "The eels died."})

    result = world.index(world.archive / "missing", world.archive / "b.txt")

    assert counted(result) == {"read": 1, "added": 1}
    assert len(result["failed"]) == 1
    assert "missing: there is no such file or folder" in result["failed"][0]
    assert set(world.states().values()) == {"live"}


def test_the_sample_leaves_when_another_archive_is_indexed(
    tmp_path: Path, bundled: BundledEmbedder
) -> None:
    """Its articles are there to try; nobody wants them among their own."""
    library = open_library(tmp_path / "home", bundled)
    indexed(library)
    before = library.status()["articles"]
    (tmp_path / "own.txt").write_text("The pier closed.")

    job = indexed(library, tmp_path / "own.txt")

    assert before == 48
    assert job.result is not None
    assert counted(job.result) == {"read": 1, "added": 1, "removed": 48}
    assert library.status()["articles"] == 1
    library.close()


def test_the_sample_leaves_when_something_is_added_in_a_chat(
    tmp_path: Path, bundled: BundledEmbedder
) -> None:
    """It is never mixed with articles of one's own, and does not come back by itself."""
    library = open_library(tmp_path / "home", bundled)
    Ingestion(library.catalog, progress=silent).read(["sample"])
    (tmp_path / "own.txt").write_text("The pier closed.")
    number = library.submit("add", [str(tmp_path / "own.txt")])

    job = work_off(library, number, progress=silent)

    assert job.result is not None
    assert counted(job.result) == {"read": 1, "added": 1, "removed": 48}
    assert (library.archive(), library.is_current()) == ([], True)
    library.close()


def test_the_sample_stays_when_the_other_archive_has_nothing(
    tmp_path: Path, bundled: BundledEmbedder
) -> None:
    """A mistyped path is no reason to lose what answers."""
    library = open_library(tmp_path / "home", bundled)
    Ingestion(library.catalog, progress=silent).read(["sample"])

    report = Ingestion(library.catalog, progress=silent).read([str(tmp_path / "missing")])

    assert report.counts["removed"] == 0
    assert library.status()["articles"] == 48
    library.close()


def test_a_sample_that_is_named_by_its_path_is_an_archive_like_any_other(
    tmp_path: Path, bundled: BundledEmbedder
) -> None:
    """Who names the folder wants it beside the rest."""
    library = open_library(tmp_path / "home", bundled)
    (tmp_path / "own.txt").write_text("The pier closed.")
    Ingestion(library.catalog, progress=silent).read([str(SAMPLE)])

    Ingestion(library.catalog, progress=silent).read([str(tmp_path / "own.txt")])

    assert library.status()["articles"] == 49
    library.close()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (b"a.jsonl", b'{"title": "Half \\ud83d", "body": "A \\ud83d half."}\n'),
        (b"caf\xe9.txt", b"The pier closed."),
        (b"a.md", b"---\ndate: 2024-13-45\n---\nThe pier closed."),
        (b"a.json", b'{"body": "x", "id": ' + b"7" * 5000 + b"}"),
    ],
)
def test_a_strange_file_does_not_stop_the_run(world: World, name: bytes, content: bytes) -> None:
    """Half characters, names that are not UTF-8, impossible days, endless numbers."""
    with open(os.fsencode(world.archive) + b"/" + name, "wb") as file:  # noqa: PTH123 - bytes
        file.write(content)

    result = world.index_files({"z.txt": "The eels died."})

    assert result["articles"]["read"] == 2
    assert world.titles("eels")[0] == "The eels died."


def test_more_records_than_a_transaction_takes_are_all_stored(world: World) -> None:
    """500 a transaction; the 501st is like the others."""
    content = "".join(line(f"T{number}", "Same text.", id=str(number)) for number in range(501))
    world.write({"a.jsonl": content})

    result = world.index()

    assert counted(result) == {"read": 501, "added": 1, "duplicate": 500}
    assert result["passages"] == 1
    (hit,) = world.search("same text")
    assert len(hit.also_in) == 500


def test_slow_records_are_stored_before_there_are_many(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run hears twice a second that it is to stop, whatever the format."""
    monkeypatch.setattr(ingestion, "_BATCH_SECONDS", 0.0)
    world.write({"a.jsonl": "".join(line(f"T{number}", f"{number}.") for number in range(5))})
    seen: list[int] = []

    Ingestion(
        world.library.catalog, progress=lambda _, done, total: None if total else seen.append(done)
    ).read([str(world.archive)])

    assert seen == [1, 2, 3, 4, 5]
