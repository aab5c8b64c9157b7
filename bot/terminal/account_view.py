"""What people see in a terminal of a timeline, of the news and of quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from bot import texts
from bot.notes.phrases import told
from bot.terminal.answer_view import show_answer
from bot.terminal.console import console, print_indented, print_sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from bot.answer.stories.accounts import Account, Line
    from bot.models import Claim


def show_account(account: Account) -> None:
    """A paragraph for each line, below the day and the outlet; the sources last."""
    answer, out = account.answer, console()
    if answer.refused:
        show_answer(answer)
        return
    for note in answer.notes:
        if note.claim is None:
            out.print(f"{told(note)}\n", style="italic", markup=False)
    for line in account.lines:
        _show_line(out, account, line)
    print_sources(out, answer.citations, placed=[each.n for each in answer.citations])


def _show_line(out: Console, account: Account, line: Line) -> None:
    known = [texts.day(line.card.published) or texts.say("terminal-undated"), line.card.source]
    out.print(" · ".join(each for each in known if each), style="dim", markup=False)
    for claim in (account.answer.claims[number] for number in line.claims):
        out.print(_claim(claim, line))
    for note in account.answer.notes:
        if note.claim in line.claims and note.kind != "side":
            print_indented(out, told(note), first="    ", style="italic")
    if outlets := _outlets(line):
        said = texts.say("also-in", outlets="; ".join(outlets))
        print_indented(out, said, first="    ", style="dim")
    out.print()


def _claim(claim: Claim, line: Line) -> Text:
    """A claim with its markers, bold what somebody says in it."""
    shown = Text(claim.marked)
    for span in line.spoken(claim.text):
        shown.stylize("bold", span.start, span.end)
    return shown


def _outlets(line: Line) -> Sequence[str]:
    """The outlets, else the headlines, of the other articles of a line."""
    return tuple(dict.fromkeys(card.source or card.title for card in line.also_in))
