"""What is told of one file before anything of it is indexed."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from index.archive.sources.explanation import explain, refuse_missing
from index.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

ROWS = "title,text,pub_time\nFerry,The ferry stays.,2024-03-05 10:00\nEels,,2024-03-06 11:00\n"


def test_a_file_is_explained_by_kind_fields_and_first_article(tmp_path: Path) -> None:
    """Also one that is packed; what was not used and looks like the date is named."""
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(ROWS.encode()))

    found = explain(str(tmp_path / "a.csv.gz"), {}).as_json()

    article, remarks = found.pop("article"), found.pop("remarks")
    assert found == {
        "file": "a.csv.gz",
        "kind": "csv",
        "records": 2,
        "rejected": 1,
        "undated": 1,
        "fields": {"title": ("title",), "text": ("text",), "pub_time": ()},
        "likely": {"published": ["pub_time"]},
        "where": "a.csv.gz:2",
    }
    assert (article["title"], article["text"]) == ("Ferry", "The ferry stays.")
    assert remarks[0].startswith("a.csv.gz:3: no article text (looked for the fields ")


def test_a_field_that_is_named_is_explained_as_what_it_becomes(tmp_path: Path) -> None:
    """So the option can be tried before it is used."""
    (tmp_path / "a.csv").write_text(ROWS)

    found = explain(str(tmp_path / "a.csv"), {"published": "pub_time"}).as_json()

    assert found["fields"]["pub_time"] == ("published",)
    assert (found["undated"], found["likely"]) == (0, {})
    assert found["article"]["published"] == "2024-03-05T10:00:00+00:00"


def test_a_file_that_is_not_read_says_why(tmp_path: Path) -> None:
    """There is no article to show."""
    (tmp_path / "b.bin").write_bytes(b"\x00\x01")

    found = explain(str(tmp_path / "b.bin"), {})

    assert (found.kind, found.article, found.rejected) == (None, None, 1)
    assert found.remarks == ["b.bin: is not a text file, nor of another kind that is read"]


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("https://h.example/feed", "https://h.example/feed: is a URL; download it, and name"),
        ("empty", "empty: there is no file in it."),
    ],
)
def test_only_a_file_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, location: str, said: str
) -> None:
    """Nothing is fetched for it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()

    with pytest.raises(ArchiveError) as caught:
        explain(location, {})

    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    "content",
    ["a,b,c\nFerry,It stays.,1\n", "sep=;\na;b\nFerry;It stays.\n", "a\tb\nFerry\tIt stays.\n"],
)
def test_named_columns_make_a_table_of_articles(tmp_path: Path, content: str) -> None:
    """However they are called, and whatever stands between them."""
    (tmp_path / "a.txt").write_text(content)

    found = explain(str(tmp_path / "a.txt"), {"text": ["b"], "title": ["a"]})

    assert found.article is not None
    assert (found.article.title, found.article.text) == ("Ferry", "It stays.")


@pytest.mark.parametrize(("name", "kind"), [("a.csv", "csv"), ("a.txt", "text")])
def test_a_text_column_alone_is_enough_in_a_table_by_name(
    tmp_path: Path, name: str, kind: str
) -> None:
    """Elsewhere two words may begin a text."""
    (tmp_path / name).write_text("Titel,Text\nFerry,It stays.\n")

    assert explain(str(tmp_path / name), {}).kind == kind


@pytest.mark.parametrize("names", [{"source": "paper"}, {"published": "when"}])
def test_named_fields_leave_days_and_months_to_their_column(
    tmp_path: Path, names: dict[str, str]
) -> None:
    """31/12 tells that 05/03 is in March."""
    column = "when" if "published" in names else "date"
    rows = f"title,text,paper,{column}\nA,One.,C,05/03/2024\nB,Two.,C,31/12/2023\n"
    (tmp_path / "a.csv").write_text(rows)

    found = explain(str(tmp_path / "a.csv"), names)

    assert found.article is not None
    assert str(found.article.published) == "2024-03-05 00:00:00+00:00"
    assert found.remarks == []


def test_a_name_that_no_record_has_is_refused(tmp_path: Path) -> None:
    """With the fields that they have."""
    (tmp_path / "a.csv").write_text(ROWS)
    refuse_missing([str(tmp_path / "a.csv")], {"published": ["pub_time"]})

    with pytest.raises(ArchiveError) as refused:
        refuse_missing([str(tmp_path / "a.csv")], {"published": ["pub_tme"]})

    assert str(refused.value) == (
        'no record has a field "pub_tme", which --date-field names; the fields are title, text, '
        "pub_time. Nothing was changed."
    )


def test_of_several_files_the_first_is_explained(tmp_path: Path) -> None:
    """And says so."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The ferry stays.")

    found = explain(str(tmp_path), {"published": ["when"]})

    assert (found.file, found.files, found.remarks) == ("a.txt", 2, [])


def test_of_a_page_only_fields_of_its_article_are_told(tmp_path: Path) -> None:
    """What its reader notes for itself is none."""
    page = "<html><title>Quay</title><article><h1>Quay</h1><p>The quay is closed.</p></article>"
    (tmp_path / "a.html").write_text(page)

    assert explain(str(tmp_path / "a.html"), {}).fields == {"title": ("title",), "body": ("text",)}
