"""What is kept of an answer, so that its citations and buttons can be looked up, and it again."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot import texts
from bot.answer.conversation import requests
from bot.models import Answer, Citation, Claim, Note, Short, Tally, Understood
from bot.store import answers, chats
from index.catalog.articles import withdrawal
from index.models import ArticleCard, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from index.catalog.engine import Catalog

_ID_ALPHABET = string.ascii_letters + string.digits
_ID_LENGTH = 16
"""62^16 ids: not to be guessed, and short enough for a button's 64 bytes."""


def random_id() -> str:
    """An id for a new answer."""
    return "".join(secrets.choice(_ID_ALPHABET) for _ in range(_ID_LENGTH))


def keep(catalog: Catalog, answer: Answer, *, conversation: str | None = None) -> None:
    """Keep an answer with its citations; one that was kept under its id before is replaced."""
    with catalog.write() as connection:
        answers.store_citations(
            connection, [(each.id, each.passage, each.span) for each in answer.citations]
        )
        answers.discard_answer(connection, answer.id)
        answers.store_answer(
            connection,
            answer=answer.id,
            conversation=conversation,
            question=answer.question,
            content=requests.content_of(answer),
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given, with when it was asked, and in which language and conversation.

    Of what was withdrawn since it has no word: the claim says so instead, and nothing is quoted;
    a refusal does not name it.
    """

    answer: Answer
    asked: datetime
    language: str | None = None
    owner: str | None = None
    withdrawn: frozenset[int] = frozenset()

    @property
    def says_something(self) -> bool:
        """Whether a claim is left that can be shown."""
        return any(self.withdrawn.isdisjoint(claim.citations) for claim in self.answer.claims)


def find(catalog: Catalog, name: str) -> Kept:
    """The answer with this id.

    Raises:
        NotFoundError: there is none.
    """
    content = catalog.query(answers.find_answer, name)
    return _kept(name, content, datetime.now(UTC), catalog.query(withdrawal.withdrawn))


def of_chat(catalog: Catalog, chat: int, thread: int | None, *, most: int) -> list[Kept]:
    """The last answers of a chat, or of its topic, whose conversations go on; oldest first."""
    rows = catalog.query(chats.answered, chat, thread, most=most)
    gone = catalog.query(withdrawal.withdrawn)
    return [
        _kept(row.id, row.content, datetime.fromtimestamp(row.created_at, UTC), gone)
        for row in rows
    ]


def _kept(name: str, content: dict[str, Any], at: datetime, gone: Collection[str]) -> Kept:
    """``at`` is when it was asked where nothing was kept of that; ``gone`` are articles."""
    lost = frozenset(each["n"] for each in content["citations"] if each["article"] in gone)
    nearest = [each for each in content["nearest"] if each["article"] not in gone]
    asked = content.get("asked", {})
    return Kept(
        _answer(name, {**content, "nearest": nearest}, lost),
        datetime.fromisoformat(asked["at"]) if asked.get("at") else at,
        asked.get("language"),
        content.get("owner"),
        lost,
    )


OF_OTHERS = frozenset({"correction", "dispute"})
"""Kinds of notes on a claim that name an article beside it."""


def _answer(name: str, content: dict[str, Any], lost: Collection[int]) -> Answer:
    understood, asked = content["understood"], content.get("asked", {})
    claims = [_claim(each, lost) for each in content["claims"]]
    whole = {number for number, claim in enumerate(claims) if not set(claim.citations) & set(lost)}
    said = content.get("short")
    return Answer(
        question=content["question"],
        understood=Understood(
            understood["question"],
            understood["after"],
            understood["before"],
            tuple(understood["sources"]),
        ),
        model=content["model"],
        score=content["score"],
        claims=tuple(claims),
        citations=tuple(_citation(each, lost) for each in content["citations"]),
        tally=Tally(**content["guard"]),
        nearest=tuple(_card(each) for each in content["nearest"]),
        notes=tuple(_notes(content["notes"], asked.get("notes", ()), whole, lost)),
        id=name,
        short=Short(said["text"], said["claim"]) if said and said["claim"] in whole else None,
    )


def _claim(kept: dict[str, Any], lost: Collection[int]) -> Claim:
    cited = tuple(kept["citations"])
    gone = not set(cited).isdisjoint(lost)
    return Claim(texts.say("withdrawn") if gone else kept["text"], cited)


def _citation(kept: dict[str, Any], lost: Collection[int]) -> Citation:
    return Citation(
        kept["n"],
        kept["id"],
        kept["passage"],
        "",
        Span(kept["start"], kept["end"]),
        "" if kept["n"] in lost else kept["quote"],
        _card(kept),
        title=kept.get("in") == "title",
    )


def _card(kept: dict[str, Any]) -> ArticleCard:
    return ArticleCard(
        article=kept["article"],
        title=kept["title"],
        source=kept["source"],
        published=kept["published"],
        precision=kept.get("precision"),
        url=kept["url"],
    )


def _notes(
    kept: Sequence[dict[str, Any]],
    told: Sequence[str],
    shown: Collection[int],
    lost: Collection[int],
) -> Iterator[Note]:
    """The notes as they were told, else in English; none that may speak of what was withdrawn."""
    said = told if len(told) == len(kept) else [each["text"] for each in kept]
    for each, text in zip(kept, said, strict=True):
        spoken = each["claim"] in shown or (each["claim"] is None and not lost)
        if spoken and not (lost and each["kind"] in OF_OTHERS):
            yield Note(each["kind"], text, each["claim"])
