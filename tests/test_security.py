"""The page on security names, for each threat, tests that exist."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| threat")
]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@cache
def names_in(path: str) -> set[str]:
    """The names of the tests in a file, whether or not it runs in this process."""
    file = ROOT / path
    if not file.exists():
        return set()
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, functions)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_threat_has_a_defence_and_tests_that_exist(row: list[str]) -> None:
    """What is renamed is renamed there, too."""
    _, defence, tests = row
    named = NAMED.findall(tests)

    assert defence
    assert named
    assert [name for path, name in named if name not in names_in(path)] == []
    assert NAMED.sub("", tests).strip() == ""


def test_what_the_page_must_speak_of_is_there() -> None:
    """The kinds of attack that such a program meets."""
    threats = " ".join(row[0] for row in ROWS).casefold()

    for word in ("tap", "redirect", "rebinding", "bomb", "logs", "token", "webhook", "dependency"):
        assert word in threats
