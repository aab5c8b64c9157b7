"""The settings that a new operator is asked for, and the file that they go to."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.settings import Settings
from tests.bot.cli.test_commands import Inside, inside
from tests.fakes.telegram import FakeTelegram

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bot.conftest import Pressmark

__all__ = ["inside"]

CLOSED = "http://127.0.0.1:9"
KEY = "sk-very-secret-key"


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    """A Telegram that knows one token."""
    with FakeTelegram() as running:
        yield running


def env() -> Path:
    """The file that is written."""
    return Path(".env")


def written() -> Path:
    """Its name as it is told."""
    return env().absolute()


def put(folder: str) -> None:
    """A folder with an article."""
    Path(folder).mkdir()
    (Path(folder) / "a.txt").write_text("Keeper\n\nOrla Brandt was born in 1951.", encoding="utf-8")


def answers(*lines: str) -> bytes:
    """Standard input with these lines."""
    return "".join(f"{line}\n" for line in lines).encode()


def test_what_is_answered_is_written_for_its_owner_alone(
    fresh: Pressmark, inside: Inside, telegram: FakeTelegram
) -> None:
    """Line by line, as every reader of such files takes it; the token is asked for its name."""
    put("news")
    given = answers(telegram.token, "77, 88", "news;https://news.example/feed.xml?a=b", "none")

    code, out, err = inside(fresh.using(telegram_api_url=telegram.url), "init", stdin=given)

    assert code == 0
    assert out == (
        f"written to {written()}: PRESSMARK_TELEGRAM_TOKEN, PRESSMARK_ADMINS, PRESSMARK_ARCHIVE, "
        "PRESSMARK_LLM\n"
    )
    assert "pressmark: this is the token of @pressmark_bot.\n" in err
    assert err.endswith(
        "pressmark: ready; `pressmark run` reads your articles and starts the bot. Other commands, "
        "such as `pressmark ask`, answer when it was read: so does `pressmark index`.\n"
    )
    assert env().read_text("utf-8") == (
        f"PRESSMARK_TELEGRAM_TOKEN={telegram.token}\n"
        "PRESSMARK_ADMINS='77, 88'\n"
        "PRESSMARK_ARCHIVE=news;https://news.example/feed.xml?a=b\n"
        "PRESSMARK_LLM=none\n"
    )
    assert env().stat().st_mode & 0o777 == 0o600
    assert Settings.load().admins == {77, 88}


def test_without_answers_nothing_is_written(fresh: Pressmark, inside: Inside) -> None:
    """Standard input that ends skips the rest, and each is named."""
    code, out, err = inside(fresh, "init")

    assert code == 0
    assert "pressmark: ready; `pressmark run` reads the sample and opens a chat. " in err
    assert out == (
        "nothing written to .env: there is none, and none is needed\n"
        "skipped: PRESSMARK_TELEGRAM_TOKEN, PRESSMARK_ADMINS, PRESSMARK_ARCHIVE, PRESSMARK_LLM\n"
    )
    assert not env().exists()


def test_what_is_there_stays_unless_its_replacement_is_agreed_to(
    fresh: Pressmark, inside: Inside
) -> None:
    """Other lines and comments too; secrets are shown by their last letters."""
    before = (
        "# mine\nPRESSMARK_TIMEZONE=Europe/Kyiv\nPRESSMARK_ADMINS=7\n"
        f"PRESSMARK_ARCHIVE=old\nPRESSMARK_LLM=openai:m\nPRESSMARK_LLM_KEY={KEY}\nOTHER=1"
    )
    env().write_text(before, encoding="utf-8")
    put("old")

    code, out, err = inside(
        fresh, "init", stdin=answers("", "8", "y", "new", "n", "", "sk-another-secret", "yes")
    )

    assert code == 0
    assert out == (
        f"written to {written()}: PRESSMARK_ADMINS, PRESSMARK_LLM_KEY\n"
        "kept: PRESSMARK_ARCHIVE, PRESSMARK_LLM\n"
        "skipped: PRESSMARK_TELEGRAM_TOKEN\n"
    )
    assert "Replace 7 by 8? [y/N] " in err
    assert "Replace old by new? [y/N] " in err
    assert "Its key […-key]: " in err
    assert KEY not in err
    assert env().read_text("utf-8") == (
        before.replace("ADMINS=7", "ADMINS=8").replace(KEY, "sk-another-secret")
    )
    assert env().stat().st_mode & 0o777 == 0o600


def test_a_token_is_kept_where_telegram_cannot_be_asked(fresh: Pressmark, inside: Inside) -> None:
    """A machine is set up before it has a network."""
    code, out, err = inside(
        fresh.using(telegram_api_url=CLOSED), "init", stdin=answers("123456:abcdefghij")
    )

    assert code == 0
    assert out.startswith(f"written to {written()}: PRESSMARK_TELEGRAM_TOKEN\n")
    assert (
        "pressmark: Telegram could not be asked (ConnectError); the token is kept, and checked at "
        "the start.\n"
    ) in err
    assert env().read_text("utf-8") == "PRESSMARK_TELEGRAM_TOKEN=123456:abcdefghij\n"


def test_a_token_is_kept_where_telegram_fails(
    fresh: Pressmark, inside: Inside, telegram: FakeTelegram
) -> None:
    """Only a clear no is one; the server may stand in the file as well."""
    env().write_text(f"PRESSMARK_TELEGRAM_API_URL={telegram.url}\n", encoding="utf-8")
    telegram.fail("getMe", kind="500")

    _code, out, err = inside(fresh, "init", stdin=answers(telegram.token))

    assert out.startswith(f"written to {written()}: PRESSMARK_TELEGRAM_TOKEN\n")
    assert "pressmark: Telegram could not be asked (HTTP 500); the token is kept.\n" in err


def test_a_token_that_telegram_does_not_know_is_not_written(
    fresh: Pressmark, inside: Inside, telegram: FakeTelegram
) -> None:
    """Answers that are piped in are not asked for twice, so that none goes to a wrong question."""
    telegram.allow("refused: getMe")
    code, out, err = inside(
        fresh.using(telegram_api_url=telegram.url),
        "init",
        stdin=answers("123456:abcdefghij", "77"),
    )

    assert code == 1
    assert "not written, as they cannot be used: PRESSMARK_TELEGRAM_TOKEN\n" in out
    assert "Telegram does not know this token; copy it again from @BotFather.\n" in err
    assert err.endswith(
        "pressmark: not ready: PRESSMARK_TELEGRAM_TOKEN cannot be used; run `pressmark init` "
        "again, and give another.\n"
    )
    assert env().read_text("utf-8") == "PRESSMARK_ADMINS=77\n"


def test_a_token_that_is_there_is_checked_and_kept(
    fresh: Pressmark, inside: Inside, telegram: FakeTelegram
) -> None:
    """It is told whose it is."""
    env().write_text(f"PRESSMARK_TELEGRAM_TOKEN={telegram.token}\n", encoding="utf-8")

    _code, out, err = inside(fresh.using(telegram_api_url=telegram.url), "init")

    assert out.startswith(
        "nothing written to .env: it is as it was\nkept: PRESSMARK_TELEGRAM_TOKEN\n"
    )
    assert f"[…{telegram.token[-4:]}]: " in err
    assert telegram.token not in err
    assert "pressmark: this is the token of @pressmark_bot.\n" in err


def test_a_value_that_cannot_be_used_is_said_and_not_written(
    fresh: Pressmark, inside: Inside
) -> None:
    """In the words of the setting."""
    code, out, err = inside(fresh, "init", stdin=answers("no token", "me", "missing", "gpt"))

    assert code == 1
    assert out == (
        f"written to {written()}: PRESSMARK_ARCHIVE\n"
        "not written, as they cannot be used: PRESSMARK_TELEGRAM_TOKEN, PRESSMARK_ADMINS, "
        "PRESSMARK_LLM\n"
    )
    assert "PRESSMARK_TELEGRAM_TOKEN does not look like a token; copy it from @BotFather" in err
    assert '"me" is not a Telegram id' in err
    missing = Path("missing").absolute()
    assert f"not ready: PRESSMARK_ARCHIVE names {missing}, and nothing is there; put your" in err
    assert "pressmark: ready" not in err
    assert "PRESSMARK_LLM must be none or one of openai:MODEL" in err


def test_an_archive_that_is_not_there_is_kept_and_not_ready(
    fresh: Pressmark, inside: Inside
) -> None:
    """Whoever puts it there is ready then, without another answer."""
    code, out, err = inside(fresh, "init", stdin=answers("", "", "here; there/*.json"))
    put("here")
    put("there")
    (Path("there") / "a.json").write_text("{}", encoding="utf-8")
    again, _out, then = inside(fresh, "init")

    assert (code, again) == (1, 0)
    assert out.startswith(f"written to {written()}: PRESSMARK_ARCHIVE\n")
    assert err.endswith(
        "".join(
            f"pressmark: not ready: PRESSMARK_ARCHIVE names {Path(each).absolute()}, and nothing "
            "is there; put your articles there, or name where they are with `pressmark init`.\n"
            for each in ("here", "there/*.json")
        )
    )
    assert "pressmark: ready; `pressmark run` reads your articles and opens a chat. " in then


def test_folder_without_a_file_is_not_ready(fresh: Pressmark, inside: Inside) -> None:
    """The next command would find nothing to read."""
    Path("empty", "inner").mkdir(parents=True)

    code, _out, err = inside(fresh, "init", stdin=answers("", "", "empty"))

    assert code == 1
    assert err.endswith(
        f"not ready: PRESSMARK_ARCHIVE names {Path('empty').absolute()}, and no file is in there; "
        "put your articles there, or name where they are with `pressmark init`.\n"
    )


def test_archive_that_may_not_be_looked_for_is_not_ready(
    fresh: Pressmark, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`Path` raises for what is in a folder that may not be entered."""
    closed = Path("closed").absolute()

    def is_dir(path: Path) -> bool:
        """As of a user who may not enter it."""
        if closed in path.absolute().parents:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return known(path)

    known = Path.is_dir
    monkeypatch.setattr(Path, "is_dir", is_dir)
    code, _out, err = inside(fresh, "init", stdin=answers("", "", "closed/news"))

    assert code == 1
    assert (
        f"names {closed / 'news'}, and the folder around it may not be read; let it be read" in err
    )


