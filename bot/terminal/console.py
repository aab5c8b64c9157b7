"""The console that results for people go to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from bot import texts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.models import Citation
    from index.models import ArticleCard


_LONG_RUN = 3
"""Markers that are written as a run."""


class Output(Console):
    """A console that leaves a closed pipe to the command line."""

    def on_broken_pipe(self) -> None:
        """Raise BrokenPipeError, where rich would end the program."""
        raise BrokenPipeError


def console() -> Console:
    """Standard output for people; archive text is no markup and no emoji to it."""
    return Output(highlight=False, emoji=False, soft_wrap=not sys.stdout.isatty())


def print_indented(out: Console, text: str, *, first: str, rest: str = "", style: str = "") -> None:
    """``text`` behind ``first``; lines that it is wrapped to stand behind ``rest``.

    Where nothing is wrapped it is one line.
    """
    wide = out.width - len(first)
    lines = [Text(text)] if out.soft_wrap or wide < 1 else Text(text).wrap(out, wide)
    for number, line in enumerate(lines):
        line.rstrip()
        out.print(Text((rest or " " * len(first)) if number else first) + line, style=style)


def print_sources(
    out: Console, citations: Sequence[Citation], *, placed: Collection[int] = ()
) -> None:
    """The quotations by article, in order of their numbers: its headline once, an id to each.

    An article with one quotation has its number before the headline alone. Of what is ``placed``,
    by number, outlet and day were said already.
    """
    grouped: dict[str, list[Citation]] = {}
    for citation in citations:
        grouped.setdefault(citation.card.article, []).append(citation)
    for group in grouped.values():
        first = f"{numbers([citation.n for citation in group])} "
        said = all(each.n in placed for each in group)
        named = group[0].card.title if said else headline(group[0].card)
        print_indented(out, named, first=first, rest="    ")
        for citation in group:
            _print_quote(out, citation, numbered=len(group) > 1)


def _print_quote(out: Console, citation: Citation, *, numbered: bool) -> None:
    """The quotation and the id to look it up by; a headline stands above already."""
    first = f"    [{citation.n}] " if numbered else "    "
    rest, quote = " " * len(first), " ".join(citation.quote.split())
    if citation.title or quote == " ".join(citation.card.title.split()):
        out.print(f"{first}cite {citation.id}", style="dim", markup=False)
        return
    print_indented(out, f"“{quote}”", first=first, rest=rest, style="dim")
    out.print(f"{rest}cite {citation.id}", style="dim", markup=False)


def numbers(found: Sequence[int]) -> str:
    """``[1]–[3] [5]``: markers, runs of three or more of them joined."""
    runs: list[list[int]] = []
    for number in found:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return " ".join(_run(run) for run in runs)


def _run(run: Sequence[int]) -> str:
    if len(run) >= _LONG_RUN:
        return f"[{run[0]}]–[{run[-1]}]"
    return " ".join(f"[{number}]" for number in run)


def headline(card: ArticleCard) -> str:
    """``Title — Outlet · 31 December 2024``, without what is not known."""
    facts = " · ".join(fact for fact in (card.source, texts.day(card.published)) if fact)
    return f"{card.title} — {facts}" if facts else card.title
