"""Writes every setting with its description and default into .env.example and docs/settings.md.

    python tools/settings_table.py

A test fails when a file is not what this prints.
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


_PAGE = """\
# Settings

Environment variables, or lines `NAME=value` in `.env` in the directory that Pressmark is started
in; the environment wins, an empty value counts as unset, and a name that does not exist is an error
that names the nearest one. `pressmark status` says which home is used. This page is written by
`python tools/settings_table.py`.

| setting | default | meaning |
|---|---|---|
"""


def page() -> str:
    """The content of docs/settings.md."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = f"`{field.default}`" if field.default not in {None, ""} else "unset"
        meaning = str(field.description).replace("|", "\\|")
        rows.append(f"| `{PREFIX}{name.upper()}` | {default} | {meaning} |\n")
    return _PAGE + "".join(rows)


if __name__ == "__main__":
    root = Path(__file__).resolve().parents[1]
    root.joinpath(".env.example").write_text(render(), encoding="utf-8")
    root.joinpath("docs", "settings.md").write_text(page(), encoding="utf-8")
