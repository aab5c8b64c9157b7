"""Which characters the bytes of a file stand for."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive.content.charsets import decoded, encoding_of, line_text, transcoded

RUSSIAN = "«Никто не пострадал», — сообщили в порту."
UKRAINIAN = "Північний причал зачинено через шторм"


@pytest.mark.parametrize("text", ["Порт", "Їжак і ґава", "Причал закрыт", RUSSIAN, UKRAINIAN])
@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_cyrillic_is_read(text: str, encoding: str) -> None:
    """However short, in Windows-1251 and in Unicode."""
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["koi8-u", "cp866", "iso8859-5", "utf-16-le", "utf-16-be"])
def test_older_sets_and_unmarked_utf16_are_read(encoding: str) -> None:
    """As old archives have them."""
    assert decoded("Северный причал закрыт.".encode(encoding)) == "Северный причал закрыт."


@pytest.mark.parametrize(
    "text", ["Café à la crème", "Größe, Straße", "Hôtel où l’été", "¿Qué? “señor” – mañana…"]
)
def test_western_is_read(text: str) -> None:
    """Windows-1252, of which Latin-1 is a part."""
    assert decoded(text.encode("cp1252")) == text


def test_what_the_file_says_about_itself_is_believed() -> None:
    """In XML and HTML; a sender's word goes first; ASCII alone proves nothing against it."""
    xml = b'<?xml version="1.0" encoding="windows-1251"?><a>' + "Ё".encode("cp1251")

    assert encoding_of(xml) == "cp1251"
    assert encoding_of(b'<meta charset="koi8-r">' + b"\xc1") == "koi8-r"
    assert encoding_of(b'<meta http-equiv=x content="text/html; charset=ISO-8859-1">') == "cp1252"
    assert encoding_of(b"<p>only ASCII so far", declared="windows-1251") == "cp1251"


@pytest.mark.parametrize(
    "claim", ["utf-16", "nonsense", "hex", "idna", "unicode_escape", "\x00", "", None]
)
def test_a_claim_that_cannot_be_true_is_not_believed(claim: str | None) -> None:
    """Unknown names, codecs that are no character sets, and sets that ASCII is not part of."""
    assert encoding_of(b"<p>text", declared=claim) == "utf-8"


def test_utf8_is_stronger_than_a_claim() -> None:
    """Text that is valid UTF-8 by chance does not exist."""
    assert decoded("Ё".encode(), declared="windows-1251") == "Ё"
    assert decoded("Чайки и пирс".encode() + b"\xff") == "Чайки и пирс\ufffd"


def test_chinese_is_left_to_the_detector() -> None:
    """Neither Cyrillic nor Western."""
    text = "中国新闻今天发生了一件大事情，很多人都在谈论这个消息。"

    assert decoded(text.encode("gb18030")) == text


@given(
    st.binary(max_size=300),
    st.sampled_from(["utf-8", "cp1251", "utf-16-le", "utf-32-be", "cp1252"]),
)
def test_nothing_raises(data: bytes, encoding: str) -> None:
    """Every sequence of bytes is some text, and a stream of it is UTF-8."""
    decoded(data)
    line_text(data, encoding=encoding)

    transcoded(io.BytesIO(data), encoding).read().decode("utf-8")


@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_a_stream_is_turned_into_utf8(text: str, encoding: str) -> None:
    """Without its mark, in pieces of any size."""
    whole = transcoded(io.BytesIO(text.encode(encoding)), encoding)

    assert b"".join(iter(lambda: whole.read(7), b"")).decode() == text.removeprefix("\ufeff")
