"""Writes every setting with its description and default into .env.example.

    python tools/settings_table.py

A test fails when the file is not what this prints.
"""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings
from index.environment import PREFIX

_HEADER = """\
# Every setting of Pressmark. Copy this file to .env and take the # off what you change.
# Environment variables of the same name win; an empty value counts as unset.
"""


def render() -> str:
    """The content of .env.example."""
    parts = [_HEADER]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        parts.append(f"# {field.description}\n#{PREFIX}{name.upper()}={default}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    Path(__file__).resolve().parents[1].joinpath(".env.example").write_text(
        render(), encoding="utf-8"
    )
