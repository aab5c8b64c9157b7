"""What the tests of planning ask with."""

from __future__ import annotations

from datetime import UTC, datetime

from index.planning.planner import Outlets, Plan, plan

ASKED = datetime(2024, 6, 19, 12, tzinfo=UTC)
"""A Wednesday."""
OUTLETS = Outlets(
    [
        "The Verge", "CBSSports.com", "Sporting News", "TechCrunch", "BBC News - Asia",
        "Deutsche Welle", "Time", "The Age", "Sun", "Metro", "Fortune", "The New York Times",
        "theguardian.com", "Cnbc | World Business", "The Independent - Sports",
        "The Independent - Travel", "Медуза", "Українська правда", "Sunday Times",
    ]
)  # fmt: skip


def planned(text: str, *, asked: datetime = ASKED, outlets: Outlets = OUTLETS) -> Plan:
    """The plan of ``text``, asked on that Wednesday."""
    return plan(text, asked=asked, outlets=outlets)


def understood(text: str, *, asked: datetime = ASKED) -> list[tuple[str, str | None, str | None]]:
    """Each date of ``text`` with its bounds."""
    return [
        (phrase.text, phrase.after, phrase.before)
        for phrase in planned(text, asked=asked).phrases
        if phrase.kind == "date"
    ]
