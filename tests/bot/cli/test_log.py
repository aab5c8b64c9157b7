"""Logging that never tells a secret."""

from __future__ import annotations

import io
import logging
import sys
from typing import TYPE_CHECKING

import pytest

from bot.cli import log

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "8123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
URL = f"https://api.telegram.org/bot{TOKEN}/getMe"


def formatted(message: str, *arguments: object, secrets: tuple[str, ...] = ()) -> str:
    """A line as it is written."""
    record = logging.LogRecord("bot.x", logging.INFO, __file__, 1, message, arguments, None)
    return log.Redacting(secrets).format(record)


def test_line_has_time_level_place_and_message() -> None:
    """One line an event."""
    line = formatted("answer %s", "abc")

    assert line.endswith(" INFO bot.x: answer abc")


@pytest.mark.parametrize("text", [TOKEN, URL, f"token='{TOKEN}'", f"bot{TOKEN}"])
def test_anything_like_a_token_is_blotted_out(text: str) -> None:
    """Also one that is no setting, wherever it stands in the line."""
    line = formatted("failed: %s", text)

    assert "<token>" in line
    assert "AAEhBOweik6ad9r" not in line


@pytest.mark.parametrize("text", ["2024:05", "at 12:30:59", "port 8080:80", "id 123: done"])
def test_times_and_ports_are_no_tokens(text: str) -> None:
    """Short figures with a colon stay readable."""
    assert formatted("%s", text).endswith(text)


def test_known_secrets_are_blotted_out_whatever_they_look_like() -> None:
    """A model's key, or a token too short to be told by its looks."""
    line = formatted("key sk-1 and 1:abc", secrets=("sk-1", "1:abc", ""))

    assert line.endswith("key <secret> and <secret>")


def test_traceback_is_redacted_too() -> None:
    """An exception of an HTTP client has the whole address in it."""
    try:
        raise OSError(f"cannot reach {URL}")  # noqa: TRY301 - only to be caught
    except OSError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "failed", None, sys.exc_info())

    text = log.Redacting().format(record)

    assert "Traceback" in text
    assert "cannot reach https://api.telegram.org/bot<token>/getMe" in text
    assert TOKEN not in text


def test_log_goes_to_standard_error_from_its_level_on(
    capsys: pytest.CaptureFixture[str], root_logger: logging.Logger
) -> None:
    """Libraries that tell every request are heard from WARNING on, and the rest redacted."""
    log.configure("INFO", secrets=("sk-1",))

    logging.getLogger("bot").info("sk-1 is used with %s", TOKEN)
    logging.getLogger("bot").debug("unheard")
    logging.getLogger("httpx").info("GET %s", URL)
    logging.getLogger("watchfiles.main").info("1 change detected")
    logging.getLogger("httpx").warning("slow: %s", URL)
    out, err = capsys.readouterr()

    assert out == ""
    assert [line.split(" ", 2)[2] for line in err.splitlines()] == [
        "INFO bot: <secret> is used with <token>",
        "WARNING httpx: slow: https://api.telegram.org/bot<token>/getMe",
    ]
    assert root_logger.level == logging.INFO


def test_login_of_an_address_is_blotted_out() -> None:
    """The password of a database or a proxy, wherever a library repeats the address."""
    line = formatted("postgresql+psycopg://ann:hunter@2@db.example/x and http://a:b@c/d@e")

    assert line.endswith("postgresql+psycopg://<login>@db.example/x and http://<login>@c/d@e")
    advice = "write postgresql+psycopg://USER:PASSWORD@HOST/DATABASE"
    assert log.without_logins(advice) == advice
    assert log.without_logins("http://a.example/@b, c@d.example") == (
        "http://a.example/@b, c@d.example"
    )


def test_log_beside_a_chat_goes_to_a_file_and_is_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], root_logger: logging.Logger
) -> None:
    """Nothing is printed meanwhile, what Python warns of included; afterwards all is as before."""
    log.configure("INFO")
    before = root_logger.handlers[:]
    path = tmp_path / "pressmark.log"

    with log.aside(path, secrets=("sk-1",)) as notes:
        silent = notes.news()
        logging.getLogger("bot").info("begun")
        logging.getLogger("bot").warning("sk-1 is refused")
        logging.getLogger("bot").error("again")
        said, then = notes.news(), notes.news()
    _, err = capsys.readouterr()

    assert (silent, said, then) == (None, f"2 new lines in the log: {path}", None)
    assert err == ""
    assert [line.split(" ", 2)[2] for line in path.read_text("utf-8").splitlines()] == [
        "INFO bot: begun",
        "WARNING bot: <secret> is refused",
        "ERROR bot: again",
    ]
    assert root_logger.handlers == before


def test_log_follows_standard_error_to_where_it_is_shown(
    monkeypatch: pytest.MonkeyPatch, root_logger: logging.Logger
) -> None:
    """A live view takes its place for a while and shows lines above what it redraws."""
    log.configure("INFO")
    view = io.StringIO()
    monkeypatch.setattr("sys.stderr", view)

    root_logger.warning("late")

    assert view.getvalue().endswith(" WARNING root: late\n")