def test_home_that_cannot_be_written_is_not_ready(fresh: Pressmark, inside: Inside) -> None:
    """Named with what is in its way."""
    Path("file").write_text("", encoding="utf-8")
    fresh.home = Path("file").absolute() / "home"

    code, _out, err = inside(fresh, "init")

    assert code == 1
    assert f"not ready: PRESSMARK_HOME is {fresh.home}, and nothing can be written to " in err


def test_with_an_index_it_says_only_what_begins(own: Pressmark, inside: Inside) -> None:
    """Everything answers already."""
    _code, _out, err = inside(own, "init")

    assert err.endswith("pressmark: ready; `pressmark run` opens a chat.\n")


def test_what_a_model_needs_is_asked_for(fresh: Pressmark, inside: Inside) -> None:
    """Where it listens and its key, of a server of one's own; what is missing is said."""
    code, out, err = inside(fresh, "init", stdin=answers("", "", "", "openai-like:m"))

    assert code == 1
    assert "Where it listens, for example http://127.0.0.1:8080/v1: " in err
    assert "Its key: " in err
    assert out.endswith(
        "skipped: PRESSMARK_TELEGRAM_TOKEN, PRESSMARK_ADMINS, PRESSMARK_ARCHIVE, "
        "PRESSMARK_LLM_URL, PRESSMARK_LLM_KEY\n"
    )
    assert "not ready: PRESSMARK_LLM_URL is needed for openai-like models" in err


