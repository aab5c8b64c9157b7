"""What people see in a terminal of what they watch, and of what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import clock, texts
from bot.terminal.console import console, headline, print_indented

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.watches.bulletins import Bulletin
    from bot.watches.watchlist import Watch


def show_made(watch: Watch) -> None:
    """That something is watched, and how to see what comes of it."""
    out = console()
    out.print(texts.say("terminal-watched", words=watch.words), markup=False)
    out.print(texts.say("terminal-watch-how"), style="dim", markup=False)
    if watch.hour is not None:
        out.print(_how(watch), style="dim", markup=False)


def show_ended(watch: Watch) -> None:
    """That it is no more."""
    console().print(texts.say("terminal-watch-ended", words=watch.words), markup=False)


def show_bulletin(bulletin: Bulletin) -> None:
    """What came: headline with outlet and date, link, first sentence; where else it stands."""
    out = console()
    head = texts.say("terminal-watch-news", words=bulletin.watch.words)
    out.print(f"{head}\n", style="bold", markup=False)
    for story in bulletin.stories:
        print_indented(out, headline(story.card), first="")
        if story.card.url:
            print_indented(out, story.card.url, first="    ", style="dim")
        if story.lead:
            print_indented(out, " ".join(story.lead.split()), first="    ")
        if story.also_in:
            outlets = "; ".join(dict.fromkeys(card.source or card.title for card in story.also_in))
            said = texts.say("also-in", outlets=outlets)
            print_indented(out, said, first="    ", style="dim")
        out.print()
    if bulletin.more:
        out.print(f"{texts.say('terminal-watch-more', count=bulletin.more)}\n", markup=False)


def show_watches(watches: Sequence[Watch]) -> None:
    """What is watched, with the ids that end it."""
    out = console()
    if not watches:
        out.print(texts.say("terminal-watches-none"), markup=False)
        return
    out.print(texts.say("terminal-watches"), style="dim", markup=False)
    for each in watches:
        said = each.words if each.hour is None else f"{each.words} ({_how(each)})"
        print_indented(out, said, first=f"{each.id}  ")


def _how(watch: Watch) -> str:
    return texts.say("terminal-daily", hour=f"{watch.hour}:00", zone=clock.zone())
