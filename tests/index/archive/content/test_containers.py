"""Files that hold files."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from index.archive.content.streams import Blob, Budget
from index.archive.readers import read_blob
from index.articles.identity import identity
from tests.index.archive.support import blob, outcome, records, sample

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

LINES = b'{"title": "A", "body": "One."}\n{"title": "B", "body": "Two."}\n'
TEXT = b"The pier closed."
SPREADSHEET = (
    b'<o:document-content xmlns:o="o"><o:body><o:spreadsheet/></o:body></o:document-content>'
)


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return buffer.getvalue()


def tarred(files: Mapping[str, bytes], mode: str = "w") -> bytes:
    """A tar archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_is_read_in_place(pack: Callable[[bytes], bytes]) -> None:
    """Its places are named as those of the file that people see; two streams are one file."""
    assert outcome(pack(LINES), "a.jsonl") == [("a.jsonl:1", "A"), ("a.jsonl:2", "B")]
    assert len(outcome(pack(LINES) + pack(LINES), "a.jsonl")) == 4


@pytest.mark.parametrize(
    "pack",
    [
        zipped,
        lambda files: zipped(files, zipfile.ZIP_STORED),
        tarred,
        lambda files: tarred(files, "w:gz"),
        lambda files: tarred(files, "w:bz2"),
        lambda files: tarred(files, "w:xz"),
    ],
)
def test_every_member_is_a_file_in_its_own_right(
    pack: Callable[[Mapping[str, bytes]], bytes],
) -> None:
    """Folders have no meaning; hidden members are left out as hidden files are."""
    packed = pack(
        {
            "news/a.jsonl": LINES,
            "./b.txt": TEXT,
            ".git/c.txt": TEXT,
            "__MACOSX/d.txt": TEXT,
            "page.html": sample("page.html"),
            "e.bin": b"\x00\x01",
        }
    )

    assert outcome(packed, "x.zip") == [
        ("x.zip/news/a.jsonl:1", "A"),
        ("x.zip/news/a.jsonl:2", "B"),
        ("x.zip/b.txt", "The pier closed."),
        ("x.zip/page.html", "North pier closed after storm"),
        ("x.zip/e.bin", "is not a text file, nor of another kind that is read"),
    ]


def test_containers_lie_in_containers_three_deep() -> None:
    """A fourth is rejected by name, and what lies beside it is read."""
    inner = zipped({"a.txt": TEXT})
    three = zipped({"2.zip": zipped({"3.zip": inner, "b.txt": TEXT})})
    four = zipped({"1.zip": three, "c.txt": TEXT})

    assert outcome(three, "x")[0] == ("x/2.zip/3.zip/a.txt", "The pier closed.")
    assert outcome(four, "x") == [
        ("x/1.zip/2.zip/3.zip", "lies more than 3 archives deep; unpack it first"),
        ("x/1.zip/2.zip/b.txt", "The pier closed."),
        ("x/c.txt", "The pier closed."),
    ]


def test_a_file_is_not_unpacked_for_ever() -> None:
    """Gzip in gzip in gzip is read, a fourth layer is not."""
    packed = gzip.compress(gzip.compress(gzip.compress(TEXT)))

    assert outcome(packed) == [("a", "The pier closed.")]
    assert outcome(gzip.compress(packed)) == [("a", "is compressed more than 3 times over")]


def test_a_name_is_never_a_path(tmp_path: Path) -> None:
    """Members called ``../x`` or ``/etc/x`` are read, and nothing is written anywhere."""
    (tmp_path / "in").mkdir()
    os.chdir(tmp_path / "in")
    files = {"../up.txt": TEXT, "/etc/root.txt": TEXT, "c:\\windows.txt": TEXT, "a\x1bb.txt": TEXT}

    for packed in (zipped(files), tarred(files)):
        assert [where for where, _ in outcome(packed, "x")] == [
            "x/../up.txt",
            "x/etc/root.txt",
            "x/c:/windows.txt",
            "x/ab.txt",
        ]
    assert [path.name for path in tmp_path.rglob("*")] == ["in"]


