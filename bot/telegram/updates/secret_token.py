"""The secret by which posts of Telegram's are known: made by us, kept in the home, renewed.

It stands in the catalog, so that all processes behind one webhook know the same. For a while after
it was renewed the one before it is good as well: posts with it are on their way.
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from index.catalog import lookup
from index.catalog.locks import one_at_a_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.catalog.engine import Catalog

_BYTES = 32
_RENEWED_SECONDS = 30 * 24 * 3600.0
_OVERLAP_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class _Kept:
    secret: str
    made_at: float
    before: str = ""

    def is_good(self, now: float) -> bool:
        """Whether it need not be renewed; one of the future was made by a wrong clock."""
        return 0 <= now - self.made_at < _RENEWED_SECONDS

    def admitted(self, now: float) -> tuple[str, ...]:
        """What posts may come with."""
        late = self.before and now - self.made_at < _OVERLAP_SECONDS
        return (self.secret, self.before) if late else (self.secret,)


class SecretToken:
    """The secret of the webhook of one bot."""

    def __init__(
        self, catalog: Catalog, bot: str, *, clock: Callable[[], float] = time.time
    ) -> None:
        """``bot``: the id of the bot, which another token of it has too."""
        self._catalog = catalog
        self._key = f"webhook/{bot}"
        self._clock = clock
        self._known: _Kept | None = None

    def current(self) -> str:
        """The secret that Telegram is to be told, made or renewed where it is time."""
        kept = self.look()
        if kept is None or not kept.is_good(self._clock()):
            kept = self._known = self._renewed()
        return kept.secret

    def look(self) -> _Kept | None:
        """Read what is kept; another process may have renewed it."""
        found = self._catalog.query(lookup.get_meta, self._key)
        self._known = _Kept(**json.loads(found)) if found else None
        return self._known

    def admits(self, given: str) -> bool:
        """Whether a post with ``given`` is Telegram's; how long it takes tells nothing."""
        good = self._known.admitted(self._clock()) if self._known else ()
        same = [secrets.compare_digest(given.encode(), each.encode()) for each in good]
        return any(same)

    def _renewed(self) -> _Kept:
        """A new secret, unless another process has made one in the meantime."""
        now = self._clock()
        with self._catalog.write() as connection:
            one_at_a_time(connection, self._key)
            found = lookup.get_meta(connection, self._key)
            kept = _Kept(**json.loads(found)) if found else None
            if kept is not None and kept.is_good(now):
                return kept
            new = _Kept(secrets.token_urlsafe(_BYTES), now, kept.secret if kept else "")
            lookup.set_meta(connection, self._key, json.dumps(asdict(new)))
        return new
