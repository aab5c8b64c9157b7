"""A home that is saved and brought back by commands, and the completion of commands."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.bot.cli.test_commands import FARE, Inside, inside, one_line
from tests.bot.conftest import Pressmark

__all__ = ["inside"]


def told(found: dict[str, Any]) -> dict[str, Any]:
    """All of an answer but how long it took."""
    return {name: value for name, value in found.items() if name != "ms"}


def test_a_home_that_is_brought_back_answers_the_same(own: Pressmark, inside: Inside) -> None:
    """Sentences, quotations and ids; citations of before are found in it."""
    before = one_line(inside(own, "ask", FARE, "--json")[1])
    file = own.home.parent / "b.tar.gz"

    saved = inside(own, "backup", str(file))
    own.home.rename(own.home.with_name("gone"))
    restored = inside(own, "restore", str(file))
    after = one_line(inside(own, "ask", FARE, "--json")[1])
    cited = one_line(inside(own, "cite", before["citations"][0]["id"], "--json")[1])

    assert saved == (0, f"saved: 48 articles, 105 passages, in {file}\n", "")
    assert restored[0] == 0
    assert restored[1].startswith("restored: 48 articles, 105 passages, as of 20")
    assert restored[1].endswith(f", in {own.home}\n")
    assert [each["text"] for each in after["claims"]] == [each["text"] for each in before["claims"]]
    assert [told(each | {"id": ""}) for each in after["citations"]] == [
        told(each | {"id": ""}) for each in before["citations"]
    ]
    assert cited["quote"] == before["citations"][0]["quote"]
    assert not cited["withdrawn"]


def test_an_index_that_is_not_in_the_file_is_built_anew(own: Pressmark, inside: Inside) -> None:
    """It is left out while it is written to, which is said; what brings it back builds it."""
    file, new = own.home.parent / "b.tar.gz", Pressmark(own.home.with_name("new"))
    later = time.time() + 3600
    for path in (own.home / "generations").rglob("*"):
        os.utime(path, (later, later))  # as if a run wrote to it all the time

    saved = inside(own, "backup", str(file))
    code, _out, _err = inside(new, "restore", str(file))
    status = one_line(inside(new, "status", "--json")[1])

    assert saved == (
        0,
        f"saved: 48 articles, 105 passages, in {file}\n",
        (
            "pressmark: the index was written to all the time, so it is not in the file; "
            "`pressmark restore` builds it anew from what is, without embedding a text again.\n"
        ),
    )
    assert code == 0
    assert (status["articles"], status["passages"], status["healthy"]) == (48, 105, True)


def test_a_home_with_nothing_in_it_is_not_saved(fresh: Pressmark, inside: Inside) -> None:
    """There is nothing to bring back."""
    code, _out, err = inside(fresh, "backup", "b.tar.gz")

    assert code == 1
    assert err.startswith("pressmark: nothing is indexed yet in ")
    assert not Path("b.tar.gz").exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_knows_every_command(
    fresh: Pressmark, inside: Inside, shell: str
) -> None:
    """And their options."""
    code, out, _err = inside(fresh, "completion", shell)

    assert code == 0
    for word in ("status", "backup", "restore", "completion", "explain", "before"):
        assert word in out


def test_bash_completes_commands_and_options(
    fresh: Pressmark, inside: Inside, tmp_path: Path
) -> None:
    """In a real shell."""
    (tmp_path / "complete").write_text(inside(fresh, "completion", "bash")[1], encoding="utf-8")
    script = (
        f"source {tmp_path}/complete; COMP_WORDS=(pressmark {{words}}); COMP_CWORD={{at}}; "
        'COMP_LINE="${{COMP_WORDS[*]}}"; COMP_POINT=${{#COMP_LINE}}; '
        "_shtab_pressmark 2>/dev/null; echo ${{COMPREPLY[@]}}"
    )

    def completed(words: str) -> list[str]:
        command = script.format(words=words, at=len(words.split()))
        done = subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, check=True, cwd=tmp_path
        )
        return done.stdout.split()

    assert completed("st") == ["status"]
    assert completed("search --af") == ["--after"]
    assert json.dumps(completed("completion f")) == '["fish"]'
