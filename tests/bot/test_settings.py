"""All settings, and the sentences about wrong ones."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.settings import Settings
from index.errors import SettingsError
from tests.conftest import ROOT

TOKEN = "123456:AAE-abc_def"
HTTP = "127.0.0.1:8080"
NO_ADDRESS = (
    "PRESSMARK_HTTP must be host:port, where the bot listens, for example 127.0.0.1:8080 or "
    "[::1]:8080."
)
NO_WEBHOOK = (
    "PRESSMARK_WEBHOOK_URL must be the public address to which Telegram posts, for example "
    "https://news.example/telegram, without a login, a query or a fragment."
)


def made(**values: Any) -> Settings:
    """The settings with these values."""
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]


def refused(monkeypatch: pytest.MonkeyPatch, **values: str) -> str:
    """The sentence about these environment variables."""
    for name, value in values.items():
        monkeypatch.setenv(f"PRESSMARK_{name.upper()}", value)
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    return str(caught.value)


def test_everything_has_a_default_that_needs_no_key_and_no_network() -> None:
    """No token, no model, the bundled sample."""
    settings = made()

    assert settings.home == Path("var")
    assert settings.locations == []
    assert settings.telegram_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert (settings.llm, settings.llm_timeout) == ("none", 60)
    assert settings.users == "admins"
    assert settings.admins == settings.user_ids == frozenset()


def test_environment_and_env_file_are_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An empty value counts as unset."""
    Path(".env").write_text(
        "PRESSMARK_ADMINS=1,2\nPRESSMARK_LLM_TIMEOUT=5\nOTHER=1\nPRESSMARK_LLM=\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PRESSMARK_LLM_TIMEOUT", "7")
    monkeypatch.setenv("PRESSMARK_USERS", "")

    settings = Settings.load()

    assert settings.admins == {1, 2}
    assert settings.llm_timeout == 7
    assert settings.users == "admins"
    assert settings.llm == "none"


