"""What is to be told of a watch: the stories that came, copies folded, a handful at most.

An article is told once where the watch is, whatever new versions of it come; what repeats one that
was told, or that was there before the watch, is no news.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.answer.stories import coverage
from bot.models import card_json
from bot.watches import subjects, watchlist
from bot.watches.watchlist import Settled
from index.catalog import generations
from index.catalog.articles import arrivals, full_articles
from index.catalog.passages import passages
from index.models import Hit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.stories.accounts import Entry
    from bot.watches.watchlist import Watch
    from index.catalog.articles.arrivals import Arrivals
    from index.library import Library
    from index.models import ArticleCard

MOST_STORIES = 5
_GROUPED = 40
"""Articles that are grouped by story; of a flood the others are counted."""
_ONE_DAY = 1
"""Days between reports of one piece of news; what comes later is another piece of its story."""
_COMPARED = 400
"""Articles of which copies of what is known are taken out."""


@dataclass(frozen=True, slots=True)
class Story:
    """A story as its first article begins, and the others that tell of it."""

    card: ArticleCard
    lead: str
    also_in: tuple[ArticleCard, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object of a story in the ``watch`` command."""
        also = [card_json(card) for card in self.also_in]
        return {**card_json(self.card), "lead": self.lead, "also_in": also}


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What a watch has to tell, newest first; ``more`` counts the articles that are not shown.

    ``articles`` count as told with it, and all that came ``until`` then as looked at.
    """

    watch: Watch
    stories: tuple[Story, ...]
    more: int
    articles: tuple[str, ...]
    until: float

    @property
    def settled(self) -> Settled:
        """What is known of the watch once this is told."""
        shown = tuple(story.card.article for story in self.stories)
        return Settled(self.watch, shown, self.articles, self.until)


def compose(watch: Watch, library: Library) -> Bulletin | None:
    """What came since the watch was last looked at; ``None`` where nothing can be looked at.

    Raises:
        PressmarkError: the index cannot be searched.
    """
    with library.catalog.read() as connection:
        live = generations.live(connection)
        if live is None:
            return None
        begun, looked = watch.made_at, watch.looked_until
        came = arrivals.since(connection, live.id, begun=begun, looked=looked)
        told = watchlist.told_in(connection, watch)
    new = _untold(came, told)
    found = subjects.about(watch.words, library, new)
    near = found.articles
    if not near:
        return Bulletin(watch, (), 0, (), came.until)
    compared = near[:_COMPARED]
    copied = library.catalog.query(arrivals.copied, compared, begun=begun, told=told)
    news = [each for each in near if each not in copied]
    stories = _stories(news[:_GROUPED], library)
    shown = stories[:MOST_STORIES]
    inside = {card.article for story in shown for card in (story.card, *story.also_in)}
    more = len({*news} - inside)
    flood = new.values() if found.flood else ()
    counted = tuple(dict.fromkeys([*near, *inside, *flood]))
    return Bulletin(watch, shown, more, counted, came.until)


def _untold(came: Arrivals, told: set[str]) -> dict[str, str]:
    return {name: article for name, article in came.passages.items() if article not in told}


def _stories(articles: Sequence[str], library: Library) -> tuple[Story, ...]:
    """The stories of the articles, that with the newest first; none of one that cannot be told."""
    with library.catalog.read() as connection:
        begun = full_articles.beginnings(connection, articles)
        copies = passages.copies(connection, [each.id for each in begun])
    begun.sort(key=lambda each: each.card.published or "", reverse=True)
    hits = [
        Hit(rank, 1.0, each, also_in=copies.get(each.id, ()))
        for rank, each in enumerate(begun, start=1)
    ]
    return tuple(map(_story, coverage.by_story(hits, library, within=_ONE_DAY)))


def _story(entry: Entry) -> Story:
    lead = next((each.text for each in entry.drafts if not each.title), "")
    return Story(entry.passage.card, lead, entry.also_in)
