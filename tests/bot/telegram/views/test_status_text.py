"""How the archive is, for people, in three languages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot import clock
from bot.engines import Engine, Role
from bot.telegram.views import status_text
from tests.bot.made import in_language

NOW = datetime(2026, 12, 1, 5, 45, tzinfo=UTC)
FOUND: dict[str, Any] = {
    "articles": 1204, "passages": 5000, "undated": 0, "waiting": 0, "embedder": "all-MiniLM-x",
    "generation": "nkk6fqxv", "indexed_at": "2026-11-30T07:14:00+00:00", "jobs": [],
    "healthy": True,
}  # fmt: skip


def running_here(role: Role, name: str) -> Engine:
    """A model that nobody has to be asked for."""
    return Engine(role, name, None, "runs here")


ENGINES = [
    running_here("embedder", "bundled"),
    running_here("reader", "bundled"),
    running_here("model", "none"),
]


def said(found: dict[str, Any], engines: list[Engine] = ENGINES, language: str = "en") -> list[str]:
    """The lines of it."""
    return in_language(
        language, lambda: status_text.status(FOUND | found, engines, now=NOW).split("\n")
    )


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "1,204 articles, indexed yesterday at 07:14, reads with the bundled model."),
        ("ru", "1\xa0204 статьи, проиндексировано вчера в 07:14, читает встроенная модель."),
        ("uk", "1\xa0204 статті, проіндексовано вчора о 07:14, читає вбудована модель."),
    ],
)
def test_it_is_one_line_for_people(language: str, line: str) -> None:
    """Without an id."""
    assert said({}, language=language)[0] == line


def test_nothing_wrong_is_said_where_nothing_is() -> None:
    """And articles without a date are counted."""
    assert said({"undated": 2})[1:] == ["2 articles have no date.", "Nothing is wrong."]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-12-01T00:10:00+00:00", "indexed today at 00:10"),
        ("2026-11-29T23:59:00+00:00", "indexed on 29 November 2026 at 23:59"),
        (None, "not indexed yet"),
    ],
)
def test_day_of_the_last_reading(moment: str | None, words: str) -> None:
    """Today and yesterday by their names."""
    assert words in said({"indexed_at": moment})[0]


def test_days_are_those_of_the_reader() -> None:
    """Before midnight in London it is tomorrow in Kyiv."""
    clock.live_in("Europe/Kyiv")
    try:
        now = clock.at_home(NOW)
        late = FOUND | {"indexed_at": "2026-11-30T22:30:00+00:00"}

        assert "indexed today at 00:30" in status_text.status(late, ENGINES, now=now)
    finally:
        clock.live_in(None)


def test_what_does_not_answer_is_said_with_what_becomes_of_it() -> None:
    """Neither the address nor a key, and not that nothing is wrong."""
    silent = [
        Engine("embedder", "ollama:bge-m3", False, "http://x: cannot be reached"),
        running_here("reader", "bundled"),
        Engine("model", "ollama:qwen3", False, "http://x: fails (HTTP 500)"),
        Engine("reranker", "fastembed:x", False, "is not installed"),
    ]

    lines = said({}, silent)

    assert lines[0].endswith("reads with the bundled model, writes with ollama:qwen3.")
    assert lines[1:] == [
        "⚠ The embedding model does not answer; until it does, words alone find.",
        "⚠ The language model does not answer; until it does, the archive’s own sentences answer.",
        "⚠ The reranker does not answer; until it does, the usual order holds.",
    ]


def test_runs_and_faults() -> None:
    """A run that goes on, one that waits, one that failed; damage that no run explains."""
    job = {"id": 3, "kind": "index", "state": "running", "done": 1, "total": 12}
    waits = job | {"state": "queued"}
    failed = job | {"state": "failed"}

    lines = said({"jobs": [job, waits, failed], "healthy": False})
    damaged = said({"healthy": False})

    assert lines[1:] == [
        "A run is going on: 1 of 12.",
        "A run is about to go on.",
        "The last run failed; see the log.",
    ]
    assert damaged[1:] == ["The index is damaged; it is being built anew."]


@pytest.mark.parametrize(
    ("replica", "line"),
    [
        ({"answers": True, "late": False, "seconds": 40.0}, "Nothing is wrong."),
        (
            {"answers": True, "late": True, "seconds": 630.0},
            "⚠ The copy of the index on this machine is 10 min behind; answers say so.",
        ),
        (
            {"answers": False, "late": True, "seconds": 9.0, "done": 40, "total": 90},
            "The index is being copied to this machine: 40 of 90.",
        ),
    ],
)
def test_a_replica_that_is_late_or_not_there_is_told(replica: dict[str, Any], line: str) -> None:
    """One that follows is what is expected."""
    assert said({"replica": replica})[1:] == [line]


def test_details_have_the_names_and_the_way_to_all_of_them() -> None:
    """For whoever looks for a fault."""
    job = {"id": 3, "kind": "index", "state": "running", "done": 1, "total": 12}

    lines = status_text.details(FOUND | {"jobs": [job]}, ENGINES).split("\n")

    assert lines == [
        "1,204 articles, 5,000 passages.",
        "Indexed 2026-11-30T07:14:00+00:00 with all-MiniLM-x.",
        "Generation nkk6fqxv.",
        "Run 3 (index): running, 1 of 12.",
        "Embeds: bundled (runs here).",
        "Reads: bundled (runs here).",
        "Writes: none (runs here).",
        "All of it: `pressmark status --json`.",
    ]


def test_the_reader_of_the_multilingual_embedder_is_named() -> None:
    """Both read then."""
    engines = [running_here("embedder", "multilingual"), *ENGINES[1:]]

    assert said({}, engines)[0].endswith("reads with the bundled and the multilingual model.")