@pytest.mark.parametrize(
    ("users", "ids"),
    [
        ("everyone", set()),
        ("admins", set()),
        (" everyone ", set()),
        ("5, -100200300 ,7,", {5, -100200300, 7}),
    ],
)
def test_users_are_words_or_ids_of_users_and_chats(users: str, ids: set[int]) -> None:
    """Groups have negative ids."""
    assert made(users=users).user_ids == ids


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"admins": "1,ann"},
            (
                'PRESSMARK_ADMINS: "ann" is not a Telegram id; give numbers separated by commas '
                "(the bot tells everybody theirs)."
            ),
        ),
        (
            {"telegram_token": "123456"},
            (
                "PRESSMARK_TELEGRAM_TOKEN does not look like a token; "
                "copy it from @BotFather (digits, a colon, letters)."
            ),
        ),
        (
            {"telegram_api_url": "localhost:8081"},
            (
                "PRESSMARK_TELEGRAM_API_URL must begin with http:// or https://, "
                "for example http://127.0.0.1:8081."
            ),
        ),
        (
            {"llm": "gpt-4o"},
            (
                "PRESSMARK_LLM must be none or one of openai:MODEL, anthropic:MODEL, ollama:MODEL, "
                "openai-like:MODEL."
            ),
        ),
        (
            {"llm": "openai-like:x"},
            (
                "PRESSMARK_LLM_URL is needed for openai-like models, "
                "for example http://127.0.0.1:8080/v1."
            ),
        ),
        ({"llm": "openai:x"}, "PRESSMARK_LLM_KEY is needed for openai models."),
        (
            {"llm": "ollama:x", "llm_url": "localhost:11434"},
            (
                "PRESSMARK_LLM_URL must be an address that begins with http:// or https://, "
                "for example http://127.0.0.1:8080/v1."
            ),
        ),
        (
            {"embedder": "bge-m3"},
            (
                "PRESSMARK_EMBEDDER=bge-m3 is neither bundled nor multilingual, openai:MODEL, "
                "ollama:MODEL or fastembed:MODEL; write for example ollama:bge-m3."
            ),
        ),
        (
            {"embedder": "openai:"},
            (
                "PRESSMARK_EMBEDDER=openai: is neither bundled nor multilingual, openai:MODEL, "
                "ollama:MODEL or fastembed:MODEL; write for example ollama:bge-m3."
            ),
        ),
        (
            {"embedder": "openai:text-embedding-3-small"},
            (
                "PRESSMARK_EMBEDDER_KEY is needed for openai models; for a server of your own set "
                "PRESSMARK_EMBEDDER_URL, for example http://127.0.0.1:8080/v1."
            ),
        ),
        (
            {"embedder": "ollama:bge-m3", "embedder_url": "127.0.0.1:11434"},
            (
                "PRESSMARK_EMBEDDER_URL must be an address that begins with http:// or https://, "
                "for example http://127.0.0.1:11434."
            ),
        ),
        (
            {"embedder": "ollama:bge-m3", "embedder_url": "http://me:secret@127.0.0.1:11434"},
            (
                "PRESSMARK_EMBEDDER_URL holds a login or a query; write the address alone, and "
                "what lets you in as PRESSMARK_EMBEDDER_KEY."
            ),
        ),
        (
            {"embedder_url": "http://127.0.0.1:11434"},
            (
                "PRESSMARK_EMBEDDER_URL is set, but PRESSMARK_EMBEDDER=bundled asks no server; "
                "name its model, for example ollama:bge-m3, or remove the URL."
            ),
        ),
        (
            {"embedder": "ollama:bge-m3", "embedder_key": "two words"},
            "PRESSMARK_EMBEDDER_KEY has spaces or letters that no key has; copy it again.",
        ),
        (
            {"embedder_patience": "soon"},
            ("PRESSMARK_EMBEDDER_PATIENCE=soon is no duration; write for example 30s, 2m or 1h."),
        ),
        ({"llm": "anthropic:x"}, "PRESSMARK_LLM_KEY is needed for anthropic models."),
        (
            {"log_level": "loud"},
            "PRESSMARK_LOG_LEVEL=loud is no level; write DEBUG, INFO, WARNING or ERROR.",
        ),
        (
            {"llm_timeout": "soon"},
            (
                "PRESSMARK_LLM_TIMEOUT=soon is no number of seconds above 0; "
                "write for example 60 or 2.5."
            ),
        ),
        (
            {"llm_timeout": "0"},
            "PRESSMARK_LLM_TIMEOUT=0 is no number of seconds above 0; write for example 60 or 2.5.",
        ),
        (
            {"llm_reply": "99"},
            (
                "PRESSMARK_LLM_REPLY=99 is no number of tokens from 100 to 100000; "
                "write for example 700 or 4000."
            ),
        ),
        (
            {"llm_reply": "many"},
            (
                "PRESSMARK_LLM_REPLY=many is no number of tokens from 100 to 100000; "
                "write for example 700 or 4000."
            ),
        ),
        (
            {"llm_price": "0.15"},
            (
                "PRESSMARK_LLM_PRICE=0.15 is neither none nor two prices; write those of a million "
                "tokens read and written, for example 0.15/0.60."
            ),
        ),
        (
            {"llm_budget": "two fifty"},
            (
                "PRESSMARK_LLM_BUDGET=two fifty is neither none, nor money above 0 such as 2.50, "
                "nor a number of tokens such as 200000 tokens."
            ),
        ),
        (
            {"llm_budget": "2.50"},
            (
                "PRESSMARK_LLM_BUDGET=2.50 is money and needs PRESSMARK_LLM_PRICE, for example "
                "0.15/0.60; or give tokens, for example 200000 tokens."
            ),
        ),
        ({"http": "8080"}, NO_ADDRESS),
        ({"http": "127.0.0.1:0"}, NO_ADDRESS),
        ({"http": "a:b:80"}, NO_ADDRESS),
        ({"http": "127.0.0.1:70000"}, NO_ADDRESS),
        ({"http": HTTP, "webhook_url": "news.example"}, NO_WEBHOOK),
        ({"http": HTTP, "webhook_url": "https://me:pw@news.example/"}, NO_WEBHOOK),
        ({"http": HTTP, "webhook_url": "https://news.example/?x"}, NO_WEBHOOK),
        ({"http": HTTP, "webhook_url": "https://news.example:70000/"}, NO_WEBHOOK),
        (
            {"webhook_url": "https://news.example"},
            (
                "PRESSMARK_WEBHOOK_URL needs PRESSMARK_HTTP, the host:port where this bot "
                "listens, for example 127.0.0.1:8080."
            ),
        ),
        (
            {"pages": "https://news.example"},
            (
                "PRESSMARK_PAGES needs PRESSMARK_HTTP, the host:port where this bot listens, "
                "for example 127.0.0.1:8080."
            ),
        ),
        (
            {"http": HTTP, "pages": "news"},
            (
                "PRESSMARK_PAGES must be the public address below which answers are shown, for "
                "example https://news.example, without a login, a query or a fragment."
            ),
        ),
        (
            {"http": HTTP, "webhook_url": "http://news.example/x"},
            (
                "PRESSMARK_WEBHOOK_URL must begin with https://, which is all that Telegram posts "
                "to; a proxy in front of PRESSMARK_HTTP can have the certificate."
            ),
        ),
        (
            {"http": HTTP, "webhook_url": "https://news.example:8080/x"},
            ("PRESSMARK_WEBHOOK_URL has port 8080; Telegram posts to 443, 80, 88, 8443 alone."),
        ),
        (
            {"webhook_certificate": "cert.pem"},
            ("PRESSMARK_WEBHOOK_CERTIFICATE needs PRESSMARK_WEBHOOK_URL, whose certificate it is."),
        ),
        (
            {"stale": "old"},
            (
                "PRESSMARK_STALE=old is neither auto, off nor a duration; write for example 2h "
                "or 1d."
            ),
        ),
        (
            {"tellegram_token": TOKEN},
            (
                "PRESSMARK_TELLEGRAM_TOKEN: there is no such setting; "
                "the nearest is PRESSMARK_TELEGRAM_TOKEN. "
                "Correct or remove it (.env.example lists all of them)."
            ),
        ),
    ],
)
def test_wrong_value_is_a_sentence_that_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], sentence: str
) -> None:
    """What, what was expected, what to do."""
    assert refused(monkeypatch, **values) == sentence


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("127.0.0.1:8080", ("127.0.0.1", 8080)),
        ("localhost:1", ("localhost", 1)),
        ("[::1]:8080", ("::1", 8080)),
        ("none", None),
        ("", None),
    ],
)
def test_web_side_listens_where_it_is_told(
    monkeypatch: pytest.MonkeyPatch, value: str, address: tuple[str, int] | None
) -> None:
    """Nowhere unless it is set."""
    monkeypatch.setenv("PRESSMARK_HTTP", value)

    assert Settings.load().listens_at == address


