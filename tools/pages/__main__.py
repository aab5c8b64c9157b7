"""Scores how pages are read.

    python -m tools.pages FOLDER [--failures] [--json]

Below FOLDER lie pages and what is known of them, in either form of `tools/pages/truth.py`; pages
whose truth is not there are left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tools.pages.scores import Report, report_on
from tools.pages.truth import known_pages

_SHOWN = 100


def main(arguments: list[str] | None = None) -> int:
    """Score a folder and show it; 1 where it holds no page with a known truth."""
    options = _options(arguments)
    if not options.folder.is_dir():
        sys.stderr.write(f"pages: {options.folder} is no folder.\n")
        return 1
    report = report_on(known_pages(options.folder))
    if not report.pages:
        sys.stderr.write(f"pages: {options.folder} holds no page with a known truth.\n")
        return 1
    sys.stdout.write(as_json(report) if options.json else table(report, misses=options.failures))
    return 0


def table(report: Report, *, misses: bool) -> str:
    """The scores, one a line, and with ``misses`` each page that fails."""
    lines = [
        f"{'score':10} {'mean':>6} {'of':>6}",
        *(
            f"{name:10} {mean:6.3f} {report.counts[name]:6}"
            for name, mean in report.means().items()
            if mean is not None
        ),
        f"{report.pages} pages, {report.rejected} rejected, {report.undated} dated pages undated",
    ]
    for miss in report.misses if misses else ():
        known, read = (" ".join(text.split())[:_SHOWN] for text in (miss.known, miss.read))
        lines.append(f"{miss.page}: {miss.score}: {known!r}, read {read!r}")
    return "\n".join(lines) + "\n"


def as_json(report: Report) -> str:
    """The same as one object on one line, with every miss."""
    found = {
        "pages": report.pages,
        "rejected": report.rejected,
        "undated": report.undated,
        "scores": {
            name: {"value": mean, "n": report.counts[name]}
            for name, mean in report.means().items()
            if mean is not None
        },
        "failures": [miss._asdict() for miss in report.misses],
    }
    return json.dumps(found, ensure_ascii=False) + "\n"


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools.pages", description="Scores how pages are read.")
    parser.add_argument("folder", type=Path, help="folder with pages and what is known of them")
    parser.add_argument("--failures", action="store_true", help="name each page that fails")
    parser.add_argument("--json", action="store_true", help="one object on one line")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
