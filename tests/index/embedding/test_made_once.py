"""A folder that is made once: kills, damage, and several at a time."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from index.embedding.multilingual.made_once import ensure
from index.errors import EmbedderError
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"model.onnx": b"a model", "tokenizer.json": b"{}"}

KILLED = """
import os, signal, sys
from pathlib import Path
from index.embedding.multilingual.made_once import ensure

write = Path.write_bytes

def killed(path, content):
    if path.name == sys.argv[2]:
        write(path, content[:2])
        os.kill(os.getpid(), signal.SIGKILL)
    return write(path, content)

Path.write_bytes = killed
ensure(Path(sys.argv[1]), lambda: {"model.onnx": b"a model", "tokenizer.json": b"{}"})
"""

SLOW = """
import sys, time
from pathlib import Path
from index.embedding.multilingual.made_once import ensure

def make():
    with Path(sys.argv[2]).open("a") as made:
        made.write("made\\n")
    time.sleep(0.5)
    return {"model.onnx": b"a model", "tokenizer.json": b"{}"}

ensure(Path(sys.argv[1]), make)
"""


def started(program: str, *arguments: object) -> subprocess.Popen[bytes]:
    """Another process."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that lies below a folder but the lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lock"
    }


@pytest.mark.parametrize("name", FILES)
def test_a_kill_leaves_nothing_half(tmp_path: Path, name: str) -> None:
    """The folder is not there, and the next one makes it and clears away the rest."""
    folder = tmp_path / "models" / "e5"
    killed = started(KILLED, folder, name)
    assert killed.wait() == -9
    assert not folder.exists()

    ensure(folder, lambda: FILES)

    found = contents(tmp_path)
    assert found.keys() == {f"models/e5/{name}" for name in (*FILES, "SHA256SUMS")}
    assert found["models/e5/model.onnx"] == b"a model"


def test_several_processes_make_it_once(tmp_path: Path) -> None:
    """The others wait, and find it whole."""
    folder, made = tmp_path / "models" / "e5", tmp_path / "made"

    processes = [started(SLOW, folder, made) for _ in range(3)]

    assert [each.wait() for each in processes] == [0, 0, 0]
    assert made.read_text() == "made\n"


def test_what_is_whole_is_left_alone(tmp_path: Path) -> None:
    """Nothing is made a second time."""
    folder = tmp_path / "e5"
    ensure(folder, lambda: FILES)

    ensure(folder, dict)

    assert (folder / "model.onnx").read_bytes() == b"a model"


@pytest.mark.parametrize("name", [*FILES, "SHA256SUMS"])
@pytest.mark.parametrize("content", [None, b"", b"\xff something else"])
def test_what_is_damaged_is_made_again(tmp_path: Path, name: str, content: bytes | None) -> None:
    """Whatever became of a file."""
    folder = tmp_path / "e5"
    ensure(folder, lambda: FILES)
    before = contents(folder)
    (folder / name).unlink() if content is None else (folder / name).write_bytes(content)

    ensure(folder, lambda: FILES)

    assert contents(folder) == before


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """With what to do."""
    (tmp_path / "models").write_text("a file")

    with pytest.raises(
        EmbedderError, match=r"models/e5: the embedding model cannot be written there \(File exists"
    ):
        ensure(tmp_path / "models" / "e5", lambda: FILES)