def test_links_and_devices_are_passed_over() -> None:
    """They lead out of the archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"{kind!r}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        archive.addfile(tarfile.TarInfo("empty.txt"))
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    zip_buffer = io.BytesIO()
    with zipfile.ZipFile(zip_buffer, "w") as zip_archive:
        zip_archive.writestr(link, "/etc/passwd")

    assert outcome(buffer.getvalue(), "x") == [("x/empty.txt", "is empty")]
    assert outcome(zip_buffer.getvalue(), "x") == []


def test_an_encrypted_member_is_rejected_and_the_rest_is_read() -> None:
    """The flag is set by hand: writing encrypted ZIP files is not in the standard library."""
    packed = bytearray(zipped({"a.txt": TEXT, "b.txt": TEXT}, zipfile.ZIP_STORED))
    packed[packed.index(b"PK\x01\x02") + 8] |= 1

    assert outcome(bytes(packed), "x.zip") == [
        ("x.zip/a.txt", "is encrypted; pack it without a password"),
        ("x.zip/b.txt", "The pier closed."),
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_cannot_be_limited_are_rejected(method: int) -> None:
    """The standard library unpacks them in one piece, whatever its size."""
    ((where, reason),) = outcome(zipped({"a.txt": TEXT}, method), "x.zip")

    assert where == "x.zip/a.txt"
    assert reason.endswith("pack it with Deflate")


BOMB = LINES + b" " * 30_000_000


@pytest.mark.parametrize(
    ("packed", "where"),
    [
        (lambda: gzip.compress(BOMB), "x"),
        (lambda: bz2.compress(BOMB), "x"),
        (lambda: lzma.compress(BOMB), "x"),
        (lambda: zipped({"a.jsonl": BOMB}), "x/a.jsonl"),
        (lambda: tarred({"a.jsonl": BOMB}, "w:gz"), "x/a.jsonl"),
        (lambda: zipped({f"{n}.jsonl": BOMB[:12_000_000] for n in range(3)}), "x/1.jsonl"),
        (lambda: gzip.compress(gzip.compress(BOMB)), "x"),
    ],
)
def test_a_bomb_is_refused_with_the_limit(packed: Callable[[], bytes], where: str) -> None:
    """100 times the size of the packed file, counted over all that is in it."""
    refused = [
        (record.where, record.reason)
        for record in records(packed(), "x")
        if "unpacks" in (record.reason or "")
    ]

    assert refused[0] == (where, "unpacks to more than 100 times its size, as bombs do")


def test_text_that_repeats_itself_is_no_bomb() -> None:
    """A dump of short records that are nearly the same shrinks to a hundredth."""
    lines = b"".join(b'{"title": "T%d", "body": "The pier closed."}\n' % n for n in range(100_000))

    assert len(records(gzip.compress(lines, 9))) == 100_000
    assert len(lines) + 2**24 > Budget.FREE_BYTES


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_that_breaks_off_gives_what_is_before_the_break(
    pack: Callable[[bytes], bytes],
) -> None:
    """Then one rejected record says so."""
    lines = b"".join(
        b'{"title": "%d", "body": "%s"}\n' % (n, os.urandom(100).hex().encode())
        for n in range(9_000)
    )
    packed = pack(lines)

    found = records(packed[: len(packed) // 2], "x")

    assert len([record for record in found if record.article]) > 1
    assert (found[-1].reason or "").startswith("is damaged or breaks off")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04", "is damaged or breaks off: ZIP file (File is not a zip file)"),
        (b"\x1f\x8b", "is damaged or breaks off: gzip file"),
        (b"\x1f\x8bxxxxxxxxxx", "is damaged or breaks off: gzip file"),
        (b"BZh9x", "is damaged or breaks off: bzip2 file"),
        (b"\xfd7zXZ\x00x", "is damaged or breaks off: xz file"),
        (b"7z\xbc\xaf\x27\x1cx", "is packed with 7-Zip; pack it as ZIP or tar.gz"),
        (b"Rar!\x1a\x07x", "is packed with RAR; pack it as ZIP or tar.gz"),
        (b"\x28\xb5\x2f\xfdx", "is packed with Zstandard; pack it as gzip"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "is an old Office document or a message of Outlook; save it as DOCX or EML",
        ),
        (
            zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}),
            "is a spreadsheet; save it as CSV",
        ),
        (
            zipped({"mimetype": b"", "content.xml": SPREADSHEET}),
            "is an OpenDocument file without a text; save it as CSV or PDF",
        ),
    ],
)
def test_what_is_not_read_says_what_to_do(content: bytes, reason: str) -> None:
    """One rejected record each."""
    ((where, found),) = outcome(content, "x")

    assert where == "x"
    assert found.startswith(reason)


def test_a_truncated_tar_gives_what_is_before_the_break() -> None:
    """And says that it breaks off."""
    packed = tarred({"a.txt": TEXT, "b.txt": b"The ferry was late. " * 900})

    found = outcome(packed[:3000], "x")

    assert found[0] == ("x/a.txt", "The pier closed.")
    assert found[1][1].startswith("is damaged or breaks off")


def test_a_text_inside_a_container_is_known_by_its_place() -> None:
    """Distinct for each member and each archive, and the same in every run."""
    packed = zipped({"a.txt": TEXT, "2/a.txt": TEXT, "c.md": b"---\nid: 7\n---\nText."})

    def known(origin: str) -> list[str]:
        reading = read_blob(blob(packed, "x"), origin=origin)
        found = [record.article for record in reading.records if record.article]
        return [identity(one, origin=origin, alone=reading.alone) for one in found]

    assert known("one") == known("one")
    assert len({*known("one"), *known("two")}) == 6


def test_a_packed_text_is_the_article_of_its_file() -> None:
    """Gzip holds one file, which keeps the identity that the file gives it."""
    reading = read_blob(blob(gzip.compress(TEXT)), origin="one")
    (record,) = reading.records

    assert reading.alone
    assert record.article is not None
    assert record.article.external_id is None


def test_a_container_with_a_feed_in_it_forgets() -> None:
    """It cannot be said what is missing from it."""
    reading = read_blob(blob(zipped({"a.xml": sample("atom.xml"), "b.txt": TEXT})), origin="o")

    assert len(list(reading.records)) == 2
    assert (reading.alone, reading.partial) == (False, True)


def _noise(size: int) -> bytes:
    """Always the same: what chance begins with a brace is read as JSON."""
    return random.Random(1).randbytes(size)  # noqa: S311 - no secret


def test_a_large_member_is_copied_to_a_file_with_seeking(tmp_path: Path) -> None:
    """A ZIP file inside a tar archive; the copy is gone afterwards."""
    inner = zipped({"a.txt": TEXT, "b.bin": _noise(5_000_000)})
    path = tmp_path / "x.tar"
    path.write_bytes(tarred({"inner.zip": inner}))

    with path.open("rb") as file:
        found = [record.where for record in read_blob(Blob.of("x", file), origin="o").records]

    assert found == ["x/inner.zip/a.txt", "x/inner.zip/b.bin"]
