"""How a model server behaves, well or badly."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "good",
    "late",
    "hang",
    "break_off",
    "error",
    "rate_limited",
    "bad_json",
    "empty",
    "endless",
    "refused",
    "stall",
    "end_early",
    "stream_error",
    "no_streams",
    "never_streams",
    "thinks",
    "odd",
]


@dataclass(slots=True)
class Behaviour:
    """One way to behave, for the next ``times`` requests or, with None, for good.

    - ``late``: answers after ``seconds``; ``hang``: accepts the request and never answers.
    - ``break_off``: cuts the connection after ``tokens`` tokens, or in the middle of the body.
    - ``error``: HTTP ``status``; ``rate_limited``: 429 with ``retry-after: seconds``.
    - ``bad_json``: half a JSON object; ``empty``: an answer without text.
    - ``endless``: goes on for ``tokens`` tokens whatever it was asked for.
    - ``refused``: the port is closed.
    - ``stall``: falls silent after ``tokens`` tokens of a stream, and keeps it open.
    - ``end_early``: ends a stream after ``tokens`` tokens as a proxy does, without a reason.
    - ``stream_error``: sends an error in the stream after ``tokens`` tokens.
    - ``no_streams``: refuses to stream with HTTP 400; ``never_streams``: answers whole anyway.
    - ``thinks``: writes ``tokens`` tokens of thoughts, beside the answer, before it says anything.
    - ``odd``: sends what `ODDITIES` has under ``name``, whatever it was asked for.
    """

    kind: Kind = "good"
    times: int | None = None
    seconds: float = 1.0
    status: int = 500
    tokens: int = 3
    name: str = ""

    @property
    def breaks(self) -> bool:
        """Whether a stream has no more than ``tokens`` tokens."""
        return self.kind in ("break_off", "bad_json", "stall", "end_early", "stream_error")

    def pieces(self, text: str, most: int | None) -> tuple[list[str], str]:
        """The tokens that are said, and why they end: ``stop`` or ``length``."""
        if self.kind == "empty":
            return [], "stop"
        words = split(text)
        if self.kind == "thinks" and most is not None:
            words = words[: max(0, most - self.tokens)]
            return words, "stop" if words else "length"
        if self.kind == "endless":
            words = list(itertools.islice(itertools.cycle(words or [" and"]), self.tokens))
            return words, "length"
        if most is not None and len(words) > most:
            return words[:most], "length"
        return words, "stop"


def split(text: str) -> list[str]:
    """Words with the white space before them; joined they are the text again."""
    return re.findall(r"\s*\S+|\s+$", text)
