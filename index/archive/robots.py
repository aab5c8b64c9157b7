"""What a site asks of programs that read it: robots.txt, RFC 9309."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from index.archive.charsets import decoded
from index.archive.parsers import translated
from index.errors import ArchiveError

_LONGEST_DELAY = 30.0
"""Seconds; a crawl delay beyond it would stop a run."""
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for one agent; no rules where it has no robots.txt."""

    agent: str
    rules: Any = None

    @classmethod
    def of(cls, status: int, content: bytes, *, agent: str) -> Robots:
        """The rules in an answer to the request for robots.txt.

        Raises:
            ArchiveError: the server failed: then everything is forbidden, RFC 9309, 2.3.1.4.
        """
        if status >= _SERVER_ERROR:
            raise ArchiveError(f"its robots.txt cannot be read (the server answered {status})")
        if status != 200:  # noqa: PLR2004
            return cls(agent)
        from protego import Protego  # noqa: PLC0415 - only URLs need it

        with translated("robots.txt"):
            return cls(agent, Protego.parse(decoded(content)))

    def allows(self, url: str) -> bool:
        """Whether the agent may read ``url``."""
        return self.rules is None or bool(self.rules.can_fetch(url, self.agent))

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests, at most 30."""
        asked = None if self.rules is None else self.rules.crawl_delay(self.agent)
        return min(float(asked or 0.0), _LONGEST_DELAY)
