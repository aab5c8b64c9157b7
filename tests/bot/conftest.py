"""Homes and processes for the tests of the asking side."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from bot import texts
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_KEPT = {"PATH", "HOME", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"}


class Pressmark:
    """The program with a home of its own, started as a process."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        self.settings = settings
        self.locale = "C.UTF-8"

    @property
    def environment(self) -> dict[str, str]:
        """What the process sees: our settings and nothing of the person who runs the tests."""
        kept = {name: value for name, value in os.environ.items() if name in _KEPT}
        settings = {f"PRESSMARK_{name.upper()}": value for name, value in self.settings.items()}
        home = {"PRESSMARK_HOME": str(self.home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        return kept | {"LANG": self.locale} | home | settings

    def __call__(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """The finished process."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=stdin,
            env=self.environment,
            cwd=self.home.parent,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=600,
        )

    def using(self, **settings: str) -> Pressmark:
        """The same home under other settings."""
        return Pressmark(self.home, **self.settings, **settings)

    def in_locale(self, name: str) -> Pressmark:
        """The same in a terminal that is set to this language."""
        other = self.using()
        other.locale = name
        return other


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A terminal without a language, and nobody spoken to in another before or afterwards."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    texts.speak(None)
    yield
    texts.speak(None)


@pytest.fixture(scope="module")
def pressmark(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Pressmark:
    """The program with the sample archive indexed, in a copy that the tests of a module share."""
    return Pressmark(shutil.copytree(sample_home, tmp_path_factory.mktemp("shared") / "home"))


@pytest.fixture
def fresh(tmp_path: Path) -> Pressmark:
    """The program with nothing indexed yet."""
    return Pressmark(tmp_path / "home")


@pytest.fixture
def own(sample_home: Path, tmp_path: Path) -> Pressmark:
    """The program with the sample archive in a home that a test may change."""
    return Pressmark(shutil.copytree(sample_home, tmp_path / "home"))


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    """The root logger, put back as it was afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield root
    root.handlers[:], root.level = handlers, level


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Standard input with these lines."""

    def give(*said: str) -> None:
        read, write = os.pipe()
        os.write(write, "".join(f"{line}\n" for line in said).encode())
        os.close(write)
        monkeypatch.setattr("sys.stdin", os.fdopen(read, encoding="utf-8"))

    yield give
    sys.stdin.close()
