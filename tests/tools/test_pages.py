"""The scores of pages whose texts and fields are known, in both forms of truth."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from tools.pages.__main__ import main
from tools.pages.scores import Miss, report_on
from tools.pages.truth import known_pages

if TYPE_CHECKING:
    from pathlib import Path

    from tools.pages.scores import Report

LINES = (
    "The harbour council voted on Tuesday to close the north quay until June.",
    "Repairs will cost four million crowns, the mayor said, and the state pays half of it.",
    "The ferry will leave from the old customs house until the works are finished.",
)
PAGE = (
    '<html lang="en"><head><title>North quay to close</title>'
    '<meta name="author" content="Ada Norrby and Emil Voss">'
    '<meta property="og:site_name" content="Harbour Times">'
    '<meta property="article:published_time" content="2024-03-05T00:15:00+02:00"></head>'
    f"<body><article><h1>North quay to close</h1>{''.join(f'<p>{each}</p>' for each in LINES)}"
    "</article></body></html>"
)
PHRASES = {
    "https://times.example/quay": {
        "file": "quay.html",
        "with": ["close the north\nquay until June", "the bridge"],
        "without": ["Subscribe now", "four million crowns"],
        "title": "North quay to close",
        "date": "2024-03-05",
        "author": "Ada Norrby",
        "sitename": "The Times",
    },
    "https://times.example/gone": {"file": "gone.html", "with": ["x"], "without": []},
}
FIELDS = {
    "V1": {
        "title": "North quay closes",
        "authors": ["Ada Norrby", "Emil Voss"],
        "publishing_date": "2024-03-04 22:15:00+00:00",
        "body": {
            "summary": [LINES[0]],
            "sections": [{"headline": [], "paragraphs": [LINES[1], LINES[2]]}],
        },
    }
}


def by_phrases(folder: Path) -> Report:
    """The report on one page with phrases."""
    (folder / "cache").mkdir()
    (folder / "cache" / "quay.html").write_text(PAGE, encoding="utf-8")
    (folder / "evaldata.json").write_text(json.dumps(PHRASES), encoding="utf-8")
    return report_on(known_pages(folder))


def by_fields(folder: Path) -> Report:
    """The report on one page with fields, an older page of the outlet beside it."""
    for day, page in (("2024_03_05", PAGE), ("2023_01_01", "<html><body>Old.</body></html>")):
        path = folder / f"Harbour_{day}.html.gz"
        path.write_bytes(gzip.compress(page.encode()))
    (folder / "Harbour.json").write_text(json.dumps(FIELDS), encoding="utf-8")
    return report_on(known_pages(folder))


def test_phrases_are_looked_for_and_pages_without_a_file_left_out(tmp_path: Path) -> None:
    """Half of the phrases are found, half of the unwanted ones are left out; fields beside."""
    report = by_phrases(tmp_path)

    assert (report.pages, report.rejected, report.undated) == (1, 0, 0)
    assert report.means() == {
        "recall": None,
        "precision": None,
        "phrases": 0.5,
        "unwanted": 0.5,
        "title": 1.0,
        "date": 1.0,
        "author": 1.0,
        "outlet": 0.0,
    }
    assert report.misses == [
        Miss("quay.html", "phrases", "the bridge", "0.00"),
        Miss("quay.html", "unwanted", "four million crowns", "0.00"),
        Miss("quay.html", "outlet", "The Times", "Harbour Times"),
    ]


def test_a_whole_text_is_scored_by_its_words(tmp_path: Path) -> None:
    """The version goes with the page of its day; a date is the moment, whatever its zone."""
    report = by_fields(tmp_path)

    assert report.pages == 1
    assert report.means() == {
        "recall": 1.0,
        "precision": 1.0,
        "phrases": None,
        "unwanted": None,
        "title": 0.0,
        "date": 1.0,
        "author": 1.0,
        "outlet": None,
    }


def test_a_page_that_is_lost_has_found_nothing(tmp_path: Path) -> None:
    """It is named as rejected, and as dated but undated."""
    (tmp_path / "quay.html").write_text("<html><body></body></html>", encoding="utf-8")
    (tmp_path / "evaldata.json").write_text(json.dumps(PHRASES), encoding="utf-8")

    report = report_on(known_pages(tmp_path))

    assert (report.rejected, report.undated) == (1, 1)
    assert report.means()["phrases"] == 0.0
    assert report.misses[0].score == "rejected"


def test_the_command_prints_a_table_and_names_what_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A score a line, then the counts, then a line a failure."""
    by_fields(tmp_path)

    assert main([str(tmp_path), "--failures"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "score        mean     of",
        "recall      1.000      1",
        "precision   1.000      1",
        "title       0.000      1",
        "date        1.000      1",
        "author      1.000      1",
        "1 pages, 0 rejected, 0 dated pages undated",
        "Harbour_2024_03_05.html.gz: title: 'North quay closes', read 'North quay to close'",
    ]


def test_the_command_prints_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For scripts, with every failure."""
    by_fields(tmp_path)

    assert main([str(tmp_path), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["scores"]["recall"] == {"value": 1.0, "n": 1}
    assert [miss["score"] for miss in printed["failures"]] == ["title"]


@pytest.mark.parametrize(("name", "sentence"), [("", "holds no page"), ("x", "is no folder")])
def test_a_folder_without_known_pages_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, sentence: str
) -> None:
    """Nothing scored is no success."""
    assert main([str(tmp_path / name)]) == 1
    assert sentence in capsys.readouterr().err
