"""Which characters the bytes of a file stand for.

A byte order mark decides, then whether it is UTF-8, then what the file says about itself, then
what its letters look like. Nothing here raises: a byte that fits nowhere becomes U+FFFD.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import IO, TYPE_CHECKING

from index.archive.content.streams import HEAD_BYTES, Source, some

if TYPE_CHECKING:
    from index.archive.content.streams import Blob

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']"""
    rb"""|<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
"""What browsers take instead, https://encoding.spec.whatwg.org/#names-and-labels."""
_NO_SETS = frozenset(("idna", "punycode", "utf-7", "unicode-escape", "raw-unicode-escape"))
_CYRILLIC = ("cp1251", "koi8-u", "cp866", "iso8859-5")
_FREQUENT = frozenset("оеаинтсрвлкмдпуязьыбгчйхжіїє")
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_LETTER = re.compile(rb"[A-Za-z]")
_SAMPLE = 16 * 1024


def encoding_of(head: bytes, *, declared: str | None = None) -> str:
    """The codec for a file that begins with ``head``; ``declared`` is what its sender says."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    wide = _wide(head)
    if wide:
        return wide
    claim = _usable(declared) or _usable(_claim(head))
    if head.isascii():
        return claim or "utf-8"
    if _is_utf8(head):
        return "utf-8"
    return claim if claim not in {None, "utf-8"} else _guess(head)


def decoded(data: bytes, *, declared: str | None = None) -> str:
    """The text of ``data`` without its byte order mark."""
    text = data.decode(encoding_of(data, declared=declared), "replace")
    return text.removeprefix("\ufeff")


def line_text(line: bytes, *, encoding: str) -> str:
    """The text of one line of a file; one that is not UTF-8 is read as ``encoding``.

    Where the file is UTF-8 the line is looked at by itself: dumps of many outlets mix.
    """
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        if encoding.startswith("utf-8"):
            return decoded(line)
        return line.decode(encoding, "replace")


def line_stream(blob: Blob) -> tuple[IO[bytes], str]:
    """A stream that can be cut at line feeds, and the codec for its lines.

    UTF-16 and UTF-32 cannot be cut at a byte and are turned into UTF-8 first.
    """
    encoding = encoding_of(blob.head, declared=blob.charset)
    if encoding.startswith(("utf-16", "utf-32")):
        return as_utf8(blob), "utf-8"
    return blob.stream, encoding


def as_utf8(blob: Blob) -> IO[bytes]:
    """The stream of ``blob`` as UTF-8 without a byte order mark, whatever it was."""
    return transcoded(blob.stream, encoding_of(blob.head, declared=blob.charset))


def transcoded(stream: IO[bytes], encoding: str) -> IO[bytes]:
    """``stream`` as UTF-8 without a byte order mark; what cannot be read becomes U+FFFD."""
    decode = codecs.getincrementaldecoder(encoding)("replace").decode
    started = False

    def pull(_: int) -> bytes:
        """The next piece in UTF-8, of whatever length; empty at the end alone."""
        nonlocal started
        while block := some(stream, HEAD_BYTES // 4):  # a byte becomes three at most
            text = decode(block)
            if text and not started:
                text, started = text.removeprefix("\ufeff"), True
            if text:
                return text.encode("utf-8", "replace")
        return decode(b"", final=True).encode("utf-8", "replace")

    return io.BufferedReader(_Buffered(pull), HEAD_BYTES)


class _Buffered(Source):
    """A source whose pieces may be longer than what was asked for."""

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer``, keeping what does not fit for the next time; 0 at the end."""
        rest: bytes = getattr(self, "_rest", b"") or self._read(len(buffer))
        count = min(len(buffer), len(rest))
        buffer[:count] = rest[:count]
        self._rest = rest[count:]
        return count


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every second byte names an alphabet, and spaces have zeros there."""
    sample = head[: _SAMPLE // 2 * 2]
    pairs = len(sample) // 2
    if pairs < 2 or b"\x00" not in sample:  # noqa: PLR2004 - two characters say nothing
        return None
    for encoding, own, other in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        pages = sum(sample[own::2].count(page) for page in (0, 1, 4))
        if pages >= pairs * 0.9 and sample[other::2].count(0) == 0:
            return encoding
    return None


def _claim(head: bytes) -> str | None:
    match = _DECLARED.search(head[:4096])
    return (match.group(1) or match.group(2)).decode("ascii", "replace") if match else None


def _usable(name: str | None) -> str | None:
    """The codec of that name, if there is one that reads ASCII as ASCII."""
    try:
        codec = codecs.lookup(name or "")
        if codec.name.replace("_", "-") in _NO_SETS or b"<a>".decode(codec.name) != "<a>":
            return None
    except (LookupError, ValueError, TypeError):
        return None
    return _WIDER.get(codec.name, codec.name)


def _is_utf8(data: bytes) -> bool:
    """Whether it is UTF-8, cut off where a head ends, or UTF-8 with few broken places."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=len(data) < HEAD_BYTES)
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        whole = sum(character > "\x7f" for character in text) - broken
        return whole > 2 * broken
    return True


def _guess(data: bytes) -> str:
    """By the letters: words of Cyrillic are all high bytes, Western ones mix them with ASCII."""
    sample = data[:_SAMPLE]
    if sample.isascii():
        sample = b" ".join(match.group() for match in _WORD.finditer(data))[:_SAMPLE]
    words = [match.group() for match in _WORD.finditer(sample)]
    total = sum(map(len, words))
    mixed = sum(len(word) for word in words if _LETTER.search(word))
    if len(words) == 0 or mixed > 0.5 * total or total == len(words):
        return "cp1252"
    best = max(_CYRILLIC, key=lambda encoding: _likeness(sample, encoding))
    if _likeness(sample, best) > 0.5 * total:
        return best
    return _normalizer(sample)


def _likeness(sample: bytes, encoding: str) -> int:
    """How many letters are frequent small Cyrillic ones, less the ones that are no letters."""
    text = sample.decode(encoding, "replace")
    score = 0
    for character in text:
        if character in _FREQUENT:
            score += 1
        elif character > "\x7f" and not character.isalpha() and character not in "«»—–“”„’…№\xa0":
            score -= 2
    inside = re.findall(r"[а-яіїєґ][А-ЯІЇЄҐ]", text)
    return score - 3 * len(inside)


def _normalizer(sample: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - for the rare file only

    best = from_bytes(sample).best()
    return (best.encoding if best else None) or "cp1252"
