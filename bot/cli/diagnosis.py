"""The doctor's visit, asked for by a command."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.terminal.progress_bars import progress_bars
from index.catalog.generations import live
from index.errors import CatalogError, PressmarkError
from index.indexing.builder import Builder
from index.jobs.doctor import Diagnosis, Doctor, check_catalog
from index.jobs.probes import Check
from index.jobs.queue import work_off

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.library import Library

_PATIENCE = 20.0
"""Seconds that the command waits for another process to begin."""
_ADVICE = re.compile(r"; run `pressmark doctor` to [^.;]*")


def diagnose(library: Library, *, say: Callable[[str], None]) -> dict[str, Any]:
    """What the owner of the index finds, or, while it is busy, what can be seen beside it.

    Raises:
        PressmarkError: nothing could be checked.
    """
    try:
        exists = library.exists
    except CatalogError as exc:
        away = Check("catalog", ok=False, detail=str(exc))
        return Diagnosis(healthy=False, checks=(away,)).as_json()
    if not exists:
        empty = Check("catalog", ok=True, detail="nothing is indexed yet")
        return Diagnosis(healthy=True, checks=(empty,)).as_json()
    catalog = check_catalog(lambda: library.catalog, library.home.catalog.name)
    if not catalog.ok:
        return Diagnosis(healthy=False, checks=(catalog,)).as_json()
    return _without_advice(_with_replica(library, _visit(library, say)))


def _visit(library: Library, say: Callable[[str], None]) -> dict[str, Any]:
    number = library.submit("doctor")
    with progress_bars() as progress:
        job = work_off(library, number, progress=progress, patience=_PATIENCE, say=say)
    if not job.ended:
        say(f"the owner is busy; job {number} checks the rest when it has time.")
        builder = Builder(
            library.home, library.catalog, library.embedder, indexes=library.vector_indexes
        )
        return Doctor(builder, owner=False).examine().as_json()
    if job.result is None:
        raise PressmarkError(job.error or f"job {number} was cancelled; nothing was checked.")
    return {name: job.result[name] for name in ("healthy", "checks", "repaired")}


def _with_replica(library: Library, found: dict[str, Any]) -> dict[str, Any]:
    """What was found, and how the replica in this home is, once it was brought up."""
    replica = library.replica
    if replica is None or library.catalog.query(live) is None:
        return found
    from bot.cli.freshness import bring_up  # noqa: PLC0415 - only where it is set
    from index.jobs.replica_checks import ReplicaDoctor  # noqa: PLC0415 - as above

    doctor = ReplicaDoctor(library.catalog, replica, bring_up=lambda: bring_up(library, replica))
    checks, repaired = doctor.examine(library.settings.replica_lag)
    return {
        "healthy": found["healthy"] and all(check.ok for check in checks),
        "checks": [*found["checks"], *(asdict(check) for check in checks)],
        "repaired": [*found["repaired"], *repaired],
    }


def _without_advice(found: dict[str, Any]) -> dict[str, Any]:
    """What was found, without the advice to run the command that is being read."""
    checks = [check | {"detail": _ADVICE.sub("", check["detail"])} for check in found["checks"]]
    return found | {"checks": checks}
