"""Answers to callback queries and inline queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.telegram import content
from tests.fakes.telegram.entities import START_PARAMETER
from tests.fakes.telegram.errors import QUERY_TOO_OLD, bad
from tests.fakes.telegram.text import units

if TYPE_CHECKING:
    from tests.fakes.telegram.models import Json
    from tests.fakes.telegram.world import Query

    from .context import Context, Handler

LONGEST_TOAST, MOST_RESULTS, LONGEST_ID = 200, 50, 64


def answer_callback_query(context: Context) -> bool:
    """Ends the spinner on a button, once and in time."""
    query = _open_query(context, "callback_query_id")
    if units(context.get("text") or "") > LONGEST_TOAST:
        raise bad("MESSAGE_TOO_LONG")
    url = context.get("url")
    if url and not content.own_deep_link(url, context.bot.username or ""):
        raise bad("URL_INVALID")
    _close(context, query)
    return True


def answer_inline_query(context: Context) -> bool:
    """Gives the results of an inline query."""
    query = _open_query(context, "inline_query_id")
    results = context.params["results"]
    ids = [result["id"] for result in results]
    if len(ids) > MOST_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    if any(not 1 <= len(name.encode()) <= LONGEST_ID for name in ids):
        raise bad("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    for result in results:
        _check_result(context, result)
    start = (context.get("button") or {}).get("start_parameter")
    if start is not None and not START_PARAMETER.fullmatch(start):
        raise bad("START_PARAM_INVALID")
    _close(context, query)
    return True


def _check_result(context: Context, result: Json) -> None:
    message = result.get("input_message_content") or {}
    if "message_text" in message:
        checked = content.message_text(message | {"text": message["message_text"]})
        context.complain(checked.complaints)
    context.complain(content.keyboard(result.get("reply_markup"))[1])


def _open_query(context: Context, name: str) -> Query:
    """The query that still waits for its answer."""
    query = context.world.queries.get(context.params[name])
    late = query and context.world.now() - query.at > context.world.callback_deadline
    if query is None or late or query.answer is not None:
        raise bad(QUERY_TOO_OLD)
    return query


def _close(context: Context, query: Query) -> None:
    with context.world.changed:
        query.answer = context.params
        context.world.changed.notify_all()


HANDLERS: dict[str, Handler] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
