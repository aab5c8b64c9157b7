"""gzip, bzip2 and xz: one file made smaller; and the limits that stop bombs of any kind."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

from index.archive.content.parsers import explained
from index.archive.content.streams import HEAD_BYTES, Blob, Budget, Source, some
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKED = frozenset(("gzip", "bzip2", "xz"))
_FAULTS = (
    EOFError,
    OSError,
    ValueError,
    LookupError,
    OverflowError,
    MemoryError,
    RuntimeError,
    AttributeError,
    TypeError,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
)
"""What the standard library raises on damaged archives; TypeError and AttributeError are real."""
_XZ_MEMORY = 128 * 1024 * 1024
"""xz -9 needs 65 MB to unpack; a hostile header may ask for 4 GB."""


@contextmanager
def translated_faults(what: str) -> Iterator[None]:
    """Errors of the standard library's archive modules as ours.

    Raises:
        ArchiveError: the archive is damaged.
    """
    try:
        yield
    except ArchiveError:
        raise
    except _FAULTS as exc:
        raise ArchiveError(f"is damaged or breaks off: {what} ({explained(exc)})") from exc


class Counter(io.RawIOBase):
    """A stream that knows how many bytes were read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        block = self._stream.read(size)
        self.count += len(block)
        return block


class Pieces(Counter):
    """The same, in pieces as they come, for readers that need not get all that they ask for."""

    def read(self, size: int = -1) -> bytes:
        """The next bytes, some of them."""
        block = some(self._stream, size if size >= 0 else HEAD_BYTES)
        self.count += len(block)
        return block


def unpacked(blob: Blob, kind: str, budget: Budget | None) -> tuple[Blob, Budget]:
    """What a compressed file holds, and the budget it is drawn from."""
    counter = Counter(cast("IO[bytes]", blob.stream))
    spent = budget or Budget(lambda: counter.count)
    packed = cast("IO[bytes]", counter)
    if kind == "gzip":
        stream = cast("IO[bytes]", gzip.GzipFile(fileobj=packed))
    elif kind == "bzip2":
        stream = cast("IO[bytes]", bz2.BZ2File(packed))
    else:
        stream = cast("IO[bytes]", io.BufferedReader(_Xz(packed), HEAD_BYTES))
    opened = Blob.of(blob.name, budgeted(stream, spent, f"{kind} file"), url=blob.url)
    return opened, spent


def budgeted(stream: IO[bytes], budget: Budget, what: str) -> IO[bytes]:
    """``stream`` whose bytes are counted, and whose faults are ours and stay."""
    fault: ArchiveError | None = None

    def pull(count: int) -> bytes:
        """At most ``count`` bytes, counted; after a fault the same fault again."""
        nonlocal fault
        if fault is not None:
            raise fault
        try:
            with translated_faults(what):
                block = some(stream, count)
            budget.take(len(block))
        except ArchiveError as exc:
            fault = exc
            raise
        return block

    return io.BufferedReader(Source(pull), HEAD_BYTES)


class _Xz(Source):
    """xz with a limit on memory, which ``lzma.LZMAFile`` does not take."""

    def __init__(self, packed: IO[bytes]) -> None:
        super().__init__(self._next)
        self._packed = packed
        self._decoder = self._begun()

    @staticmethod
    def _begun() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)

    def _next(self, count: int) -> bytes:
        while True:
            if self._decoder.eof:
                rest = self._decoder.unused_data.lstrip(b"\x00") or self._packed.read(HEAD_BYTES)
                if not rest.strip(b"\x00"):
                    return b""
                self._decoder = self._begun()
                block = self._decoder.decompress(rest, count)
            else:
                more = self._packed.read(HEAD_BYTES) if self._decoder.needs_input else b""
                if not more and self._decoder.needs_input:
                    raise EOFError("it ends in the middle")
                block = self._decoder.decompress(more, count)
            if block:
                return block
