"""Logging that never tells a secret."""

from __future__ import annotations

import logging
import sys

import pytest

from bot.cli import log

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
