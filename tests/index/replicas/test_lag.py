"""How far a replica is behind, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from index.replicas.lag import Lag

LIMIT = timedelta(minutes=5)


@pytest.mark.parametrize(
    ("lag", "said", "late"),
    [
        (Lag(True, 0, 0.0, 0, 0, 0.4), "up to date", False),
        (Lag(True, 1, 12.4, 0, 0, 0.4), "1 change, 12 s behind", False),
        (Lag(True, 300, 299.0, 0, 0, 2.0), "300 changes, 5 min behind", False),
        (Lag(True, 300, 301.0, 0, 0, 2.0), "300 changes, 5 min behind", True),
        (
            Lag(True, 9, 9000.0, 40, 90, 7300.0),
            "9 changes, 2 h behind; 40 of 90 passages are copied; nobody follows since 2 h",
            True,
        ),
        (
            Lag(False, 90, 2.0, 0, 0, None),
            "nothing can be asked here yet; nobody has followed yet",
            True,
        ),
    ],
)
def test_lag_is_told_in_words(lag: Lag, said: str, *, late: bool) -> None:
    """And late by its first unseen change, or where nothing can be asked."""
    assert (str(lag), lag.exceeds(LIMIT)) == (said, late)
    assert lag.as_json(LIMIT)["late"] is late
