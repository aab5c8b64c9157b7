"""A transcript as a file of either kind, by the ending of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.transcripts.markdown import markdown

if TYPE_CHECKING:
    from bot.transcripts.transcript import Transcript

ENDINGS = (".md", ".docx")


def document(transcript: Transcript, ending: str) -> bytes:
    """The file with this ending, one of `ENDINGS`."""
    if ending == ".md":
        return markdown(transcript).encode()
    from bot.transcripts.word_document import word_document  # noqa: PLC0415 - 0.2 s, for few

    return word_document(transcript)
