"""Standard input, output and error of this process, where somebody closed them."""

from __future__ import annotations

import io
import os
import sys


def prepare() -> None:
    """Read and write whatever comes, and let no file of ours take the number of a closed stream.

    Nothing comes from a closed input, and nothing is missed on a closed error. A closed output
    cannot be written: results that nobody gets are a failure.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - open to the end
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - as above
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a stray byte must not end the program


def drop_output() -> None:
    """Let nobody's output go nowhere, so that the interpreter does not fail on it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
