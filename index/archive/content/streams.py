"""Byte streams that can be looked into before they are read, and that end before they burst.

Every reader gets a `Blob`: a name for people and a binary stream that is read once, from its
beginning to its end, and never held in memory whole.
"""

from __future__ import annotations

import io
import re
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import IO, TYPE_CHECKING, cast

from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

HEAD_BYTES = 64 * 1024
"""How much of a file decides what it is."""
MOST_SPOOLED = 256 * 1024 * 1024
"""Largest file inside a container of a format that can only be read with seeking (PDF, ZIP)."""
MOST_RECORD = 64 * 1024 * 1024
"""Largest single record; a long article has 100 kB."""
LONGEST_NUMBER = 4000
"""Most digits in a row in JSON: Python refuses more than 4,300, and ijson 3.6 crashes on that."""
_DEEPEST = 500
"""Most brackets open in one record of JSON; Python's own reader gives up at about 1,000."""
_IN_MEMORY = 4 * 1024 * 1024
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_OPENING = frozenset(b"[{")
_DIGITS = b"0123456789"
_LONG_RUN = re.compile(rb"[0-9]{32,}")


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of the archive, or a member of one; ``head`` is its first 64 kB.

    ``url`` is where it was fetched from and ``charset`` what that server said about it; ``named``
    are the columns that an operator named, by what they hold.
    """

    name: str
    stream: io.BufferedReader
    head: bytes
    url: str | None = None
    charset: str | None = None
    file: IO[bytes] | None = None
    named: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, name: str, raw: IO[bytes], *, url: str | None = None, charset: str | None = None
    ) -> Blob:
        """A blob over ``raw``, whose beginning is read now and served again later."""
        head = _read_head(raw)
        stream = cast("io.BufferedReader", io.BufferedReader(Rewound(head, raw), HEAD_BYTES))
        return cls(name, stream, head, url, charset, raw if raw.seekable() else None)

    def spooled(self) -> IO[bytes]:
        """The whole content with seeking: the file itself, or a copy in a temporary one.

        Raises:
            ArchiveError: it has to be copied and is larger than 256 MB.
        """
        if self.file is not None:
            self.file.seek(0)
            return self.file
        blocks = iter(partial(self.stream.read, HEAD_BYTES), b"")
        return spooled(blocks, partial(_check_size, most=MOST_SPOOLED))

    def whole(self, *, most: int) -> bytes:
        """The whole content.

        Raises:
            ArchiveError: it is larger than ``most`` bytes.
        """
        blocks, size = [], 0
        while block := self.stream.read(HEAD_BYTES):
            size += len(block)
            _check_size(size, most=most)
            blocks.append(block)
        return b"".join(blocks)


def spooled(blocks: Iterable[bytes], check: Callable[[int], object]) -> IO[bytes]:
    """``blocks`` with seeking, in memory while small, else in a temporary file.

    ``check`` is told before each block how many bytes there are with it; what it raises ends it.
    """
    with ExitStack() as stack:
        spool = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))
        size = 0
        for block in blocks:
            size += len(block)
            check(size)
            spool.write(block)
        spool.seek(0)
        stack.pop_all()  # whoever asked closes it
    return cast("IO[bytes]", spool)


def _check_size(size: int, *, most: int) -> None:
    if size > most:
        raise ArchiveError(f"is larger than {most // 2**20} MB, the most that is read of this kind")


class Budget:
    """How much may come out of one packed file, counted over everything inside it.

    More than ``RATIO`` times as many bytes as the file has, past the first 16 MB, are a bomb;
    zeros packed by DEFLATE reach 1,032 times, news text about 4, dumps that repeat themselves 60.
    """

    RATIO = 100
    FREE_BYTES = 16 * 1024 * 1024
    MOST_BYTES = 64 * 1024**3

    def __init__(self, packed: Callable[[], int]) -> None:
        self._packed = packed
        self._given = 0

    def take(self, count: int) -> None:
        """Account for ``count`` unpacked bytes.

        Raises:
            ArchiveError: naming the limit that is passed.
        """
        self._given += count
        if self._given > self.MOST_BYTES:
            raise ArchiveError(f"unpacks to more than {self.MOST_BYTES // 1024**3} GB")
        if self._given > self.FREE_BYTES + self.RATIO * self._packed():
            raise ArchiveError(f"unpacks to more than {self.RATIO} times its size, as bombs do")


class Source(io.RawIOBase):
    """A raw stream made of a function that gives the next bytes, at most as many as asked for."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer``; the number of bytes, 0 at the end."""
        block = self._read(len(buffer))
        buffer[: len(block)] = block
        return len(block)


class Rewound(Source):
    """The bytes that were read already, then the rest."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        super().__init__(self._next)
        self._head = memoryview(head)
        self._rest = rest

    def _next(self, count: int) -> bytes:
        if not self._head:
            return some(self._rest, count)
        block, self._head = bytes(self._head[:count]), self._head[count:]
        return block


class Metered:
    """A stream of records that refuses one that is too large or, as JSON, too deep.

    `restart` says that a record has come out whole.
    """

    def __init__(self, stream: IO[bytes], *, brackets: bool = False) -> None:
        self._stream = stream
        self._brackets = brackets
        self._digits = 0
        self.restart()

    def restart(self) -> None:
        """A new record begins about here."""
        self._size = self._depth = 0

    def read(self, count: int = HEAD_BYTES) -> bytes:
        """The next bytes, at most ``count`` and at most 64 kB.

        Raises:
            ArchiveError: the record is larger than 64 MB or opens more than 500 brackets.
        """
        block = some(self._stream, min(count, HEAD_BYTES)) if count else b""
        self._size += len(block)
        _check_size(self._size, most=MOST_RECORD)
        if self._brackets:
            self._count(block)
        return block

    def _count(self, block: bytes) -> None:
        self._digits = check_digits(block, before=self._digits)
        for bracket in block.translate(None, _NO_BRACKETS):
            self._depth = self._depth + 1 if bracket in _OPENING else max(0, self._depth - 1)
            if self._depth > _DEEPEST:
                raise ArchiveError("is not valid JSON (nested too deeply)")


def check_digits(block: bytes, *, before: int = 0) -> int:
    """How many digits ``block`` ends with, ``before`` included where it is all digits.

    Raises:
        ArchiveError: more than 4,000 stand in a row.
    """
    leading = before + len(block) - len(block.lstrip(_DIGITS))
    longest = max((len(run) for run in _LONG_RUN.findall(block)), default=0)
    if max(leading, longest) > LONGEST_NUMBER:
        raise ArchiveError("is not valid JSON (a number has too many digits)")
    trailing = len(block) - len(block.rstrip(_DIGITS))
    return leading if trailing == len(block) else trailing


def some(stream: IO[bytes], count: int) -> bytes:
    """The next bytes of ``stream``, at least one before its end.

    One call below and no more: what came before a fault is not lost with it.
    """
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    return read(count)


def _read_head(raw: IO[bytes]) -> bytes:
    """The first 64 kB, however small the pieces in which they come.

    A fault behind the first of them waits until it is met again.
    """
    blocks, size = [], 0
    try:
        while size < HEAD_BYTES and (block := some(raw, HEAD_BYTES - size)):
            blocks.append(block)
            size += len(block)
    except ArchiveError:
        if not blocks:
            raise
    return b"".join(blocks)
