"""The home directory and its lock."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from index.errors import BusyError, SettingsError
from index.home import Home
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys
from pathlib import Path
from index.home import Home
with Home(Path(sys.argv[1])).owned():
    print("owned", flush=True)
    sys.stdin.read()
"""


def test_everything_lies_inside_the_home(tmp_path: Path) -> None:
    """Paths are the home's, so that moving it moves everything."""
    home = Home(tmp_path)

    assert home.catalog == tmp_path / "catalog.sqlite"
    assert home.vectors("mini") == tmp_path / "vectors" / "mini.f32"
    assert home.chroma("g1") == tmp_path / "generations" / "g1" / "chroma"
    assert home.lexical("g1") == tmp_path / "generations" / "g1" / "lexical"
    assert home.generation("g1") == tmp_path / "generations" / "g1"


def test_the_owner_makes_the_home_and_leaves_its_number(tmp_path: Path) -> None:
    """The lock file names the process, for people."""
    home = Home(tmp_path / "a" / "b")

    with home.owned():
        owner = (tmp_path / "a" / "b" / "lock").read_text("ascii")

    assert owner == str(os.getpid())


def test_a_second_owner_is_refused_until_the_first_has_gone(tmp_path: Path) -> None:
    """Two threads of one process exclude each other too."""
    home = Home(tmp_path)

    with (
        home.owned(),
        pytest.raises(BusyError, match=f"owned by process {os.getpid()}$"),
        home.owned(),
    ):
        pass

    with home.owned():
        pass


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    """The operating system gives back what a dead owner held."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "owned\n"
        with pytest.raises(BusyError, match=f"process {owner.pid}$"), Home(tmp_path).owned():
            pass
        owner.kill()

    with Home(tmp_path).owned():
        pass


def test_a_home_that_cannot_be_made_names_the_setting(tmp_path: Path) -> None:
    """A file where the folder should be is said with the variable to change."""
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(SettingsError, match=r"PRESSMARK_HOME=.*name a folder that can be written"):
        Home(tmp_path / "file" / "home").prepare()


def test_a_lock_that_cannot_be_opened_names_the_setting(tmp_path: Path) -> None:
    """So is a lock that is a folder."""
    (tmp_path / "lock").mkdir()

    with (
        pytest.raises(SettingsError, match=r"PRESSMARK_HOME=.*name a folder that can be written"),
        Home(tmp_path).owned(),
    ):
        pass


def test_whether_it_is_owned_can_be_seen_without_owning_it(tmp_path: Path) -> None:
    """Also where there is no home yet."""
    home = Home(tmp_path / "home")
    before = home.is_owned()

    with home.owned():
        during = home.is_owned()

    assert (before, during, home.is_owned()) == (False, True, False)


def test_a_new_home_is_for_its_owner_alone(tmp_path: Path) -> None:
    """It holds what people asked; one that is there already stays as its owner set it."""
    given = tmp_path / "given"
    given.mkdir(mode=0o755)
    Home(tmp_path / "new").prepare()
    Home(given).prepare()

    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert given.stat().st_mode & 0o777 == 0o755
