"""The report of a run as people read it in a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from bot.terminal.console import Output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Json = dict[str, Any]
_BY_KIND = {
    "hits@1": "@1",
    "hits@4": "@4",
    "hits@10": "@10",
    "mrr@10": "MRR",
    "all_evidence@10": "all",
    "ndcg@10": "nDCG",
    "short_answer": "answer",
    "word_f1": "F1",
    "first_claim": "claim",
    "first": "first",
}
"""Scores that stand in the table by kind, and its headings."""
_SAME = {"first_claim": "first"}
"""A score gives way to the one that knows every sentence that answers."""
_REFUSALS = ("false_refusals", "right_refusals")
_WRITING = (
    "{model} wrote {answers} answers and {refusals} refusals; "
    "{instead} times the archive's own stand. "
    "Of its sentences {kept} are shown as written, {repaired} mended, {replaced} replaced by the "
    "archive's, {dropped} left out."
)
_SHOWN = 5
"""Questions named of those that got better, of those that got worse, and of broken promises."""
_WIDE = 100
_QUESTION = 80


def show_report(report: Json) -> None:
    """Scores, scores by kind, times, promises, and what changed since the last run."""
    width = None if sys.stdout.isatty() else _WIDE
    out = Output(highlight=False, emoji=False, width=width)
    title = f"{report['file']}: {report['questions']} questions, {report['model']}"
    out.print(Text(title, style="bold"), soft_wrap=True)
    for part in (_scores(report), _kinds(report), _times(report)):
        if part.row_count:
            out.print()
            out.print(part)
    out.print()
    for line in _lines(report):
        out.print(line, soft_wrap=True)


def _table(*headings: str, space: int = 2) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, space, 0, 0))
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left", no_wrap=bool(place))
    return table


def _scores(report: Json) -> Table:
    """A line a score; the last column counts questions better and worse than in the last run."""
    compared = report["compared"]
    table = _table("score", "", "95 %", "questions", *(["since the last run"] if compared else []))
    for part in ("retrieval", "answers"):
        for name, score in report[part].items():
            if score is not None:
                count = f"{score['n']}{' or more a side' * (name == 'auc')}"
                row = [name, _number(score["value"]), _interval(score), count]
                table.add_row(*row, *([_change(compared["scores"].get(name))] if compared else []))
        table.add_section()
    return table


def _change(change: Json | None) -> str:
    if change is None or change["better"] == change["worse"] == 0:
        return "=" if change else ""
    return f"+{change['better']} −{change['worse']}  p {change['p']:.2f}"


def _kinds(report: Json) -> Table:
    """A line a kind of question, where there are several."""
    known = {
        name for part in ("retrieval", "answers") for name in report[part] if report[part][name]
    }
    names = [name for name in _BY_KIND if name in known and _SAME.get(name) not in known]
    table = _table("kind", "n", *(_BY_KIND[name] for name in names), "refused", space=1)
    for kind, of_kind in report["types"].items() if len(report["types"]) > 1 else ():
        scores = {**of_kind["retrieval"], **of_kind["answers"]}
        refused = next((scores[name] for name in _REFUSALS if scores[name]), None)
        shown = [scores[name] for name in names] + [refused]
        table.add_row(
            Text(kind),
            str(of_kind["questions"]),
            *(_narrow(score["value"]) if score else "" for score in shown),
        )
    return table


def _times(report: Json) -> Table:
    table = _table("milliseconds", "median", "95th percentile")
    for name, found in report["ms"].items():
        table.add_row(name, f"{found['p50']:.0f}", f"{found['p95']:.0f}")
    return table


def _lines(report: Json) -> Iterator[Text]:
    violations, compared = report["violations"], report["compared"]
    if report["writing"]:
        yield Text(_WRITING.format(model=report["model"], **report["writing"]))
    if violations["total"]:
        yield Text(f"Promises broken: {violations['total']}.", style="bold red")
        for each in violations["examples"][:_SHOWN]:
            yield Text(f"  {each['violation']}: {_short(each['question'])}")
    else:
        yield Text("Every quote, offset, marker and figure is as promised.")
    worst = report["worst"]
    said = f"Something went wrong at {len(worst)} of {report['questions']} questions:"
    yield from _named(said, worst, lambda each: "; ".join(each["wrong"]))
    if compared is None:
        yield Text("The first run over these questions; the next is compared with it.")
        return
    yield Text(f"Compared with the run of {compared['at']} ({compared['model']}).")
    if not compared["worse"] and not compared["better"]:
        yield Text("No question changed.")
    for name in ("worse", "better"):
        questions = compared[name]
        said = f"{len(questions)} {name}:"
        yield from _named(said, questions, lambda each: ", ".join(each["scores"]))


def _named(heading: str, questions: list[Json], why: Callable[[Json], str]) -> Iterator[Text]:
    """A heading and the first questions, each with why it is there; nothing where there is none."""
    if questions:
        yield Text(heading, style="bold")
    for each in questions[:_SHOWN]:
        yield Text.assemble(f"  {_short(each['question'])} ", (f"({why(each)})", "dim"))
    if len(questions) > _SHOWN:
        yield Text(f"  and {len(questions) - _SHOWN} more; --json names them all", style="dim")


def _short(question: str) -> str:
    line = " ".join(question.split())
    return line if len(line) <= _QUESTION else line[: _QUESTION - 1] + "…"


def _number(value: float) -> str:
    return f"{value:.3f}"


def _narrow(value: float) -> str:
    """Without the zero in front, so that ten columns fit into a terminal."""
    return _number(value).removeprefix("0")


def _interval(score: Json) -> str:
    return f"{_number(score['low'])}–{_number(score['high'])}"
