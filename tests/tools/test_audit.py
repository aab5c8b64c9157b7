"""What the audit of dependencies makes of what pip-audit says."""

from __future__ import annotations

import json
from typing import Any

from tools.audit import Audit


def said(*packages: dict[str, Any]) -> str:
    """As pip-audit writes it."""
    return json.dumps({"dependencies": list(packages), "fixes": []})


def test_a_known_vulnerability_is_told_with_the_version_that_mends_it() -> None:
    """A line each."""
    flaw = {"id": "PYSEC-2024-24", "fix_versions": ["3.9.2"], "aliases": [], "description": ""}
    open_flaw = flaw | {"id": "X-1", "fix_versions": []}

    found = Audit.of(
        said(
            {"name": "aiohttp", "version": "3.9.0", "vulns": [flaw, open_flaw]},
            {"name": "rich", "version": "14.0.0", "vulns": []},
            {"name": "ours", "skip_reason": "not found"},
        )
    )

    assert found is not None
    assert found.report().splitlines() == [
        "audit: 2 packages looked up, 2 problems; 1 are not in the database.",
        "aiohttp 3.9.0: PYSEC-2024-24; fixed in 3.9.2",
        "aiohttp 3.9.0: X-1; fixed in no version yet",
    ]


def test_a_database_that_knows_nothing_is_no_clean_bill() -> None:
    """A mirror of packages has no list of vulnerabilities."""
    found = Audit.of(said({"name": "a", "skip_reason": "?"}, {"name": "b", "skip_reason": "?"}))

    assert found == Audit(0, 2)
    assert found.report() == "audit left out: the database knows none of these 2 packages."


def test_what_cannot_be_read_is_no_audit() -> None:
    """Nothing is printed where nobody answers."""
    assert Audit.of("") is None
    assert Audit.of("[]") is None
