"""A transcript as Markdown (CommonMark, and what GitHub adds): archive text is shown as it stands.

Every answer numbers its citations anew, as in the chat; below it each number has its quotation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot import texts
from bot.transcripts.transcript import (
    address,
    circumstances,
    facts,
    heading,
    headline,
    notes,
    plain,
    quotation,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.models import Answer, Citation
    from bot.transcripts.transcript import Transcript, Turn
    from index.models import ArticleCard

_MEANS = re.compile(r"[\\`*_\[\]<>|~$^]|&(?=#?\w+;)|(?<=\.)\.(?=\.)|(?<=-)-")
"""What means something anywhere in a line, to readers of one dialect or another."""
_BEGINS = re.compile(r"(?:[#+\-=:%]|\(?(?:\d{1,9}|[A-Za-z])(?=[.)](?:\s|$)))")
"""What means something where a line begins: before its last sign there is a backslash."""


def markdown(transcript: Transcript) -> str:
    """The whole document."""
    parts = [f"# {escaped(transcript.title)}", escaped(transcript.about)]
    for number, turn in enumerate(transcript.turns, 1):
        parts += _turn(number, turn)
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """A text that Markdown shows as it stands, line by line; white space around lines goes."""
    return "\n".join(_line(each.strip()) for each in plain(text).split("\n"))


def _line(line: str) -> str:
    begin = _BEGINS.match(line)
    if begin is None:
        return _inside(line)
    at = begin.end()
    if line[at - 1].isalnum():
        return f"{_inside(line[:at])}\\{line[at]}{_inside(line[at + 1 :])}"
    return f"\\{line[0]}{_inside(line[1:])}"


def _inside(text: str) -> str:
    return _MEANS.sub(lambda found: f"\\{found[0]}", text)


def _turn(number: int, turn: Turn) -> Iterator[str]:
    answer = turn.answer
    yield f"## {number}. {_inside(heading(turn))}"
    yield from (_slanted(each) for each in circumstances(turn))
    if answer.refused:
        yield escaped(texts.say("refused"))
    for index, claim in enumerate(answer.claims):
        marks = "".join(f"[{n}]" for n in claim.citations)
        yield f"{_line(' '.join(plain(claim.text).split()))} {marks}"
        yield from (_slanted(each) for each in notes(answer, index))
    yield from (_slanted(each) for each in notes(answer, None))
    yield from _nearest(answer)
    for citation in answer.citations:
        yield f"[{citation.n}] {_source(citation.card)}"
        yield _block(citation)


def _nearest(answer: Answer) -> Iterator[str]:
    if answer.refused and answer.nearest:
        yield escaped(texts.say("nearest"))
        yield "\n".join(f"- {_source(card)}" for card in answer.nearest)


def _source(card: ArticleCard) -> str:
    """Headline, outlet, day and address."""
    known = f"**{_inside(headline(card))}**"
    known += f" — {_inside(facts(card))}" if facts(card) else ""
    url = address(card)
    return f"{known} · <{url}>" if url else known


def _block(citation: Citation) -> str:
    lines = escaped(quotation(citation)).split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _slanted(text: str) -> str:
    """A note on one line, in italics."""
    return f"*{_inside(' '.join(text.split()))}*"
