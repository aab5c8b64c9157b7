"""The command that asks for the few settings that are needed, and writes them into ``.env``."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from dataclasses import dataclass, field
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from dotenv import dotenv_values, set_key
from pydantic import ValidationError

from bot.answer.writing.language_models import make
from bot.settings import Settings
from bot.store.schema import metadata
from bot.terminal.output import say
from index.archive.sources.files import lacking
from index.archive.sources.folders import absolute
from index.archive.sources.urls import SAMPLE, is_url, without_secrets
from index.environment import ENV_FILE, PREFIX, sentence_about
from index.errors import PressmarkError, SettingsError
from index.library import Library
from index.proxies import check_proxies

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

_QUESTIONS = {
    "telegram_token": "Token of your Telegram bot, from @BotFather (empty: a chat in the terminal)",
    "admins": "Telegram ids of its admins, with commas between (the bot tells everybody theirs)",
    "archive": "Your articles: files, folders, globs or URLs, with ';' between (empty: the sample)",
    "llm": "Language model: openai:MODEL, anthropic:MODEL, ollama:MODEL, openai-like:MODEL or none",
    "llm_url": "Where it listens, for example http://127.0.0.1:8080/v1",
    "llm_key": "Its key",
}
_SECRET = {"telegram_token", "llm_key"}
_OF_A_MODEL = {
    "openai": ("llm_key",),
    "anthropic": ("llm_key",),
    "openai-like": ("llm_url", "llm_key"),
}
"""What else is asked, by who provides the language model."""
_PLAIN = re.compile(r"[\w:;/.,@+=?&%~*-]+")
"""Values that every reader of such files takes without quotation marks."""
_TELEGRAM = Settings.model_fields["telegram_api_url"].default
_MODE = 0o600
_SHOWN = 4
_PATIENCE = 10.0
"""Seconds that Telegram has to say whose token it is."""
_UNKNOWN = (401, 404)
"""What the Bot API answers to a token that it does not know."""


@dataclass
class _Dialogue:
    """What was there, what was answered, and what became of it."""

    path: Path
    found: dict[str, str]
    written: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def value(self, name: str) -> str:
        """What a setting is now; empty where it is unset."""
        return self.written.get(name) or self.found.get(name, "")

    def hear(self, prompt: str, *, secret: bool = False) -> str:
        """The next answer; empty when there are no more."""
        if secret and sys.stdin.isatty():
            with contextlib.suppress(EOFError):
                return getpass(prompt, stream=sys.stderr).strip()
            return ""
        sys.stderr.write(prompt)
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not sys.stdin.isatty():
            sys.stderr.write("\n")
        return line.strip()


def init(_options: Namespace) -> int:
    """Ask, check, write; 1 where an answer could not be used, or something is missing still."""
    dialogue = _Dialogue(Path(ENV_FILE), _present())
    say(f"settings go to {Path.cwd() / ENV_FILE}; an empty answer keeps what is there.")
    for name in _asked(dialogue):
        _ask(dialogue, name)
    _write(dialogue)
    _tell(dialogue)
    missing = _missing(dialogue)
    for sentence in missing:
        say(f"not ready: {sentence}")
    if missing:
        return 1
    say(f"ready; {_next()}")
    return 0


def _present() -> dict[str, str]:
    """What ``.env`` sets of ours, by name.

    Raises:
        SettingsError: it cannot be read.
    """
    try:
        values = dotenv_values(ENV_FILE, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise SettingsError(f"{ENV_FILE}: cannot be read; mend it or move it away.") from exc
    named = {name.upper().removeprefix(PREFIX).lower(): value for name, value in values.items()}
    return {name: value for name, value in named.items() if name in Settings.model_fields and value}


def _asked(dialogue: _Dialogue) -> Iterator[str]:
    """The settings to ask for; what a language model needs depends on which it is."""
    yield from ("telegram_token", "admins", "archive", "llm")
    yield from _OF_A_MODEL.get(dialogue.value("llm").partition(":")[0], ())


def _ask(dialogue: _Dialogue, name: str) -> None:
    """Ask until the answer can be used; answers that are piped in are asked for once."""
    present = dialogue.found.get(name)
    shown = f" [{_masked(name, present)}]" if present else ""
    doubted = ""
    while True:
        answer = dialogue.hear(f"{_QUESTIONS[name]}{shown}: ", secret=name in _SECRET)
        if not answer or answer == present:
            if not present:
                dialogue.skipped.append(name)
            elif name == "telegram_token":
                _recognised(present, dialogue)
            return
        interactive = sys.stdin.isatty()
        if _usable(dialogue, name, answer):
            if name != "archive" or not interactive or answer == doubted:
                break
            if not (doubts := _faults(answer)):
                break
            say(f"{'; '.join(doubts)}, or answer otherwise; the same again is kept.")
            doubted = answer
        elif not interactive:
            dialogue.refused.append(name)
            return
    if present and not _agreed(dialogue, name, present, answer):
        return
    dialogue.written[name] = answer


def _agreed(dialogue: _Dialogue, name: str, present: str, answer: str) -> bool:
    """Whether what is there may be replaced."""
    old, new = _masked(name, present), _masked(name, answer)
    said = dialogue.hear(f"Replace {old} by {new}? [y/N] ")
    return said.lower() in {"y", "yes"}


def _usable(dialogue: _Dialogue, name: str, answer: str) -> bool:
    """Whether a setting may have this value; says what is wrong, or not there yet."""
    try:
        Settings(_env_file=None, **{name: answer})  # type: ignore[call-arg,arg-type]
    except ValidationError as exc:
        if any(error["loc"] == (name,) for error in exc.errors()):
            say(sentence_about(exc, Settings.model_fields))
            return False
    return name != "telegram_token" or _recognised(answer, dialogue)


def _faults(archive: str) -> list[str]:
    """Of the locations of an archive those where nothing can be read, and why, without an end."""
    wrong = {part: why for each in archive.split(";") if (why := lacking(part := each.strip()))}
    return [f"{PREFIX}ARCHIVE names {absolute(part)}, and {why}" for part, why in wrong.items()]


def _recognised(token: str, dialogue: _Dialogue) -> bool:
    """Whether Telegram may know the token: it is only refused where Telegram says so."""
    name = f"{PREFIX}TELEGRAM_API_URL"
    server = os.environ.get(name) or dialogue.found.get("telegram_api_url") or _TELEGRAM
    try:
        check_proxies()
        reply = httpx.get(f"{server.rstrip('/')}/bot{token}/getMe", timeout=_PATIENCE)
        bot = reply.json()["result"]["username"] if reply.is_success else None
    except (httpx.HTTPError, httpx.InvalidURL, PressmarkError, ValueError, LookupError) as exc:
        said = exc if isinstance(exc, PressmarkError) else type(exc).__name__
        say(f"Telegram could not be asked ({said}); the token is kept, and checked at the start.")
        return True
    if bot:
        say(f"this is the token of @{bot}.")
    elif reply.status_code in _UNKNOWN:
        say("Telegram does not know this token; copy it again from @BotFather.")
        return False
    else:
        say(f"Telegram could not be asked (HTTP {reply.status_code}); the token is kept.")
    return True


def _masked(name: str, value: str) -> str:
    """A value as it may be shown: a secret by its last letters, a URL without its query."""
    if name in _SECRET:
        return f"…{value[-_SHOWN:]}" if len(value) > 2 * _SHOWN else "…"
    parts = [without_secrets(part) if is_url(part) else part for part in value.split(";")]
    return ";".join(parts)


def _write(dialogue: _Dialogue) -> None:
    """Set what was answered, each on its line; other lines stay, and only the owner reads them.

    Raises:
        SettingsError: the file cannot be written.
    """
    if not dialogue.written:
        return
    try:
        dialogue.path.touch(mode=_MODE)
        dialogue.path.chmod(_MODE)
        for name, value in dialogue.written.items():
            quotes = "never" if _PLAIN.fullmatch(value) else "always"
            set_key(dialogue.path.resolve(), PREFIX + name.upper(), value, quote_mode=quotes)
    except OSError as exc:
        raise SettingsError(f"{ENV_FILE}: cannot be written ({exc.strerror}).") from exc


def _tell(dialogue: _Dialogue) -> None:
    """Say what was written and where, what was kept, skipped and refused."""
    if not dialogue.written and not dialogue.refused:
        there = "it is as it was" if dialogue.path.exists() else "there is none, and none is needed"
        sys.stdout.write(f"nothing written to {ENV_FILE}: {there}\n")
    kept = [name for name in _asked(dialogue) if name in dialogue.found.keys() - dialogue.written]
    told = {
        f"written to {dialogue.path.absolute()}": [*dialogue.written],
        "kept": kept,
        "skipped": dialogue.skipped,
        "not written, as they cannot be used": dialogue.refused,
    }
    for what, names in told.items():
        if names:
            said = ", ".join(f"{PREFIX}{name.upper()}" for name in names)
            sys.stdout.write(f"{what}: {said}\n")
    sys.stdout.flush()


def _missing(dialogue: _Dialogue) -> list[str]:
    """What has to be done before it can begin, a sentence each."""
    found = [
        f"{PREFIX}{name.upper()} cannot be used; run `pressmark init` again, and give another."
        for name in dialogue.refused
    ]
    try:
        settings = Settings.load()
        found += [
            f"{each}, or name where they are with `pressmark init`."
            for each in _faults(settings.archive or "")
        ]
        make(settings)
        _check_home(settings.home.absolute())
    except PressmarkError as exc:
        found.append(str(exc))
    return found


def _check_home(root: Path) -> None:
    """Go on where something can be written to the home, or it can be made.

    Raises:
        SettingsError: it cannot.
    """
    places = (root, *root.parents)
    place = next(each for each in places if os.path.exists(each))  # noqa: PTH110 - `Path` raises where it may not look
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        raise SettingsError(
            f"{PREFIX}HOME is {root}, and nothing can be written to {place}; name another folder, "
            "or let it be written."
        )


def _next() -> str:
    """What `pressmark run` does now.

    Raises:
        PressmarkError: the home cannot be used.
    """
    settings = Settings.load()
    begins = "starts the bot" if settings.telegram_token else "opens a chat"
    library = Library(settings, tables=metadata)
    try:
        if library.answers:
            return f"`pressmark run` {begins}."
        archive = library.archive()
    finally:
        library.close()
    read = "the sample" if archive == [SAMPLE] else "your articles"
    return (
        f"`pressmark run` reads {read} and {begins}. Other commands, such as `pressmark ask`, "
        "answer when it was read: so does `pressmark index`."
    )
