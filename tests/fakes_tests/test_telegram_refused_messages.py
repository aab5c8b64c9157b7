"""Every rule on messages refuses in Telegram's words, and is noted as a violation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram, User

    from .conftest import Client

from .messages import Params, button, entity, html, keyed, markdown

PARSE = "Bad Request: can't parse entities: "


ENTITY = "Bad Request: can't parse MessageEntity: "


LONG = "x" * 4097


LONG_URL = "https://a.b/" + "c" * 2048


ADDRESSES = [
    ("http://cms/a", "Wrong HTTP URL"),
    ("http://localhost:8080/", "Wrong HTTP URL"),
    ("cms", "Wrong HTTP URL"),
    ("http://a.b:0/", "Wrong port number specified in the URL"),
    ("http://a.b:65536/", "Wrong port number specified in the URL"),
    ("tel:+3712", "Wrong port number specified in the URL"),
    ("http://user@/", "URL host is empty"),
    ("http://./", "Host is invalid"),
    ("http://a b.c/", "Disallowed character in URL host"),
    ("http://a%2x.b/", "Wrong percent-encoded symbol in URL host"),
    ("http://[a]/", "Wrong IPv6 address specified in the URL"),
]


MANY = [button(callback_data="d")] * 8


TEXTS: list[tuple[Params, str]] = [
    ({"text": " \n"}, "Bad Request: message text is empty"),
    ({}, "Bad Request: message text is empty"),
    ({"text": LONG}, "Bad Request: message is too long"),
    ({"text": "👋" * 2049}, "Bad Request: message is too long"),
    ({"text": "x", "tetx": 1}, 'Bad Request: unknown parameter "tetx"'),
    ({"text": ["x"]}, 'Bad Request: can\'t parse parameter "text": Input should be a valid string'),
    (
        {"text": "x", "link_preview_options": {"disabled": True}},
        'Bad Request: unknown parameter "link_preview_options.disabled"',
    ),
    ({"text": "x", "message_thread_id": 1}, "Bad Request: message thread not found"),
    ({"text": "x", "message_thread_id": 77}, "Bad Request: message thread not found"),
    (
        {"text": "x", "reply_parameters": {"message_id": 999}},
        "Bad Request: message to be replied not found",
    ),
    (entity("shiny", 0, 2), ENTITY + "Unsupported type specified"),
    (entity("text_link", 0, 2), ENTITY + 'Can\'t find field "url"'),
    (
        entity("text_link", 0, 2, url="ftp://a.b"),
        "Bad Request: entity URL 'ftp://a.b' is invalid: Unsupported URL protocol",
    ),
    *(
        (
            entity("text_link", 0, 2, url=url),
            f"Bad Request: entity URL '{url}' is invalid: {why}",
        )
        for url, why in ADDRESSES
    ),
    (entity("text_link", 0, 2, url=LONG_URL), "Bad Request: ENTITY_TEXTURL_INVALID"),
    (entity("bold", -1, 2), "Bad Request: receive an entity with incorrect offset -1"),
    (entity("bold", 0, -2), "Bad Request: receive an entity with incorrect length -2"),
    (
        entity("bold", 10, 1),
        "Bad Request: entity begins after the end of the text at UTF-16 offset 10",
    ),
    (
        entity("bold", 0, 10),
        (
            "Bad Request: entity beginning at UTF-16 offset 0 ends "
            "after the end of the text at UTF-16 offset 10"
        ),
    ),
    (
        entity("bold", 4, 1),
        "Bad Request: entity begins in a middle of a UTF-16 symbol at byte offset 7",
    ),
    (
        entity("bold", 0, 4),
        (
            "Bad Request: entity beginning at UTF-16 offset 0 ends "
            "in a middle of a UTF-16 symbol at byte offset 7"
        ),
    ),
    ({"text": "half \ud83d"}, "Bad Request: strings must be encoded in UTF-8"),
    (html("<b>x"), PARSE + 'Can\'t find end tag corresponding to start tag "b"'),
    (html("<h1>x</h1>"), PARSE + 'Unsupported start tag "h1" at byte offset 0'),
    (html("1 < 2"), PARSE + "Unclosed start tag at byte offset 2"),
    (html("x</b>"), PARSE + "Unexpected end tag at byte offset 1"),
    (
        html("é<b><i>x</b>"),
        PARSE + 'Unmatched end tag at byte offset 9, expected "</i>", found "</b>"',
    ),
    (
        markdown("1.5"),
        PARSE + "Character '.' is reserved and must be escaped with the preceding '\\'",
    ),
    (markdown("é*x"), PARSE + "Can't find end of Bold entity at byte offset 2"),
    (markdown("`x"), PARSE + "Can't find end of Code entity at byte offset 0"),
    (html(" <b> </b> "), "Bad Request: message text is empty"),
    ({"text": "x", "parse_mode": "XML"}, "Bad Request: unsupported parse_mode"),
    (keyed(button()), "Bad Request: text buttons are unallowed in the inline keyboard"),
    (keyed(button(callback_data="")), "Bad Request: BUTTON_DATA_INVALID"),
    (keyed(button(callback_data="ж" * 33)), "Bad Request: BUTTON_DATA_INVALID"),
    (
        keyed(button(callback_data="a", url="https://a.b")),
        (
            "Bad Request: inline keyboard button must have exactly one action, "
            "not url and callback_data"
        ),
    ),
    (
        keyed(button(url="ftp://a")),
        "Bad Request: inline keyboard button URL 'ftp://a' is invalid: Unsupported URL protocol",
    ),
    (
        keyed(button(url="https://")),
        "Bad Request: inline keyboard button URL 'https://' is invalid: URL host is empty",
    ),
    (
        keyed(button(url="http://cms/a")),
        "Bad Request: inline keyboard button URL 'http://cms/a' is invalid: Wrong HTTP URL",
    ),
    (keyed(button(url=LONG_URL)), "Bad Request: BUTTON_URL_INVALID"),
    (
        keyed(button(url="http://a.b:99999")),
        (
            "Bad Request: inline keyboard button URL 'http://a.b:99999' is invalid: "
            "Wrong port number specified in the URL"
        ),
    ),
    (keyed(button(copy_text={"text": "x" * 257})), "Bad Request: BUTTON_COPY_TEXT_INVALID"),
    (keyed(button(callback_data="a", style="pink")), "Bad Request: BUTTON_STYLE_INVALID"),
    (
        keyed(button(callback_data="a", colour="red")),
        'Bad Request: unknown parameter "reply_markup.inline_keyboard.colour"',
    ),
    (keyed(*MANY, MANY[0]), "Bad Request: REPLY_MARKUP_TOO_LONG"),
    (
        {"text": "x", "reply_markup": {"inline_keyboard": [MANY] * 13}},
        "Bad Request: REPLY_MARKUP_TOO_LONG",
    ),
]


@pytest.mark.parametrize(("params", "description"), TEXTS)
def test_message_is_refused(
    tg: FakeTelegram, ann: User, bot: Client, params: Params, description: str
) -> None:
    """Each rule on messages has its own sentence and leaves no message behind."""
    tg.allow("refused")

    assert bot.refused("sendMessage", chat_id=ann.id, **params) == description
    assert description in str(tg.world.violations[0])
    assert ann.bot_messages == []
