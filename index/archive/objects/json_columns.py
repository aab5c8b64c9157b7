"""The rows of a table of JSON that holds one column after another, as pandas writes it."""

from __future__ import annotations

import io
from itertools import zip_longest
from typing import IO, TYPE_CHECKING, Any

from index.archive.content.charsets import encoding_of, transcoded
from index.archive.content.streams import HEAD_BYTES, Source
from index.archive.record.roles import roles_of
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob
    from index.archive.objects.json_shape import Shape

_MOST_COLUMNS = 40

Cell = tuple[str | None, Any]


def streamed_rows(blob: Blob, file: IO[bytes], shape: Shape) -> Iterator[dict[str, Any]]:
    """The rows of the table in ``file``, which is read once for each column that means something.

    So one row is in memory at a time. The file was read to its end before, and is known to be
    JSON without a value that is too large.

    Raises:
        ArchiveError: its columns do not name the same rows.
    """
    roles = roles_of(shape.columns)
    useful = {name for names in (*roles.names.values(), *roles.alike.values()) for name in names}
    names = [name for name in shape.columns if name in useful][:_MOST_COLUMNS]
    encoding = encoding_of(blob.head, declared=blob.charset)
    within = f"{shape.prefix}." if shape.prefix else ""
    columns = [
        _cells(transcoded(_view(file), encoding), within + name, keyed=shape.keyed)
        for name in names
    ]
    for row in zip_longest(*columns, fillvalue=(None, None)):
        if len({key for key, _ in row}) > 1:
            raise ArchiveError("has columns that do not name the same rows")
        yield {name: value for name, (_, value) in zip(names, row, strict=True)}


def _cells(stream: IO[bytes], prefix: str, *, keyed: bool) -> Iterator[Cell]:
    """The values of a column with their keys, which an array has none of."""
    import ijson  # noqa: PLC0415 - only JSON needs it

    if keyed:
        yield from ijson.kvitems(stream, prefix)
    else:
        yield from ((None, value) for value in ijson.items(stream, f"{prefix}.item"))


def _view(file: IO[bytes]) -> IO[bytes]:
    """A stream over ``file`` with a place of its own."""
    place = 0

    def read(count: int) -> bytes:
        """The next bytes from that place."""
        nonlocal place
        file.seek(place)
        block = file.read(count)
        place += len(block)
        return block

    return io.BufferedReader(Source(read), HEAD_BYTES)
