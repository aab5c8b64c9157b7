"""Text with entities: offsets count UTF-16 code units."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.telegram.delivery.formatted_text import Rich, join, shorten, units, usable_url
from tests.index.text.test_characters import EMOJI

_pieces = st.lists(st.tuples(st.text(), st.booleans()), max_size=8)


def covered(rich: Rich, entity: MessageEntity) -> str:
    """The text under an entity, as Telegram would cut it."""
    raw = rich.text.encode("utf-16-le", "surrogatepass")
    part = raw[2 * entity.offset : 2 * (entity.offset + entity.length)]
    return part.decode("utf-16-le", "surrogatepass")


@given(_pieces)
def test_every_entity_covers_exactly_what_was_added_with_it(
    pieces: list[tuple[str, bool]],
) -> None:
    """Emoji and other characters of two units shift nothing."""
    rich = Rich()
    for text, bold in pieces:
        rich.add(text, *([MessageEntity.BOLD] if bold else []))

    wanted = [text for text, bold in pieces if bold and text]
    assert [covered(rich, entity) for entity in rich.entities] == wanted
    assert rich.length == units(rich.text)


@given(st.text(max_size=60), st.integers(min_value=1, max_value=40))
def test_shortened_line_is_never_longer_and_never_half_a_character(text: str, most: int) -> None:
    """The ellipsis counts; surrogate pairs stay whole."""
    line = shorten(text, most)

    assert units(line) <= most
    assert "\n" not in line
    line.rstrip("…").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


@given(st.lists(st.sampled_from(EMOJI), max_size=8), st.integers(min_value=1, max_value=60))
def test_shortened_line_has_whole_emoji(emoji: list[str], most: int) -> None:
    """A family is not halved, nor a flag."""
    parts = [part for each in emoji for part in (each, "x")]
    line = shorten("".join(parts), most)

    begun = ["".join(parts[:n]) for n in range(len(parts) + 1)]
    assert line.removesuffix("…") in begun or units(parts[0]) > most - 1


def test_outer_formatting_spans_everything_inside() -> None:
    """A quotation may hold formatted text."""
    rich = Rich().add("😀 ")
    with rich.within(MessageEntity.BLOCKQUOTE):
        rich.add("a").add("b", MessageEntity.BOLD, MessageEntity.UNDERLINE)

    assert [(e.type, e.offset, e.length) for e in rich.entities] == [
        ("bold", 4, 1),
        ("underline", 4, 1),
        ("blockquote", 3, 2),
    ]


def test_joined_texts_keep_their_formatting() -> None:
    """Offsets move by what stands before."""
    whole = join([Rich().add("😀"), Rich().add("x", url="https://x.example")], ", ")

    assert whole.text == "😀, x"
    assert [(e.type, e.offset, e.length, e.url) for e in whole.entities] == [
        ("text_link", 4, 1, "https://x.example")
    ]


def test_only_urls_that_telegram_takes_become_links() -> None:
    """One bad URL would lose the whole message."""
    good = [
        "https://a.example/b?c#d",
        "http://a.example",
        "HTTP://A.example",
        "https://газета.example/новость",
        "http://10.0.0.5:8080/a",
        "http://[fd00::1]:80/a",
        "https://a:b@c.example:065535?d",
        "https://a.example/" + "b" * 2030,
    ]
    bad = [
        None,
        "",
        "ftp://a.example",
        "a.example",
        "https://",
        "https://a b.example",
        "http://[",
        "http://[fd00::1::2]/a",
        "http://cms/a",
        "http://cms./a",
        "http://localhost:8080/a.html",
        "http://.",
        "http://a.example:0/",
        "http://a.example:65536/",
        "http://a.example:port/",
        "http://a.example:/",
        "http://a%2.example/",
        "http://a|b.example/",
        "https://a.example/" + "b" * 2031,
        "https://a.example/" + "б" * 1016,
        "javascript:alert(1)",
    ]

    assert [usable_url(url) for url in good] == good
    assert [usable_url(url) for url in bad] == [None] * len(bad)
