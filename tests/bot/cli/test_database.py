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
    check = found["checks"][0]
    assert (code, found["healthy"], check["name"], check["ok"]) == (1, False, "catalog", False)
    assert check["detail"].startswith("database press on 127.0.0.1: the catalog cannot be used (")


def test_no_backup_is_brought_back_beside_a_catalog_on_a_server(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The settings would go on with the other one; the way there is named."""
    code = main(["restore", str(tmp_path / "b.tar.gz")])

    out, err = capsys.readouterr()
    assert (code, out) == (1, "")
    assert err == (
        "pressmark: a backup holds a catalog of its own, and PRESSMARK_DATABASE names another; "
        "restore it with PRESSMARK_DATABASE=sqlite, then set that again, name an empty database, "
        "and run `pressmark copy` with this home. What pg_dump saved is brought back by "
        "pg_restore.\n"
    )


def test_a_catalog_on_a_server_is_not_in_a_backup(
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What to save instead is named, and nothing is written."""
    monkeypatch.setenv("PRESSMARK_DATABASE", database)

    code = main(["backup", str(tmp_path / "b.tar.gz")])

    out, err = capsys.readouterr()
    assert (code, out, list(tmp_path.glob("b.tar.gz"))) == (1, "", [])
    assert err.startswith("pressmark: the catalog is in the database ")
    assert err.endswith(
        ", which a backup does not hold; save it with pg_dump, then copy vectors, added, eval and "
        "identity in PRESSMARK_HOME: the index is built anew from them.\n"
    )
