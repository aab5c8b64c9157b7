"""Settings: from the environment and from ``.env``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from index.errors import SettingsError
from index.settings import IndexSettings


def write_env(content: str) -> None:
    """Put a ``.env`` into the working directory."""
    Path(".env").write_text(content, encoding="utf-8")


def test_nothing_has_to_be_set() -> None:
    """Without any variable: the home is ``var``, the archive is the sample."""
    settings = IndexSettings.load()

    assert (settings.home, settings.archive, settings.locations) == (Path("var"), None, [])


def test_the_archive_is_split_at_semicolons() -> None:
    """Blanks around an entry and empty entries do not count."""
    settings = IndexSettings(archive=" news ; old/*.json;; ")

    assert settings.locations == ["news", "old/*.json"]


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """What .env alone sets is read; what both set comes from the environment."""
    write_env("PRESSMARK_HOME=file-home\nexport PRESSMARK_ARCHIVE=file-archive\n")
    monkeypatch.setenv("PRESSMARK_HOME", "environment-home")

    settings = IndexSettings.load()

    assert (settings.home, settings.archive) == (Path("environment-home"), "file-archive")


def test_an_empty_value_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable gives the default, in both places."""
    write_env("PRESSMARK_ARCHIVE=\n")
    monkeypatch.setenv("PRESSMARK_HOME", "")

    settings = IndexSettings.load()

    assert (settings.home, settings.archive) == (Path("var"), None)


def test_a_misspelt_variable_names_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence has the wrong name, the right one, and where all of them stand."""
    monkeypatch.setenv("PRESSMARK_ARCHIV", "news")

    with pytest.raises(SettingsError) as caught:
        IndexSettings.load()

    assert str(caught.value) == (
        "PRESSMARK_ARCHIV: there is no such setting; the nearest is PRESSMARK_ARCHIVE. "
        "Correct or remove it (.env.example lists all of them)."
    )


def test_a_misspelt_line_of_the_file_is_found_too() -> None:
    """Comments and other programs' lines are not ours to judge."""
    write_env("# PRESSMARK_NOTHING=1\nOTHER=1\nPRESSMARK_HOEM=x\n")

    with pytest.raises(SettingsError, match=r"PRESSMARK_HOEM: .* nearest is PRESSMARK_HOME"):
        IndexSettings.load()


def test_a_value_of_a_later_version_is_refused_with_what_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is silently ignored: the sentence says what to set instead."""
    monkeypatch.setenv("PRESSMARK_WATCH", "hourly")

    with pytest.raises(SettingsError) as caught:
        IndexSettings.load()

    assert str(caught.value) == (
        "PRESSMARK_WATCH=hourly is a value that this version does not support; it knows off, on: "
        "remove the line or set PRESSMARK_WATCH=off."
    )


ADDRESS = (
    "PRESSMARK_CHROMA is neither embedded nor cloud nor the address of a Chroma server; "
    "write for example http://127.0.0.1:8000."
)
NAME = "is no name that Chroma takes; write 3 to 63 letters, digits, dots, dashes or underscores."


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"chroma": "localhost:8000"}, ADDRESS),
        ({"chroma": "ftp://chroma.example"}, ADDRESS),
        (
            {"chroma": "http://anna:pearl@chroma.example"},
            (
                "PRESSMARK_CHROMA holds a login or a query; write the address alone, and what lets "
                "you in as PRESSMARK_CHROMA_KEY."
            ),
        ),
        (
            {"chroma": "http://chroma.example", "chroma_tenant": "p"},
            f"PRESSMARK_CHROMA_TENANT=p {NAME}",
        ),
        (
            {"chroma": "http://chroma.example", "chroma_database": "my press"},
            f"PRESSMARK_CHROMA_DATABASE=my press {NAME}",
        ),
        (
            {"chroma": "http://chroma.example", "chroma_key": "a pearl"},
            "PRESSMARK_CHROMA_KEY has spaces or letters that no key has; copy it again.",
        ),
        (
            {"chroma": "http://chroma.example", "chroma_patience": "soon"},
            "PRESSMARK_CHROMA_PATIENCE=soon is no duration; write for example 30s, 2m or 1h.",
        ),
        (
            {"chroma": "cloud", "chroma_key": "pearl"},
            (
                "PRESSMARK_CHROMA=cloud needs PRESSMARK_CHROMA_TENANT and "
                "PRESSMARK_CHROMA_DATABASE besides; copy what the page of your database says."
            ),
        ),
        (
            {"chroma_key": "pearl"},
            (
                "PRESSMARK_CHROMA_KEY is set, but PRESSMARK_CHROMA=embedded asks no server; set "
                "PRESSMARK_CHROMA to its address, for example http://127.0.0.1:8000, or remove it."
            ),
        ),
    ],
)
def test_a_chroma_that_cannot_be_asked_is_one_sentence(
    given: dict[str, str], sentence: str
) -> None:
    """It names the setting and what to write, and never a key."""
    with pytest.raises(SettingsError) as caught:
        IndexSettings.load(**given)

    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({}, "embedded"),
        ({"chroma": "http://127.0.0.1:8000/"}, "http://127.0.0.1:8000"),
        ({"chroma": "https://chroma.example/press"}, "https://chroma.example/press"),
        (
            {
                "chroma": "cloud",
                "chroma_key": "k",
                "chroma_tenant": "ten",
                "chroma_database": "pr1",
            },
            "cloud",
        ),
    ],
)
def test_chroma_is_here_on_a_server_or_in_the_cloud(given: dict[str, str], where: str) -> None:
    """An address without the slash at its end."""
    assert IndexSettings.load(**given).chroma == where


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("off", None), ("30s", 30), ("90s", 90), ("15m", 900), ("2h", 7200), ("1d", 86_400)],
)
def test_a_refresh_is_a_duration(value: str, seconds: int | None) -> None:
    """Seconds, minutes, hours, days; off by default."""
    expected = None if seconds is None else timedelta(seconds=seconds)

    assert IndexSettings.load(refresh=value).refresh == expected
    assert IndexSettings().refresh is None


@pytest.mark.parametrize("value", ["soon", "15", "m", "-5m", "1.5h", "29s", "0d", "٣m", "90 s"])
def test_a_refresh_that_is_none_says_how_to_write_one(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And how often it may be at most."""
    monkeypatch.setenv("PRESSMARK_REFRESH", value)

    with pytest.raises(SettingsError) as caught:
        IndexSettings.load()

    assert str(caught.value) == (
        f"PRESSMARK_REFRESH={value} is neither off nor a duration of at least 30 seconds; "
        "write for example 90s, 15m, 2h or 1d."
    )


