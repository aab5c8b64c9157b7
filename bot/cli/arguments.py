"""What may stand behind `pressmark`: the name of a command, and values that are checked at once."""

from __future__ import annotations

import argparse
import difflib
from typing import TYPE_CHECKING, Any

from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS = 12


def check_command(root: argparse.ArgumentParser, given: Sequence[str]) -> None:
    """Go on where a command is named, or none; else end, and say which may have been meant."""
    name = next((each for each in given if not each.startswith("-")), None)
    known: Sequence[str] = root.get_default("commands")
    if name is None or name in known:
        return
    alike = difflib.get_close_matches(name.casefold(), known, n=1)
    if not alike and len(name.split()) > 1:
        root.error(f'no command is named; to ask a question, write: pressmark ask "{name}"')
    meant = f'did you mean "{alike[0]}"? ' if alike else ""
    root.error(f'there is no command "{name}"; {meant}`pressmark --help` lists them.')


class Words(argparse.Action):
    """Words behind a command; nothing is loaded where there are none. ``const`` is an example."""

    missing = "named"

    def is_missing(self, given: Sequence[str]) -> bool:
        """Whether there is nothing in what was given."""
        return not any(each.strip() for each in given)

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        _option: str | None = None,
    ) -> None:
        """Keep the words.

        Raises:
            ArgumentError: there are none, where some are needed.
        """
        given = [values] if isinstance(values, str) else values
        if self.const and self.is_missing(given):
            how = f"write it behind the command: {parser.prog} {self.const}"
            raise argparse.ArgumentError(None, f"nothing is {self.missing}; {how}")
        setattr(namespace, self.dest, values)


class Question(Words):
    """A question, or ``-``: without letters and figures it asks nothing."""

    missing = "asked"

    def is_missing(self, given: Sequence[str]) -> bool:
        """Whether it has none."""
        return not asks("".join(given)) and "-" not in given


def asks(question: str) -> bool:
    """Whether a question has letters or figures: "?" has none."""
    return any(letter.isalnum() for letter in question)


def location(value: str) -> str:
    """A location to read; no empty one.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not value.strip():
        raise argparse.ArgumentTypeError("is empty; name a file, a folder, a glob or a URL")
    return value


def positive(value: str) -> int:
    """A number of hits, from 1 to 1000.

    Raises:
        ArgumentTypeError: it is none.
    """
    count = int(value) if value.isascii() and value.isdigit() else 0
    if not 1 <= count <= 1000:  # noqa: PLR2004 - more than anybody reads
        raise argparse.ArgumentTypeError(f'"{value}" is not a number from 1 to 1000')
    return count


def hour(value: str) -> int:
    """An hour of the day.

    Raises:
        ArgumentTypeError: it is none.
    """
    from bot.watches.hours import hour_of  # noqa: PLC0415 - `--help` must not wait for it

    if (found := hour_of(value)) is None:
        raise argparse.ArgumentTypeError(f'"{value}" is not an hour; write 9 or 21')
    return found


def number(value: str) -> int:
    """The number of a run.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not (value.isascii() and value.isdigit() and len(value) <= _DIGITS):
        raise argparse.ArgumentTypeError(f'"{value}" is not the number of a run')
    return int(value)


def day(value: str) -> str:
    """A date as it is given.

    Raises:
        ArgumentTypeError: it is none.
    """
    from index.archive.record.fields import parse_date  # noqa: PLC0415 - `--help` must not wait for it

    try:
        parse_date(value)
    except ArchiveError as exc:
        raise argparse.ArgumentTypeError(f'"{value}" is not a date; write 2024-12-31') from exc
    return value
