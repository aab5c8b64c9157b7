"""Word documents (DOCX): one article a file."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from index.archive.content.parsers import translated
from index.archive.record.fields import one_line, to_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob
    from index.models import Record

_TITLES = ("Title", "Heading 1")


def read_docx(blob: Blob) -> Iterator[Record]:
    """The article in a document: title from its properties, else its first heading."""
    with translated("Word document"), blob.spooled() as file:
        fields = _fields(file)
    yield to_record(fields, where=blob.name)


def _fields(file: IO[bytes]) -> dict[str, Any]:
    from docx import Document  # noqa: PLC0415 - only DOCX needs it

    document = Document(file)
    properties = document.core_properties
    blocks = list(document.iter_inner_content())
    title = one_line(properties.title or "")
    heading = next((block for block in blocks[:3] if _style(block) in _TITLES), None)
    if heading is not None and one_line(_text(heading)) == (title or one_line(_text(heading))):
        title = one_line(_text(heading))
        blocks.remove(heading)
    texts = [text for block in blocks if (text := _text(block).strip())]
    return {
        "title": title,
        "body": "\n\n".join(texts),
        "author": properties.author or "",
        "language": properties.language or "",
        "section": properties.category or "",
    }


def _style(block: Any) -> str | None:
    style = getattr(block, "style", None)
    return getattr(style, "name", None)


def _text(block: Any) -> str:
    """A paragraph, or a table with a line a row."""
    if hasattr(block, "rows"):
        return "\n".join(_row(row) for row in block.rows)
    return "".join(_run(part) for part in block.iter_inner_content())


def _row(row: Any) -> str:
    cells: list[str] = []
    previous = None
    for cell in row.cells:
        if cell._tc is not previous:  # noqa: SLF001 - a merged cell comes once for each column
            cells.append(one_line(" ".join(map(_text, cell.paragraphs))))
        previous = cell._tc  # noqa: SLF001
    return " | ".join(filter(None, cells))


def _run(part: Any) -> str:
    """The text of a run or a link; hidden text is not read."""
    if hasattr(part, "runs"):
        return "".join(map(_run, part.runs))
    return "" if part.font.hidden else str(part.text)