def test_a_reranker_is_none_or_a_model_of_fastembed() -> None:
    """The model is what stands behind the colon, colons of its own included."""
    assert IndexSettings().reranking_model is None
    assert IndexSettings(reranker="none").reranking_model is None
    assert IndexSettings(reranker="fastembed:a/b:c").reranking_model == "a/b:c"


@pytest.mark.parametrize("value", ["fastembed", "fastembed:", "fastembed: ", "cohere:x", "on"])
def test_a_reranker_that_is_neither_says_how_to_write_one(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an example that works."""
    monkeypatch.setenv("PRESSMARK_RERANKER", value)

    with pytest.raises(SettingsError) as caught:
        IndexSettings.load()

    assert str(caught.value) == (
        f"PRESSMARK_RERANKER={value} is neither none nor fastembed:MODEL; "
        "write for example fastembed:Xenova/ms-marco-MiniLM-L-6-v2."
    )


def test_watching_is_on_or_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anything else is refused."""
    assert IndexSettings(watch="on").watch == "on"
    monkeypatch.setenv("PRESSMARK_WATCH", "yes")

    with pytest.raises(SettingsError, match=r"PRESSMARK_WATCH=yes is a value .* it knows off, on:"):
        IndexSettings.load()


def test_settings_cannot_be_changed() -> None:
    """They are built once and passed down."""
    settings = IndexSettings()

    with pytest.raises(ValidationError, match="frozen"):
        settings.home = Path("other")


def test_a_value_of_the_wrong_kind_names_the_variable() -> None:
    """Pydantic's message gets the name that the operator typed."""
    with pytest.raises(SettingsError, match=r"^PRESSMARK_HOME: .*path"):
        IndexSettings.load(home=7)


def test_a_file_that_is_not_utf8_is_refused() -> None:
    """The sentence names the file and what to do."""
    Path(".env").write_bytes(b"PRESSMARK_HOME=\xff\n")

    with pytest.raises(SettingsError, match=r"\.env: is not UTF-8 text; save it as UTF-8"):
        IndexSettings.load()


def test_a_file_that_cannot_be_read_is_refused() -> None:
    """A link to itself is no file, and not the same as no file."""
    Path(".env").symlink_to(".env")

    with pytest.raises(SettingsError, match=r"\.env: cannot be read \(Too many levels"):
        IndexSettings.load()


@pytest.mark.parametrize(
    ("value", "url", "password"),
    [
        ("sqlite", None, None),
        (
            "postgresql+psycopg://ann:p%40ss@db.example.org:5432/press",
            "postgresql+psycopg://ann:p%40ss@db.example.org:5432/press",
            "p@ss",
        ),
        ("postgresql://db/press?sslmode=require", "postgresql://db/press?sslmode=require", None),
        (
            "postgresql+psycopg://ann@/press?host=/run/sql",
            "postgresql+psycopg://ann@/press?host=/run/sql",
            None,
        ),
    ],
)
def test_the_catalog_is_in_the_home_or_on_a_server(
    monkeypatch: pytest.MonkeyPatch, value: str, url: str | None, password: str | None
) -> None:
    """What must not be shown of its address is not."""
    monkeypatch.setenv("PRESSMARK_DATABASE", value)

    settings = IndexSettings.load()

    secret = settings.database_password
    assert settings.database_url == url
    assert (secret.get_secret_value() if secret else None) == password
    assert "ann" not in repr(settings)


@pytest.mark.parametrize(
    "value",
    [
        "mysql://ann:secret@db/press",
        "postgresql+psycopg2://ann:secret@db/press",
        "postgresql+psycopg://ann:sec@ret@db/press",
        "postgresql+psycopg://ann:sec/ret@db/press",
        "postgresql+psycopg://ann:sec?ret@db/press",
        "postgresql+psycopg://ann:sec#ret@db/press",
        "postgresql+psycopg://ann:sec ret@db/press",
    ],
)
def test_an_address_that_could_be_misread_is_refused_unseen(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """A part of the password would be taken for the name of a host, which errors show."""
    monkeypatch.setenv("PRESSMARK_DATABASE", value)

    with pytest.raises(SettingsError) as caught:
        IndexSettings.load()

    assert str(caught.value) == (
        "PRESSMARK_DATABASE is neither sqlite nor the address of a PostgreSQL database; write for "
        "example postgresql+psycopg://USER:PASSWORD@HOST/DATABASE, with %40 %2F %3F %23 in place "
        "of @ / ? # in the password."
    )
