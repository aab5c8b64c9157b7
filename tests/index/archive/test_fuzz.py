"""Whatever the bytes: records come out, soon, and nothing else."""

from __future__ import annotations

import gzip
import io
import random
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.archive.readers import FORMATS as READERS
from index.errors import ArchiveError
from index.models import Record
from tests.index.archive.support import FORMATS, blob, records

SAMPLES = sorted(FORMATS.iterdir())
ROUNDS = 25
MOST_SECONDS = 10.0
STARTS = [
    b"",
    b"{",
    b'[{"',
    b"<?xml version='1.0'?><rss>",
    b"<nitf>",
    b"<newsItem>",
    b"<html>",
    b"<feed>",
    b"title,body\n",
    b"WARC/1.0\r\n",
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"BZh9",
    b"\xfd7zXZ\x00",
    b"---\n",
    b"\xff\xfe",
    b"From: a <a@b.example>\nSubject: x\nDate: y\n\n",
    b"From a Tue\nFrom: a <a@b.example>\nSubject: x\nDate: y\n\n",
    b"{\\rtf1\\ansi ",
    b"1 of 2 DOCUMENTS\n\n",
    b'{"type": "public_channel", "messages": [',
    b"filedesc://x 0.0.0.0 20240305101500 text/plain 9\n",
]


def check(found: list[Record], began: float) -> None:
    """Each is an article or a reason, and all can be stored."""
    assert time.process_time() - began < MOST_SECONDS
    for record in found:
        assert isinstance(record, Record)
        told = record.article or record.reason or record.remarks
        assert told
        assert record.article is None or record.reason is None
        record.where.encode()
        (record.reason or "").encode()
        if record.article:
            assert record.article.text.strip()
            assert record.article.title
            record.article.text.encode()


def mutated(data: bytes, chance: random.Random) -> bytes:
    """``data`` with a few bytes changed, pieces taken out, doubled or moved."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(changed) + 1)
        end = min(len(changed), place + chance.choice((1, 1, 4, 30, 300)))
        piece = bytes(changed[place:end])
        match chance.randrange(6):
            case 0:
                changed[place:end] = chance.randbytes(len(piece))
            case 1:
                del changed[place:end]
            case 2:
                changed[place:place] = piece * chance.choice((1, 3, 50))
            case 3:
                del changed[place:]
            case 4:
                changed[place:end] = bytes(len(piece))
            case _:
                changed[place:place] = chance.choice(STARTS)
    return bytes(changed)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_damaged_file_gives_records_and_nothing_else(path: object) -> None:
    """Every sample, damaged in many ways, alone and inside a ZIP file."""
    name = getattr(path, "name", "")
    data = (FORMATS / name).read_bytes()
    chance = random.Random(name)  # noqa: S311 - repeatable
    for _ in range(ROUNDS):
        began = time.process_time()
        check(records(mutated(data, chance), name), began)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_damaged_file_inside_is_unpacked_as_well(path: object) -> None:
    """The content of a gzip file is what gets damaged, not its checksum."""
    name = getattr(path, "name", "")
    data = (FORMATS / name).read_bytes()
    inner = gzip.decompress(data) if name.endswith(".gz") else data
    chance = random.Random(name)  # noqa: S311 - repeatable
    for _ in range(ROUNDS // 3):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(name, mutated(inner, chance))
        began = time.process_time()
        check(records(buffer.getvalue(), name), began)


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_reader_that_gets_the_wrong_format_says_so(kind: str, path: object) -> None:
    """Records, or the one error that a reader may raise."""
    data = (FORMATS / getattr(path, "name", "")).read_bytes()
    found: list[Record] = []
    try:
        found.extend(READERS[kind].read(blob(data)))
    except ArchiveError as exc:
        assert str(exc)  # noqa: PT017
    check(found, time.process_time())


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(STARTS), st.binary(max_size=400))
def test_any_bytes_give_records_and_nothing_else(start: bytes, rest: bytes) -> None:
    """With the marks of every format in front."""
    began = time.process_time()

    check(records(start + rest), began)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    (
                        "title",
                        "body",
                        "uri",
                        "items",
                        "bodies",
                        "headlines",
                        "value",
                        "role",
                        "version",
                        "date",
                        "source",
                        "author",
                        "type",
                        "infosources",
                        "body_html",
                        "contentType",
                        "articles",
                        "versionCreated",
                        "language",
                        "subject",
                        "name",
                    )
                ),
                inner,
                max_size=6,
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_gives_records_and_nothing_else(value: object) -> None:
    """Fields of every type where others were expected."""
    import json  # noqa: PLC0415

    began = time.process_time()
    for content in (json.dumps(value), json.dumps([value]), json.dumps({"articles": [value]})):
        check(records(content), began)
