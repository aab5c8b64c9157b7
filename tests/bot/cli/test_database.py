"""Commands of a home whose catalog is on a server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

AWAY = "postgresql+psycopg://ann:s3cretw%40rd@127.0.0.1:1/press"


@pytest.fixture(autouse=True)
def _away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens at the address of the settings."""
    monkeypatch.setenv("PRESSMARK_HOME", str(tmp_path))
    monkeypatch.setenv("PRESSMARK_DATABASE", AWAY)
    monkeypatch.setenv("PRESSMARK_LOG_LEVEL", "DEBUG")


@pytest.mark.parametrize("command", ["status", "index", "ask x", "cite x", "remove x", "cancel"])
def test_a_server_that_is_away_is_one_sentence(
    command: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Of any command, and of the log: never the password, however it is written."""
    code = main(command.split())

    out, err = capsys.readouterr()
    assert (code, out) == (1, "")
    assert "pressmark: database press on 127.0.0.1: the catalog cannot be used (" in err
    assert "s3cretw" not in err + caplog.text


def test_the_doctor_says_that_the_server_is_away(capsys: pytest.CaptureFixture[str]) -> None:
    """It is what the doctor is asked about."""
    code = main(["doctor", "--json"])

    found = json.loads(capsys.readouterr().out)
    (check,) = found["checks"]
    assert (code, found["healthy"], check["name"], check["ok"]) == (1, False, "catalog", False)
    assert check["detail"].startswith("database press on 127.0.0.1: the catalog cannot be used (")
