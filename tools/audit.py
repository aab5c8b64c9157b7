"""Asks whether a package that is installed has a known vulnerability; `make check` does.

    python -m tools.audit

pip-audit asks the database of the package index. Where that cannot be reached, or does not know
these packages (a mirror has none), a line says that nothing was audited, and nothing fails.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

_SECONDS = 60.0
"""A check that takes longer is not waited for."""
_COMMAND = [
    *("-m", "pip_audit", "--local", "--skip-editable", "--progress-spinner", "off"),
    *("--timeout", "3", "--format", "json"),
]


@dataclass(frozen=True, slots=True)
class Audit:
    """How many packages were looked up, and what is known of which."""

    looked_up: int
    unknown: int
    wrong: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, said: str) -> Audit | None:
        """What pip-audit found; None where it said nothing that can be read."""
        try:
            packages = json.loads(said)["dependencies"]
        except (ValueError, KeyError, TypeError):
            return None
        known = [each for each in packages if "skip_reason" not in each]
        return cls(len(known), len(packages) - len(known), [w for e in known for w in _wrong(e)])

    def report(self) -> str:
        """What is printed, a line a vulnerability."""
        if not self.looked_up:
            return f"audit left out: the database knows none of these {self.unknown} packages."
        unknown = f"; {self.unknown} are not in the database" if self.unknown else ""
        first = f"audit: {self.looked_up} packages looked up, {len(self.wrong)} problems{unknown}."
        return "\n".join([first, *self.wrong])


def _wrong(package: dict[str, Any]) -> list[str]:
    """``aiohttp 3.9.0: PYSEC-2024-24; fixed in 3.9.2``."""
    return [
        f"{package['name']} {package['version']}: {each['id']}; fixed in "
        f"{', '.join(each['fix_versions']) or 'no version yet'}"
        for each in package.get("vulns", ())
    ]


def main() -> int:
    """Audit what is installed beside this interpreter; the exit code."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command
            [sys.executable, *_COMMAND],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        print(f"audit left out: the database took longer than {_SECONDS:.0f} s.")
        return 0
    found = Audit.of(done.stdout)
    if found is None:
        print("audit left out: pip-audit cannot reach its database, or is not installed.")
        return 0
    print(found.report())
    return int(bool(found.wrong))


if __name__ == "__main__":
    sys.exit(main())
