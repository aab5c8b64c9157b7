"""JSON as programs write it that are no JSON writers.

`json.loads` is tried first. A value that it refuses is mended: what stands for no number is null,
commas too many go, a bare line end or control character in a string is one, a backslash before
anything is a backslash. What is still refused is a fault.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, NamedTuple


class Value(NamedTuple):
    """A value of a file, or what is wrong with it, and its name in a mapping."""

    value: Any = None
    fault: str | None = None
    key: str | None = None


def value_of(text: str) -> Value:
    """The value that ``text`` is, mended where that is needed."""
    try:
        return Value(_decoder().decode(text))
    except (ValueError, RecursionError) as exc:
        fault = _explained(exc)
    try:
        return Value(_decoder().decode(mended_json(text)))
    except (ValueError, RecursionError):
        return Value(fault=f"is not valid JSON ({fault})")


@cache
def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(parse_constant=lambda _: None)


def mended_json(text: str) -> str:
    """``text`` with what programs are known to write instead of JSON put right."""
    return _part().sub(_mend, text.strip().strip(","))


@cache
def _part() -> re.Pattern[str]:
    """A string, or something outside of strings that is no JSON."""
    return re.compile(
        r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
        r"|(?<![\w.+-])[-+]?(?:NaN|nan|Infinity|inf|undefined|None)\b"
        r"|,(?=[\s,]*[\]}])|(?<=,)\s*,|[\x00-\x08\x0b\x0c\x0e-\x1f]",
        re.DOTALL,
    )


def _mend(match: re.Match[str]) -> str:
    part = match.group()
    if part[0] == '"':
        plain = re.sub(r"[\x00-\x1f]", lambda sign: f"\\u{ord(sign.group()):04x}", part)
        return re.sub(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(\')|)', _escape, plain)
    return "null" if part[-1].isalpha() else ""


def _escape(match: re.Match[str]) -> str:
    return match.group() if match[1] else match[2] or "\\\\"


def _explained(exc: Exception) -> str:
    if isinstance(exc, json.JSONDecodeError):
        message = exc.msg.lower().removesuffix(" at")
        return f"{message} at line {exc.lineno} column {exc.colno}"
    if isinstance(exc, RecursionError):
        return "nested too deeply"
    return "a number has too many digits"  # Python's limit is 4,300
