"""The multilingual embedder through the whole program: questions in another language."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from bot.store.schema import metadata
from index.embedding.multilingual import package
from index.library import Library
from index.models import Query
from index.settings import IndexSettings
from tests.bot.conftest import Pressmark
from tests.conftest import ROOT, SAMPLE, indexed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.embedding.multilingual.e5 import MultilingualEmbedder

WEEKLY = str(SAMPLE / "quayside-weekly")
QUESTIONS = [
    json.loads(line)
    for line in (ROOT / "tests" / "data" / "questions_across.jsonl").read_text("utf-8").splitlines()
]
"""Questions in other languages, and the English article of the sample that answers each."""
SLAVIC = [each for each in QUESTIONS if each["language"] in {"ru", "uk"}]
OTHERS = [each for each in QUESTIONS if each not in SLAVIC]


class Installed(Pressmark):
    """The program where the extra is installed, wherever that is."""

    @property
    def environment(self) -> dict[str, str]:
        """As everywhere, with the folder that has the package."""
        source = package.find()
        assert source is not None
        paths = os.pathsep.join([str(ROOT), str(source.parents[1])])
        return super().environment | {"PYTHONPATH": paths}


@pytest.fixture
def installed(tmp_path: Path, models: Path) -> Installed:
    """The program with nothing indexed, and the files of the model in its home."""
    home = tmp_path / "home"
    shutil.copytree(models, home / "models")
    return Installed(home, embedder="multilingual")


@pytest.fixture(scope="module")
def library(
    tmp_path_factory: pytest.TempPathFactory,
    multilingual: MultilingualEmbedder,
    bundled: BundledEmbedder,
) -> Iterator[Library]:
    """The sample archive, indexed with the multilingual embedder."""
    made = opened(tmp_path_factory.mktemp("multilingual") / "home")
    made.embedder, made.bundled = multilingual, bundled
    job = indexed(made, SAMPLE)
    assert job.state == "done", job.error
    yield made
    made.close()


def opened(home: Path) -> Library:
    """The library in ``home``."""
    return Library(IndexSettings(home=home, _env_file=None), tables=metadata)  # type: ignore[call-arg]


def ranks(library: Library, questions: Sequence[dict[str, str]]) -> list[int]:
    """For each question the rank of the article that answers it; 99: it is not found."""
    found = []
    for each in questions:
        hits = library.retriever.search(Query(each["question"], 10))
        titles = list(dict.fromkeys(hit.passage.card.title for hit in hits))
        found.append(titles.index(each["title"]) + 1 if each["title"] in titles else 99)
    return found


def said(pressmark: Pressmark, *arguments: str) -> dict[str, Any]:
    """The object that a command prints; it succeeds, and no traceback is seen."""
    done = pressmark(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_question_in_another_language_finds_the_article_that_answers_it(
    library: Library, sample_home: Path, tmp_path: Path, bundled: BundledEmbedder
) -> None:
    """Ten of twelve Russian and Ukrainian ones at rank 1; with the bundled embedder none."""
    english = opened(shutil.copytree(sample_home, tmp_path / "home"))
    english.embedder = english.bundled = bundled
    across, without = ranks(library, SLAVIC), ranks(english, SLAVIC)
    english.close()

    assert len(across) == 12
    assert sum(rank == 1 for rank in across) >= 9, across
    assert sum(rank <= 3 for rank in across) >= 10, across
    assert sum(rank == 1 for rank in without) <= 2, without


def test_languages_that_nothing_was_measured_of_find_it_too(library: Library) -> None:
    """German, French, Polish, Spanish, Czech, Bulgarian and Belarusian: most within three."""
    across = ranks(library, OTHERS)

    assert len(across) == 12
    assert sum(rank <= 3 for rank in across) >= 8, across


def test_an_english_question_finds_what_it_found(library: Library) -> None:
    """The archive is not worse to ask in its own language."""
    hits = library.retriever.search(Query("How much does the stolen bell of the St Brenna weigh?"))

    assert hits[0].passage.card.title == "Bell from 1642 stolen from Maritime Museum"


def test_it_indexes_and_answers_from_the_command_line(installed: Installed) -> None:
    """A Russian question is answered in the words of an English article, without a caveat."""
    done = said(installed, "index", WEEKLY)
    status = said(installed, "status")
    hits = said(installed, "search", "Скільки коштує тріска на аукціоні?")["hits"]
    answer = said(installed, "ask", "Из-за чего загорелось машинное отделение маленького парома?")

    assert done["passages"] == 32
    assert status["embedder"].startswith("multilingual-e5-small-")
    assert hits[0]["title"].startswith("Cod at 42 crowns")
    assert not answer["refused"]
    assert answer["citations"][0]["title"].startswith("Fire in the engine room")
    assert [note["kind"] for note in answer["notes"] if note["kind"] == "language"] == []


def test_the_first_run_makes_the_model(tmp_path: Path, models: Path) -> None:
    """In the home, and the next finds it there."""
    own = Installed(tmp_path / "home", embedder="multilingual")
    archive = tmp_path / "one.md"
    archive.write_text("# Ferry sails again\n\nThe ferry to Lunnay sails again from Monday.\n")

    first, second = own("index", str(archive)), own("index", str(archive), "--full")

    assert first.returncode == second.returncode == 0, first.stderr
    made = {path.name: path.read_bytes() for path in own.home.glob("models/*/*")}
    assert made == {path.name: path.read_bytes() for path in models.glob("*/*")}