def test_a_value_with_signs_of_its_own_is_read_back_as_it_was(
    fresh: Pressmark, inside: Inside
) -> None:
    """Quotation marks, spaces, a # and a backslash."""
    key = 'a\'b "c" #d\\e'

    inside(fresh, "init", stdin=answers("", "", "", "openai:m", key))

    read = Settings.load().llm_key
    assert read is not None
    assert read.get_secret_value() == key


def test_a_file_that_is_no_text_is_named(fresh: Pressmark, inside: Inside) -> None:
    """And left as it is."""
    env().write_bytes(b"A=\xff\xfe\n")

    code, _out, err = inside(fresh, "init", stdin=answers("", "7"))

    assert (code, env().read_bytes()) == (1, b"A=\xff\xfe\n")
    assert err == "pressmark: .env: cannot be read; mend it or move it away.\n"


def test_in_a_terminal_a_wrong_answer_is_asked_for_again(fresh: Pressmark, tmp_path: Path) -> None:
    """Until it can be used, or is said twice; a token is not shown while it is typed."""
    asked = [
        (b"terminal): ", b"no token"),
        (b"terminal): ", b"123456:abcdefghij"),
        (b"theirs): ", b""),
        (b"sample): ", b"nowhere"),
        (b"sample): ", b"nowhere"),
        (b"none: ", b""),
    ]
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "init"],
        env=fresh.environment | {"PRESSMARK_TELEGRAM_API_URL": CLOSED},
        cwd=tmp_path, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
        start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        heard = b""
        for prompt, answer in asked:
            while not heard.endswith(prompt):
                piece = process.stderr.read(1)
                assert piece, heard
                heard += piece
            os.write(ours, answer + b"\n")
            heard += b"\n"
        out = process.stdout.read()
    os.close(theirs)
    os.close(ours)

    assert process.returncode == 1
    assert heard.count(b"nothing is there; put your articles there, or answer otherwise; ") == 1
    assert out.decode().startswith(f"written to {tmp_path / '.env'}: PRESSMARK_TELEGRAM_TOKEN, ")
    assert heard.count(b"Token of your Telegram bot") == 2
    assert b"does not look like a token" in heard
    assert b"abcdefghij" not in heard
