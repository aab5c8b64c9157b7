"""The console that results for people go to."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.text import Text


class _Output(Console):
    """A console that leaves a closed pipe to the command line."""

    def on_broken_pipe(self) -> None:
        """Raise BrokenPipeError, where rich would end the program."""
        raise BrokenPipeError


def console() -> Console:
    """Standard output for people; archive text is no markup and no emoji to it."""
    return _Output(highlight=False, emoji=False, soft_wrap=not sys.stdout.isatty())


def print_indented(out: Console, text: str, *, first: str, rest: str = "", style: str = "") -> None:
    """``text`` behind ``first``; lines that it is wrapped to stand behind ``rest``.

    Where nothing is wrapped it is one line.
    """
    wide = out.width - len(first)
    lines = [Text(text)] if out.soft_wrap or wide < 1 else Text(text).wrap(out, wide)
    for number, line in enumerate(lines):
        line.rstrip()
        out.print(Text((rest or " " * len(first)) if number else first) + line, style=style)
