"""Reading bytes as if they were a file of the archive."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from index.archive.content.streams import Blob
from index.archive.readers import read_blob

if TYPE_CHECKING:
    from index.models import Article, Record

FORMATS = Path(__file__).resolve().parents[2] / "data" / "formats"


def blob(content: str | bytes, name: str = "a", *, url: str | None = None) -> Blob:
    """A file with this content."""
    data = content.encode() if isinstance(content, str) else content
    return Blob.of(name, io.BytesIO(data), url=url)


def records(content: str | bytes, name: str = "a", *, url: str | None = None) -> list[Record]:
    """Every record of a file with this content, whatever it turns out to be."""
    return list(read_blob(blob(content, name, url=url), origin="origin").records)


def outcome(content: str | bytes, name: str = "a") -> list[tuple[str, str]]:
    """Where and title, or where and reason, of every record."""
    return [
        (record.where, record.article.title if record.article else record.reason or "")
        for record in records(content, name)
    ]


def article(content: str | bytes, name: str = "a", *, url: str | None = None) -> Article:
    """The one article of a file."""
    (record,) = records(content, name, url=url)
    assert record.article is not None, record.reason
    return record.article


def sample(name: str) -> bytes:
    """A file of the formats' samples."""
    return (FORMATS / name).read_bytes()


def pdf(lines: list[str], *, title: str = "", extra: str = "") -> bytes:
    """A PDF file of one page with these lines, made by hand."""
    shown = "".join(f"({line}) Tj T*\n" for line in lines)
    page = f"BT /F1 12 Tf 72 720 Td 14 TL\n{shown}ET" if lines else "0 0 100 100 re f"
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R"
            " /Resources << /Font << /F1 4 0 R >> >> >>"
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
        f"<< /Title ({title}) >>",
    ]
    written, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    return (
        written
        + (
            f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}"
            f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R /Info 6 0 R {extra}>>\n"
            f"startxref\n{len(written)}\n%%EOF\n"
        ).encode()
    )
