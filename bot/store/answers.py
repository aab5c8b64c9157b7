"""Answers and citations in the catalog: what was said stays able to be looked up."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from bot.store import schema as tables
from index.articles.notices import dating
from index.catalog import schema
from index.catalog.articles import versions
from index.catalog.passages.passages import card, card_columns, copies
from index.catalog.upserts import insert_new
from index.digests import citation_id, folded
from index.errors import NotFoundError
from index.models import ArticleCard, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

    from index.articles.notices import Remark

_ENDED = "ended:"
"""How the names of conversations begin that are over."""
_SHOWN_OF_CARD = ("title", "source", "published", "precision", "url", "author")


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """What stands behind a citation: of a withdrawn article ids and title, but no text.

    ``remarks`` are what the newest version of the article says about itself, ``also_in`` the other
    live articles that carry the passage. With ``title`` the quote is the headline of the version
    that was cited, in which it counts; then ``opening`` is how the article begins, and ``also_in``
    are those of the same headline.
    """

    id: str
    quote: Span
    passage: str
    span: Span
    text: str
    card: ArticleCard
    superseded: bool
    withdrawn: bool
    remarks: tuple[Remark, ...] = ()
    also_in: tuple[ArticleCard, ...] = ()
    title: bool = False
    opening: str = ""

    @property
    def verbatim(self) -> str:
        """The quoted words."""
        if self.title:
            return self.quote.of(self.card.title)
        return Span(self.quote.start - self.span.start, self.quote.end - self.span.start).of(
            self.text
        )

    @property
    def said(self) -> list[Remark]:
        """What is to be known besides: the remarks, and where the date is from."""
        return [*self.remarks, *dating(self.card.dated_by)]

    def as_json(self) -> dict[str, Any]:
        """The object of the ``cite`` command."""
        shown = not self.withdrawn
        return {
            "id": self.id,
            "quote": self.verbatim if shown else None,
            "in": "title" if self.title else "text",
            "start": self.quote.start,
            "end": self.quote.end,
            "passage": {
                "id": self.passage,
                "text": self.text if shown else None,
                "start": self.span.start,
                "end": self.span.end,
            },
            "article": {
                "id": self.card.article,
                **{name: getattr(self.card, name) for name in _SHOWN_OF_CARD},
            },
            "superseded": self.superseded,
            "withdrawn": self.withdrawn,
        }


def store_citations(connection: Connection, citations: Sequence[tuple[str, str, Span]]) -> None:
    """Keep citations: id, passage id, and span in the text of the passage's version.

    One of its headline has the same, the span in the headline. Its id says that it is one
    (`index.digests.citation_id`), so that the table is as it was, and homes of before are read.
    """
    rows = [
        {"id": each, "passage": passage, "start": span.start, "end": span.end}
        for each, passage, span in citations
    ]
    insert_new(connection, tables.citations, rows)


def store_answer(
    connection: Connection,
    *,
    answer: str,
    conversation: str | None,
    question: str,
    content: dict[str, Any],
) -> None:
    """Keep an answer under its random id."""
    connection.execute(
        insert(tables.answers).values(
            id=answer,
            conversation=conversation,
            question=question,
            content=content,
            created_at=time.time(),
        )
    )


def find_answer(connection: Connection, answer: str) -> dict[str, Any]:
    """The content of an answer, its ``conversation``, and the one of its ``owner``, if it ended.

    Raises:
        NotFoundError: there is no answer with this id.
    """
    table = tables.answers
    row = connection.execute(select(table).where(table.c.id == answer)).first()
    if row is None:
        raise NotFoundError(f"{answer}: there is no such answer.")
    owner = row.conversation and row.conversation.removeprefix(_ENDED)
    goes_on = row.conversation if row.conversation == owner else None
    return {**row.content, "conversation": goes_on, "owner": owner}


def discard_answer(connection: Connection, answer: str) -> None:
    """Forget the answer with this id; its citations can still be looked up."""
    connection.execute(tables.answers.delete().where(tables.answers.c.id == answer))


def cited(connection: Connection, citation: str, *, around: int = 0) -> CitedPassage:
    """What stands behind the citation with this id.

    ``around``: so many characters of the article are shown on either side of the passage, or of
    the opening.

    Raises:
        NotFoundError: there is none.
    """
    row = _cited_row(connection, citation)
    if row is None:
        raise NotFoundError(
            f"{citation}: there is no such citation; the ids stand in the citations of an answer."
        )
    span = _widened(Span(row.start, row.end), row.text, around)
    newest = versions.load(connection, [row.newest])
    title = citation in {
        citation_id(each, row.quote_start, row.quote_end, title=True)
        for each in (row.version, row.passage)
    }
    also_in = copies(connection, [row.passage]).get(row.passage, ())
    return CitedPassage(
        id=citation,
        quote=Span(row.quote_start, row.quote_end),
        passage=row.passage,
        span=span,
        text=span.of(row.text),
        card=card(row),
        superseded=row.newest != row.version,
        withdrawn=row.state == "withdrawn",
        remarks=tuple(remark for version in newest.values() for remark in version.remarks()),
        also_in=tuple(each for each in also_in if not title or _is_titled(each, row.title)),
        title=title,
        opening=_opening(connection, row, around) if title else "",
    )


def _is_titled(card: ArticleCard, title: str) -> bool:
    """Whether an article has this headline: copies of a passage may have others."""
    return folded(card.title) == folded(title)


def _opening(connection: Connection, row: Row[Any], around: int) -> str:
    """The first passage of a cited version, with what stands around it."""
    table = schema.passages
    first = connection.execute(
        select(table.c.start, table.c.end)
        .where(table.c.version == row.version)
        .order_by(table.c.current.desc(), table.c.start, table.c.end)
        .limit(1)
    ).one()
    return _widened(Span(first.start, first.end), row.text, around).of(row.text)


def _widened(span: Span, text: str, by: int) -> Span:
    """``span`` with up to ``by`` characters on either side, from and to the border of a word."""
    if by <= 0:
        return span
    start, end = max(span.start - by, 0), min(span.end + by, len(text))
    while 0 < start < span.start and not text[start - 1].isspace():
        start += 1
    while span.end < end < len(text) and not text[end].isspace():
        end -= 1
    return Span(start, end)


def _cited_row(connection: Connection, citation: str) -> Row[Any] | None:
    """The citation with its passage, version and article, and the columns of a card."""
    passages, table, articles = schema.passages, schema.versions, schema.articles
    return connection.execute(
        select(
            tables.citations.c.start.label("quote_start"),
            tables.citations.c.end.label("quote_end"),
            passages.c.id.label("passage"),
            passages.c.start,
            passages.c.end,
            table.c.id.label("version"),
            table.c.text,
            articles.c.version.label("newest"),
            articles.c.state,
            *card_columns(),
        )
        .select_from(tables.citations)
        .join(passages, passages.c.id == tables.citations.c.passage)
        .join(table, table.c.id == passages.c.version)
        .join(articles, articles.c.id == table.c.article)
        .where(tables.citations.c.id == citation)
    ).first()


def recent_turns(
    connection: Connection, conversation: str, *, limit: int, before: str | None = None
) -> list[tuple[str, str]]:
    """The last stand-alone questions of a conversation, oldest first, ``before`` an answer.

    Each comes with the first claim of its answer, empty where it has none.
    """
    table = tables.answers
    chosen = select(table.c.content).where(table.c.conversation == conversation)
    if before is not None:
        moment = select(table.c.created_at).where(table.c.id == before).scalar_subquery()
        chosen = chosen.where(table.c.created_at < moment)
    rows = connection.execute(chosen.order_by(table.c.created_at.desc()).limit(limit))
    return [_turn(row.content) for row in rows][::-1]


def _turn(content: dict[str, Any]) -> tuple[str, str]:
    claims = content.get("claims") or [{"text": ""}]
    return str(content["understood"]["question"]), str(claims[0]["text"])


def turn_of(connection: Connection, answer: str) -> tuple[str, str]:
    """Question and first claim of one answer.

    Raises:
        NotFoundError: there is no answer with this id.
    """
    return _turn(find_answer(connection, answer))


def forget_conversation(connection: Connection, conversation: str) -> None:
    """End a conversation; its answers can still be looked up, and still are whose they were."""
    table = tables.answers
    connection.execute(
        table.update()
        .where(table.c.conversation == conversation)
        .values(conversation=ended(conversation))
    )


def ended(conversation: str) -> str:
    """The name of a conversation with which no question goes on."""
    return _ENDED + conversation
