"""Articles of a harbour town that the tests watch, and what somebody is told of them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.watches import watchlist
from bot.watches.bulletins import compose
from bot.watches.watchlist import Wish

if TYPE_CHECKING:
    from bot.watches.bulletins import Bulletin
    from bot.watches.watchlist import Watch
    from index.library import Library

ANN = 1001


def story(outlet: str, day: str, headline: str, text: str) -> str:
    """A file with an article."""
    return f'---\ntitle: "{headline}"\nsource: {outlet}\ndate: {day}\n---\n\n{text}\n'


TIDE = story("Post", "2024-02-28", "Tide tables for March", "High water comes at noon on Friday.")
FIRE = story(
    "Skelhaven Courier",
    "2024-03-01",
    "Fire destroys warehouse at the harbour",
    "A fire in the harbour of Skelhaven has burnt down a warehouse full of nets. Nobody was hurt, "
    "the fire brigade says. What caused it is not known yet.",
)
ARREST = story(
    "Skelhaven Courier",
    "2024-03-04",
    "Harbour fire: night watchman arrested",
    "Police in Skelhaven have arrested a night watchman after the harbour fire. He smoked beside "
    "the nets and caused it, an officer says.",
)
FERRY = story(
    "Post",
    "2024-03-02",
    "Ferry to sail again in April",
    "The ferry Lady Ingrid will return to service on 14 April, the company says.",
)


def watched(library: Library, words: str, *, chat: int = ANN) -> Watch:
    """A new watch of these words."""
    made = library.catalog.change(watchlist.make, Wish(chat, ANN, words, "en"))
    assert made is not None
    return made[0]


def bulletin(library: Library, watch: Watch) -> Bulletin:
    """What came of it since it was last told; it counts as told."""
    found = library.catalog.query(watchlist.find, watch.id)
    assert found is not None
    made = compose(found, library)
    assert made is not None
    assert library.catalog.change(watchlist.settle, made.settled, now=time.time())
    return made


def told(library: Library, watch: Watch) -> list[str]:
    """The headlines of that."""
    return [each.card.title for each in bulletin(library, watch).stories]
