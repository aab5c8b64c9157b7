"""What people see of runs in a terminal: their outcome, the status, the doctor's findings."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.store.pulse import describe
from bot.terminal.console import console, print_indented
from index.replicas.lag import Lag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SHOWN = 3
"""Rejected records that the status names; the rest is counted."""
_NAMES = 13
"""Columns of the longest name and the space behind it."""


def show_index(result: dict[str, Any], *, articles: int, full: bool = False) -> None:
    """The outcome of a run, how many articles there are now, and every record that was rejected."""
    counts = result["articles"]
    words = ", ".join(f"{value} {name}" for name, value in counts.items() if value)
    out = console()
    out.print(f"Articles: {words or 'none'}.", markup=False)
    held = f"{_counted(articles, 'article')}, {_counted(result['passages'], 'passage')}"
    out.print(f"In the index{', built anew' if full else ''}: {held}. {result['seconds']:.1f} s.")
    for record in result["rejected"]:
        out.print(f"rejected {record['where']}: {record['reason']}", markup=False)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def show_status(
    status: dict[str, Any],
    *,
    places: Mapping[str, str] | None = None,
    rejected: Sequence[Mapping[str, str]] = (),
    runs: Mapping[int, str] | None = None,
    nothing: str = "",
) -> None:
    """What is indexed, running and wrong.

    ``places`` say where things are, ``rejected`` are the records of the last reading, ``runs``
    tells by number what a run does, ``nothing`` what is to be done where nothing is indexed yet.
    """
    out = console()
    for name, value in [*(places or {}).items(), *_rows(status, rejected, runs or {}, nothing)]:
        print_indented(out, value, first=f"{name:<{_NAMES}}", rest=" " * _NAMES)


def _rows(
    status: dict[str, Any],
    rejected: Sequence[Mapping[str, str]],
    runs: Mapping[int, str],
    nothing: str,
) -> Iterator[tuple[str, str]]:
    for name in ("articles", "passages", "embedder", "generation"):
        yield name, "–" if status[name] is None else str(status[name])
        if name == "articles":
            yield from _reserved(status)
    yield "indexed at", _when(status["indexed_at"])
    for job in status["jobs"]:
        yield f"job {job['id']}", _job(job, runs.get(job["id"], job["kind"]))
    yield from _last_reading(status["last_reading"], rejected)
    for engine in status.get("engines", ()):
        yield _ENGINES[engine["role"]], _engine(engine)
    if spent := status.get("spent"):
        yield from _spent(spent)
    if chroma := status.get("chroma"):
        yield "chroma", _server(chroma)
    if "workers" in status:
        yield "at work", _at_work(status["workers"])
    if replica := status.get("replica"):
        yield "replica", _replica(replica)
    if telegram := status.get("telegram"):
        yield "telegram", describe(telegram)
    yield "healthy", nothing if nothing and status["healthy"] else _healthy(status)


_ENGINES = {
    "embedder": "embeds",
    "reader": "reads",
    "model": "writes",
    "reranker": "reranks",
}
"""What each of the models of the settings does."""


def _engine(engine: Mapping[str, Any]) -> str:
    """``ollama:bge-m3 (http://127.0.0.1:11434: cannot be reached)``."""
    return f"{engine['name']} ({engine['detail']})"


def _at_work(workers: Sequence[Mapping[str, Any]]) -> str:
    """``worker m1:12 (7 parts done), bot m2:9``: who is there to work on runs that are shared."""
    said = [
        f"{each['kind']} {each['place']}"
        + f" ({each['parcels']} part{'s' * (each['parcels'] != 1)} done)" * bool(each["parcels"])
        for each in workers
    ]
    return ", ".join(said) or "nobody; start `pressmark worker` or `pressmark run`"


def _reserved(status: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What cannot be asked of some of the articles."""
    if undated := status.get("undated"):
        yield "", f"{undated} without a date: a question about a time prefers the others"
    if waiting := status.get("waiting"):
        yield "", f"{waiting} read, but not yet answered from; `pressmark index` goes on"


def _job(job: Mapping[str, Any], what: str) -> str:
    """``index of 2 locations, running: 724 of 4000``."""
    amount = f": {job['done']} of {job['total']}" if job["total"] else ""
    return f"{what}, {job['state']}{amount}"


def _last_reading(
    last: Mapping[str, Any] | None, rejected: Sequence[Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    if last is None:
        return
    counts = [(last["rejected"], "rejected"), (last["warnings"], "indexed with a warning")]
    said = ", ".join(f"{number} {word}" for number, word in counts if number)
    nothing = "everything was read" if not last["failed"] else ""
    yield (
        "last reading",
        ", ".join(part for part in (_when(last["finished_at"]), said or nothing) if part),
    )
    for sentence in last["failed"]:
        yield "", f"not read: {sentence}"
    for record in rejected[:_SHOWN]:
        yield "", f"rejected {record['where']}: {record['reason']}"
    if len(rejected) > _SHOWN:
        yield "", f"and {len(rejected) - _SHOWN} more; reading the same again names them all"


def _spent(spent: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the language model cost today, where there is one or was one."""
    limited = spent.get("budget", "none") != "none"
    if not spent["requests"] and not limited:
        return
    requests = f"{spent['requests']} request{'s' * (spent['requests'] != 1)}"
    tokens = f"{spent['prompt_tokens']} tokens read and {spent['completion_tokens']} written"
    cost = "" if spent["cost"] is None else f", cost {spent['cost']:.4f}"
    budget = f"; budget {spent['budget']}" if limited else ""
    yield "model today", f"{requests}, {tokens}{cost}{budget}"


def _server(chroma: Mapping[str, Any]) -> str:
    """Where Chroma runs, where that is not in the home."""
    if chroma["answers"]:
        return str(chroma["where"])
    return (
        f"{chroma['where']} does not answer: a run waits for it; questions are answered by what "
        "is on this machine"
    )


def _replica(replica: Mapping[str, Any]) -> str:
    """``up to date``, or how far what is on this machine is behind."""
    known = {name: value for name, value in replica.items() if name != "late"}
    late = "; answers say so" if replica["late"] and replica["answers"] else ""
    return f"{Lag(**known)}{late}"


def _healthy(status: Mapping[str, Any]) -> str:
    if not status["healthy"]:
        failed = any(job["state"] == "failed" for job in status["jobs"])
        return "no: the last run failed" if failed else "no: `pressmark doctor` says what is wrong"
    if any(engine["answers"] is False for engine in status.get("engines", ())):
        return "yes, the index is; not every model of the settings answers (see above)"
    last = status["last_reading"]
    if last and (last["failed"] or last["rejected"]):
        return "yes, the index is; not all of the archive is in it (see last reading)"
    return "yes"


def _when(iso: str | None) -> str:
    """``2026-11-22 21:23 UTC``."""
    return f"{datetime.fromisoformat(iso):%Y-%m-%d %H:%M} UTC" if iso else "–"


def show_diagnosis(found: dict[str, Any]) -> None:
    """Every check, and what was repaired."""
    out = console()
    marks = {True: "ok", False: "wrong", None: "left out"}
    for check in found["checks"]:
        out.print(f"{check['name']}: {marks[check['ok']]}: {check['detail']}", markup=False)
    for sentence in found["repaired"]:
        out.print(f"repaired: {sentence}", markup=False)
    out.print("All is well." if found["healthy"] else "Something is wrong.")
