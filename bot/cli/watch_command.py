"""``pressmark watch``: what to be told of, where no bot tells it.

With words it begins a watch. Without it tells what came of each since it last did, then says what
is watched. A watch with ``--daily`` is told once its hour has struck. What was printed counts as
told. A bot tells nobody of what is watched here.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from bot import clock, texts
from bot.answer.conversation.requests import readable
from bot.terminal.output import print_json
from bot.watches import hours, watchlist
from bot.watches.watchlist import MOST, TERMINAL, Wish
from index.catalog.lookup import iso
from index.errors import NotFoundError, PressmarkError

if TYPE_CHECKING:
    from argparse import Namespace

    from bot.settings import Settings
    from bot.watches.bulletins import Bulletin
    from bot.watches.watchlist import Watch
    from index.library import Library


def watch(library: Library, _settings: Settings, options: Namespace) -> int:
    """Begin a watch, end one, or tell what came of all of them.

    Raises:
        PressmarkError: nothing can be watched by these words, or there is no such watch.
        SystemExit: an hour is given, and no words.
    """
    texts.speak(texts.of_locale(os.environ))
    words = readable(" ".join(options.words))
    if options.end is not None:
        _show(library, options, ended=_end(library, options.end))
    elif words.strip():
        _show(library, options, made=_make(library, words, options.daily))
    elif options.daily is not None:
        options.parser.error(
            'nothing is named to be watched; write it: pressmark watch "harbour fire" --daily 9'
        )
    else:
        _tell(library, options)
    return 0


def _make(library: Library, words: str, daily: int | None) -> Watch:
    from bot.watches.subjects import is_watchable  # noqa: PLC0415 - needs the reader

    topic, hour = hours.parted(words)
    if not is_watchable(topic):
        raise PressmarkError(
            f'"{words}" names no topic to be watched; write one: pressmark watch "harbour fire"'
        )
    wish = Wish(TERMINAL, TERMINAL, topic, texts.language(), hour=hour if daily is None else daily)
    made = library.catalog.change(watchlist.make, wish)
    if made is None:
        raise PressmarkError(
            f"{MOST} things are watched already, as many as may be; `pressmark watch` lists them, "
            "and --end ID ends one."
        )
    return made[0]


def _end(library: Library, name: str) -> Watch:
    found = library.catalog.query(watchlist.find, name) if library.exists else None
    if found is None or found.chat != TERMINAL:
        raise NotFoundError(f"{name}: there is no such watch; `pressmark watch` lists them.")
    library.catalog.change(watchlist.end, [name])
    return found


def _tell(library: Library, options: Namespace) -> None:
    """What came of those that are due; it is settled once it is printed."""
    news = [each for each in _bulletins(library) if each.stories]
    if options.json:
        print_json(_object(library, news=news))
    else:
        from bot.terminal.watch_view import show_bulletin, show_watches  # noqa: PLC0415

        for each in news:
            show_bulletin(each)
        show_watches(_watched(library))
    for each in news:
        library.catalog.change(watchlist.settle, each.settled, now=time.time())


def _bulletins(library: Library) -> list[Bulletin]:
    """Of those that are due; what has nothing to tell is settled at once."""
    from bot.watches.bulletins import compose  # noqa: PLC0415 - needs the embedder

    found = []
    for each in _watched(library):
        now, zone = time.time(), clock.zone()
        if each.hour is None or hours.is_due(
            each.hour, settled=each.settled_at, now=now, zone=zone
        ):
            made = compose(each, library)
            if made is not None and not made.stories:
                library.catalog.change(watchlist.settle, made.settled, now=now)
            found += [made] if made is not None else []
    return found


def _watched(library: Library) -> list[Watch]:
    return library.catalog.query(watchlist.of_chat, TERMINAL) if library.exists else []


def _show(
    library: Library, options: Namespace, *, made: Watch | None = None, ended: Watch | None = None
) -> None:
    """What became of a watch."""
    if options.json:
        print_json(_object(library, made=made, ended=ended))
        return
    from bot.terminal.watch_view import show_ended, show_made  # noqa: PLC0415

    if made is not None:
        show_made(made)
    if ended is not None:
        show_ended(ended)


def _object(
    library: Library,
    *,
    made: Watch | None = None,
    ended: Watch | None = None,
    news: list[Bulletin] | None = None,
) -> dict[str, Any]:
    """The object of the command: one shape, whatever was asked."""
    return {
        "made": _as_json(made) if made else None,
        "ended": _as_json(ended) if ended else None,
        "watches": [_as_json(each) for each in _watched(library)],
        "news": [
            {
                "watch": each.watch.id,
                "words": each.watch.words,
                "stories": [story.as_json() for story in each.stories],
                "more": each.more,
            }
            for each in news or []
        ],
    }


def _as_json(each: Watch) -> dict[str, Any]:
    return {
        "id": each.id,
        "words": each.words,
        "daily": each.hour,
        "since": iso(each.made_at),
    }
