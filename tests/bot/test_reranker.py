"""The models of fastembed in the settings: what is said where they cannot be used."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from bot.__main__ import main
from bot.store.schema import metadata
from index.errors import SettingsError
from index.library import Library
from index.settings import IndexSettings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.conftest import Pressmark

MODEL = "Xenova/ms-marco-MiniLM-L-6-v2"


@pytest.fixture
def _no_fastembed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the extra, whatever is installed on this one."""
    monkeypatch.setitem(sys.modules, "fastembed", None)
    for name in [name for name in sys.modules if name.startswith("fastembed.")]:
        monkeypatch.delitem(sys.modules, name)


def test_without_the_setting_there_is_no_reranker(tmp_path: Path) -> None:
    """And nothing of it is imported."""
    assert Library(IndexSettings(home=tmp_path), tables=metadata).reranker is None


@pytest.mark.usefixtures("_no_fastembed")
def test_a_package_that_is_not_installed_is_named_with_the_command_that_installs_it(
    tmp_path: Path,
) -> None:
    """One sentence: which setting, what is missing, what to do."""
    library = Library(IndexSettings(home=tmp_path, reranker=f"fastembed:{MODEL}"), tables=metadata)

    with pytest.raises(SettingsError) as caught:
        _ = library.retriever

    sentence = str(caught.value)
    library.close()
    assert sentence.startswith(
        f"PRESSMARK_RERANKER=fastembed:{MODEL}: the package fastembed is not installed ("
    )
    assert sentence.endswith(
        "); run `pip install 'pressmark[reranker]'`, or set PRESSMARK_RERANKER=none."
    )


@pytest.mark.usefixtures("_no_fastembed")
@pytest.mark.parametrize(
    "command", [["search", "-"], ["ask", "-"], ["ask", "Who?", "--json"], ["run"]]
)
def test_a_reranker_that_cannot_be_used_is_told_at_the_start(
    command: list[str],
    own: Pressmark,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Before a question is read, in one line on standard error."""
    monkeypatch.setenv("PRESSMARK_HOME", str(own.home))
    monkeypatch.setenv("PRESSMARK_RERANKER", f"fastembed:{MODEL}")

    code = main(command)

    said = capsys.readouterr()
    assert (code, said.out) == (1, "")
    assert said.err.startswith(f"pressmark: PRESSMARK_RERANKER=fastembed:{MODEL}: the package")
    assert said.err.count("\n") == 1


@pytest.mark.usefixtures("_no_fastembed")
@pytest.mark.parametrize("command", [["search", "-"], ["ask", "-"], ["run"], ["index"]])
def test_an_embedder_of_fastembed_that_cannot_be_used_is_told_at_the_start(
    command: list[str],
    own: Pressmark,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Its extra has a name of its own."""
    monkeypatch.setenv("PRESSMARK_HOME", str(own.home))
    monkeypatch.setenv("PRESSMARK_EMBEDDER", "fastembed:intfloat/multilingual-e5-large")

    code = main(command)

    (last,) = capsys.readouterr().err.splitlines()[-1:]
    assert code == 1
    assert last.startswith(
        "pressmark: PRESSMARK_EMBEDDER=fastembed:intfloat/multilingual-e5-large: the package "
        "fastembed is not installed ("
    )
    assert last.endswith(
        "); run `pip install 'pressmark[embedder]'`, or set PRESSMARK_EMBEDDER=bundled."
    )


def test_what_reads_no_question_needs_no_reranker(own: Pressmark) -> None:
    """The status is shown all the same, and a search fails in one line, without a traceback."""
    wrong = own.using(reranker="fastembed:nobody/none")

    status, search = wrong("status"), wrong("search", "ferry")

    assert (status.returncode, status.stderr) == (0, "")
    assert (search.returncode, search.stdout) == (1, "")
    assert search.stderr.startswith("pressmark: PRESSMARK_RERANKER=fastembed:nobody/none: ")
    assert search.stderr.count("\n") == 1
