"""Updates as a poll brings them: cut apart, and read one by one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.telegram.updates.arrivals import Arrival, Aside, chat_of, read, results

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
MESSAGE = {
    "message_id": 3,
    "date": 1_700_000_000,
    "chat": {"id": 7, "type": "private"},
    "from": {"id": 7, "first_name": "Ann", "is_bot": False},
    "text": "hi",
}
DEEP = 500_000
LONG = "who was hurt? " * 70_000
UNREADABLE = {
    "a message that is a number": '{"update_id": 5, "message": 7}',
    "a date in words": json.dumps({"update_id": 5, "message": MESSAGE | {"date": "today"}}),
    "a date that no calendar has": json.dumps(
        {"update_id": 5, "message": MESSAGE | {"date": 1e300}}
    ),
    "an id in words": json.dumps({"update_id": 5, "message": MESSAGE | {"message_id": "x"}}),
    "an id that is a list": json.dumps({"update_id": 5, "message": MESSAGE | {"message_id": [1]}}),
    "a chat without an id": json.dumps({"update_id": 5, "message": MESSAGE | {"chat": {}}}),
    "a number with too many digits": f'{{"update_id": 5, "message": {"9" * 5000}}}',
    "a text that nobody can send": json.dumps(
        {"update_id": 5, "message": MESSAGE | {"text": LONG}}
    ),
    "a reply to such a text": json.dumps(
        {"update_id": 5, "message": MESSAGE | {"reply_to_message": MESSAGE | {"text": LONG}}}
    ),
    "a group that moves to a word": json.dumps(
        {"update_id": 5, "message": MESSAGE | {"migrate_to_chat_id": "x"}}
    ),
    "an id of 71 bits": json.dumps({"update_id": 5, "message": MESSAGE | {"message_id": 2**70}}),
    "half a character": json.dumps({"update_id": 5, "message": MESSAGE | {"text": "\ud800"}}),
    "a text that is a number": json.dumps({"update_id": 5, "message": MESSAGE | {"text": 5}}),
    "an endless search": json.dumps(
        {
            "update_id": 5,
            "inline_query": {"id": "1", "from": MESSAGE["from"], "query": LONG, "offset": ""},
        }
    ),
    "arrays in arrays": f'{{"update_id": 5, "message": {"[" * DEEP}{"]" * DEEP}}}',
    "objects in objects": '{"x": ' + '{"a":' * 9999 + "1" + "}" * 9999 + ', "update_id": 5}',
}
"""All of them have the id 5."""
WITHOUT_ID = [
    '{"message": 7}',
    '{"update_id": "5"}',
    '{"update_id": 5.0}',
    '{"update_id": true}',
    '{"update_id": 0}',
    '{"update_id": -5}',
    f'{{"update_id": {2**63}}}',
    f'{{"update_id": {"9" * 5000}}}',
    "[]",
    "7",
    '"update_id"',
]


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE)
def test_update_that_cannot_be_read_keeps_its_id_and_its_text(raw: str) -> None:
    """So it can be confirmed, and looked into."""
    found = read(raw, None)

    assert isinstance(found, Aside)
    assert (found.number, found.raw) == (5, raw)
    assert len(found.reason) <= 200


@pytest.mark.parametrize("raw", WITHOUT_ID)
def test_update_without_a_usable_id_has_a_number_of_its_own(raw: str) -> None:
    """Below zero, and the same each time."""
    found = read(raw, None)

    assert isinstance(found, Aside)
    assert found.number < 0
    assert read(raw, None) == found
    assert read(f"{raw} ", None) != found


def test_pinned_message_that_nobody_can_see_is_read() -> None:
    """Telegram writes date 0 for it (Bot API, InaccessibleMessage); it is kept as it came."""
    pinned = {"chat": MESSAGE["chat"], "message_id": 2, "date": 0}
    content = {"update_id": 5, "message": MESSAGE | {"pinned_message": pinned}}
    found = read(json.dumps(content), None)

    assert isinstance(found, Arrival)
    assert found.content == content
    assert found.update.message is not None
    assert found.update.message.pinned_message is not None


@given(st.lists(ANY_JSON, max_size=5), st.booleans())
@example([{"a": '"},{"'}, "\\", ['\\"', "[{"]], True)
@example([], False)
def test_results_are_cut_where_one_ends_and_the_next_begins(
    values: list[Any],
    ascii_only: bool,  # noqa: FBT001 - drawn by the test
) -> None:
    """Whatever stands in their strings."""
    body = {"result": values, "ok": True}
    payload = json.dumps(body, ensure_ascii=ascii_only, indent=1).encode("utf-8", "replace")

    assert json.dumps([json.loads(raw) for raw in results(payload)]) == json.dumps(
        json.loads(payload)["result"]
    )


@pytest.mark.parametrize(
    "payload",
    [b"", b"null", b'{"ok": false}', b'{"result": true}', b'{"result": [{}', b"<html>", b"{}}"],
)
def test_response_without_results_is_refused(payload: bytes) -> None:
    """A poll that brought nothing readable at all has failed."""
    with pytest.raises(ValueError, match=r"\w"):
        results(payload)


@given(
    st.dictionaries(
        st.sampled_from(["message", "edited_message", "callback_query", "inline_query", "x"]),
        ANY_JSON
        | st.fixed_dictionaries({}, optional=dict.fromkeys(MESSAGE, ANY_JSON)).map(
            lambda odd: MESSAGE | odd
        ),
    )
)
def test_any_object_is_read_or_set_aside(content: dict[str, Any]) -> None:
    """Nothing is raised, and the id is known either way."""
    found = read(json.dumps({"update_id": 5} | content), None)

    assert found.number == 5


@pytest.mark.parametrize(
    ("content", "chat"),
    [
        ({"message": {"chat": {"id": -5}, "from": {"id": 7}}}, -5),
        ({"callback_query": {"from": {"id": 7}, "message": {"chat": {"id": -5}}}}, -5),
        ({"callback_query": {"from": {"id": 7}, "inline_message_id": "x"}}, 7),
        ({"inline_query": {"from": {"id": 7}}}, 7),
        ({"message": {"chat": {"id": "7"}}, "poll": 5}, 0),
        ({}, 0),
    ],
)
def test_each_update_is_of_a_chat_or_a_person(content: dict[str, Any], chat: int) -> None:
    """By that bots share them."""
    assert chat_of({"update_id": 1, **content}) == chat
