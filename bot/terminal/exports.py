"""``/export``: a conversation of the terminal as files."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from bot import texts
from bot.transcripts.documents import ENDINGS, document
from index.errors import PressmarkError

if TYPE_CHECKING:
    from bot.transcripts.transcript import Transcript


def write_down(transcript: Transcript, given: str) -> list[Path]:
    """The files that were written: the one that is given, else one of each kind, in this folder.

    No file is overwritten.

    Raises:
        PressmarkError: it is no kind of ours, is there already, or cannot be written.
    """
    paths = [Path(given).expanduser()] if given else _free(transcript.file)
    for path in paths:
        if path.suffix.lower() not in ENDINGS:
            raise PressmarkError(texts.say("chat-export-kind"))
        content = document(transcript, path.suffix.lower())
        try:
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError as exc:
            raise PressmarkError(texts.say("chat-export-there", file=str(path))) from exc
        except OSError as exc:
            raise PressmarkError(f"{path} cannot be written ({exc.strerror}).") from exc
    return paths


def _free(name: str) -> list[Path]:
    """Names that no file here has yet, with a number where the first are taken."""
    for number in count(1):
        base = name if number == 1 else f"{name}-{number}"
        paths = [Path(f"{base}{ending}") for ending in ENDINGS]
        if not any(path.exists() for path in paths):
            break
    return paths
