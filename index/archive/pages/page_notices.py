"""What a page says to its reader and not about the world: cookie notices, prompts, boxes."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.archive.pages.text_blocks import Block

_LONGEST_NOTICE = 900
_LONGEST_PROMPT = 250
_LONGEST_ENDING = 400
_MOST_ENDINGS = 6
_LONGEST_HEADING = 60
_QUOTED = re.compile(r"[“„«][^“”„«»]{1,600}[”“»]|\"[^\"]{1,600}\"")
_SENTENCES = re.compile(r"(?<=[.!?…])\s+")


@cache
def _pattern(meaning: str) -> re.Pattern[str]:
    """One table of ``page_notices.toml``, as one expression."""
    tables = tomllib.loads(
        Path(__file__).with_name("page_notices.toml").read_text(encoding="utf-8")
    )
    return re.compile("|".join(f"(?:{one})" for one in tables[meaning]), re.IGNORECASE)


def is_notice(blocks: Sequence[Block], title: str) -> bool:
    """Whether a text is a notice to the reader: short, and about little but cookies and the like.

    An article about cookies says so in its title, or speaks of them to nobody.
    """
    text = " ".join(block.text for block in blocks)
    if len(text) > _LONGEST_NOTICE:
        return False
    sentences = _SENTENCES.split(_QUOTED.sub(" ", text))
    found = sum(map(_is_noticed, sentences))
    if 2 * found < len(sentences):
        return False
    said = any(_pattern(meaning).search(title) for meaning in ("notices", "subjects"))
    return not said or _pattern("walls").search(title) is not None


def _is_noticed(sentence: str) -> bool:
    """Whether a page says this of itself, or of such things to its reader."""
    if _pattern("notices").search(sentence):
        return True
    spoken = _pattern("address").search(sentence)
    return spoken is not None and _pattern("subjects").search(sentence) is not None


def is_prompt(text: str) -> bool:
    """Whether a line asks the reader to do something, or is a note of the page between the text."""
    return len(text) <= _LONGEST_PROMPT and _pattern("prompts").match(text) is not None


def without_ending(text: str) -> str:
    """A text without the last lines that say whence it comes and how to get no more of it."""
    for _ in range(_MOST_ENDINGS):
        rest, _, line = text.rstrip().rpartition("\n")
        if not rest or len(line) > _LONGEST_ENDING or not _pattern("endings").match(line.strip()):
            return text
        text = rest.rstrip()
    return text


def heads_a_box(block: Block) -> bool:
    """Whether a heading begins what is not the article."""
    text = block.text.strip(" .:…")
    return len(text) <= _LONGEST_HEADING and _pattern("headings").fullmatch(text) is not None
