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
_LONGEST_HEADING = 60
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

    An article about cookies says so in its title.
    """
    text = " ".join(block.text for block in blocks)
    if len(text) > _LONGEST_NOTICE:
        return False
    noticed = _pattern("notices")
    sentences = _SENTENCES.split(text)
    found = sum(1 for sentence in sentences if noticed.search(sentence))
    if 2 * found < len(sentences):
        return False
    return noticed.search(title) is None or _pattern("walls").search(title) is not None


def is_prompt(block: Block) -> bool:
    """Whether a block asks the reader to do something."""
    return len(block.text) <= _LONGEST_PROMPT and _pattern("prompts").match(block.text) is not None


def heads_a_box(block: Block) -> bool:
    """Whether a heading begins what is not the article."""
    text = block.text.strip(" .:…")
    return len(text) <= _LONGEST_HEADING and _pattern("headings").fullmatch(text) is not None
