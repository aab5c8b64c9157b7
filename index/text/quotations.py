"""What stands between quotation marks, in the marks of English, Russian, Ukrainian and German."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

_PAIRS = ('""', "“”", "«»", "‹›", "„“”")
"""A mark that opens, and those that may close what it opened."""


@cache
def quotation(
    marks: Literal["double", "single", "any"] = "any",
    *,
    least: int = 1,
    most: int = 600,
    in_line: bool = False,
) -> re.Pattern[str]:
    """Finds a quotation of ``least`` to ``most`` characters; its last group is what is inside.

    A longer one is most likely two stray marks. ``in_line``: no line ends inside. An apostrophe
    inside a word is no quotation mark.
    """
    size, stop = f"{{{least},{most}}}", r"\n" if in_line else ""
    double = "|".join(f"{each[0]}([^{each}{stop}]{size})[{each[1:]}]" for each in _PAIRS)
    single = rf"(?<!\w)['‘](?=\S)((?:[^'‘’{stop}]|(?<=\w)['’](?=\w)){size})['’](?!\w)"
    return re.compile({"double": double, "single": single, "any": f"{double}|{single}"}[marks])