@pytest.mark.parametrize(
    ("values", "oldest"),
    [
        ({}, None),
        ({"refresh": "15m"}, timedelta(minutes=45)),
        ({"refresh": "15m", "stale": "off"}, None),
        ({"refresh": "15m", "stale": "1d"}, timedelta(days=1)),
    ],
)
def test_archive_is_stale_after_three_readings_that_were_missed(
    values: dict[str, str], oldest: timedelta | None
) -> None:
    """Or after the time that is set."""
    assert made(**values).oldest_reading == oldest


def test_bot_api_server_of_one_s_own_posts_anywhere() -> None:
    """Without a certificate, and to any port."""
    url = "http://10.0.0.7:9000/x"

    assert made(http=HTTP, telegram_api_url="http://10.0.0.8:8081", webhook_url=url).http == HTTP


def test_every_wrong_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody likes to correct one after the other."""
    said = refused(monkeypatch, llm="x", telegram_api_url="y")

    assert "PRESSMARK_LLM must be" in said
    assert "PRESSMARK_TELEGRAM_API_URL must begin" in said


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in the settings, not in the sentence about a wrong one."""
    settings = made(telegram_token=TOKEN, llm_key="sk-secret")

    assert TOKEN not in repr(settings) + str(settings)
    assert "sk-secret" not in repr(settings) + str(settings)
    assert "hunter2" not in refused(monkeypatch, telegram_token="hunter2 secret")


def test_settings_do_not_change() -> None:
    """They are built once and passed down."""
    with pytest.raises(ValidationError, match="frozen"):
        made().llm = "openai:x"


def test_bot_api_address_has_no_slash_at_its_end() -> None:
    """Paths are put behind it."""
    assert made(telegram_api_url="http://127.0.0.1:8081/").telegram_api_url == (
        "http://127.0.0.1:8081"
    )


@pytest.mark.parametrize("llm", ["ollama:llama3.2", "ollama:qwen2.5:7b"])
def test_ollama_needs_neither_key_nor_address(llm: str) -> None:
    """It runs here; a model's name may have a colon."""
    assert made(llm=llm).llm == llm


def test_example_file_lists_settings_that_exist() -> None:
    """Name and default; a setting that this version knows one value of may be left out."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    matches = [re.match(r"#?(PRESSMARK_\w+)=(.*)$", line) for line in lines]
    listed = {match[1]: match[2] for match in matches if match}

    known = {f"PRESSMARK_{name.upper()}": field for name, field in Settings.model_fields.items()}
    assert set(listed) <= set(known)
    assert {"PRESSMARK_HOME", "PRESSMARK_TELEGRAM_TOKEN", "PRESSMARK_LLM"} <= set(listed)
    for name, value in listed.items():
        default = known[name].default
        assert value == ("" if default is None else str(default)), name


@pytest.mark.parametrize("zone", ["Kyiv", "Europe", "../Europe/Kyiv", "/etc/passwd", "UTC+2"])
def test_time_zone_that_does_not_exist_is_refused(
    monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    """By a sentence with examples."""
    assert refused(monkeypatch, timezone=zone) == (
        f"PRESSMARK_TIMEZONE={zone} is no time zone; write a name of the IANA database such as "
        "UTC, Europe/Kyiv or America/New_York."
    )


def test_time_zone_is_that_of_greenwich_until_another_is_named() -> None:
    """By its name in the database of zones."""
    assert made().timezone == "UTC"
    assert made(timezone="Europe/Kyiv").timezone == "Europe/Kyiv"
