"""The questions file: JSON Lines, every field but ``question`` optional.

``{"question": "…", "evidence": [{"title": "…", "fact": "…"}], "answer": "…", "answerable": true}``;
an evidence without ``fact`` is its headline. ``answers`` may list several reference answers,
``type`` names a kind of question. ``best`` is the sentence, or the headline, that answers best,
``also`` lists those that answer alone, too, and ``complete`` those that a whole answer adds;
``article`` is the headline of the article they are of.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.errors import PressmarkError
from index.text.language import detect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_BOM = b"\xef\xbb\xbf"
_ANSWERABLE = {True: "answerable", False: "unanswerable", None: "unlabelled"}


class QuestionsError(PressmarkError):
    """A questions file cannot be read; the sentence begins with file and line."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is known about its answer; ``kind`` is what results are grouped by.

    Each of the ``answering`` sentences answers alone, the best one first; ``completing`` ones add
    to it. Both are of one ``article``, or of others that say the same.
    """

    text: str
    kind: str
    facts: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    answerable: bool | None = None
    answering: tuple[str, ...] = ()
    completing: tuple[str, ...] = ()
    article: str = ""

    @property
    def scorable(self) -> bool:
        """Whether there is anything to hold an answer against."""
        named = self.facts or self.references or self.answering or self.article
        return bool(named or self.answerable is not None)


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of one or several files, and a digest of the files' content."""

    each: tuple[Question, ...]
    digest: str


def read_questions(paths: Sequence[Path]) -> Questions:
    """All questions of the files, in order.

    Raises:
        QuestionsError: a file cannot be read, a line is not a question, or there is none.
    """
    digest = hashlib.sha256()
    found: list[Question] = []
    for path in paths:
        content = _content(path)
        digest.update(hashlib.sha256(content).digest())
        found.extend(_questions(path, content))
    if not found:
        raise QuestionsError(
            f"{'; '.join(map(str, paths))}: there are no questions in it; "
            'write one a line: {"question": "…"}'
        )
    return Questions(tuple(found), digest.hexdigest())


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes().removeprefix(_BOM)
    except OSError as exc:
        raise QuestionsError(f"{path}: cannot be read ({exc.strerror}).") from exc


def _questions(path: Path, content: bytes) -> Iterator[Question]:
    for number, line in enumerate(content.split(b"\n"), 1):
        if line.strip():
            try:
                yield _question(line)
            except _WrongLineError as exc:
                raise QuestionsError(f"{path}:{number}: {exc}") from exc


class _WrongLineError(Exception):
    """What is wrong with a line."""


def _question(line: bytes) -> Question:
    fields = _object(line)
    text = _text(fields, "question")
    if not text:
        raise _WrongLineError('the field "question" is missing or empty.')
    kind, answerable = _text(fields, "type"), fields.get("answerable")
    if not isinstance(answerable, bool | None):
        raise _WrongLineError('the field "answerable" is neither true nor false.')
    return Question(
        text=text,
        kind=kind or f"{detect(text)} {_ANSWERABLE[answerable]}",
        facts=tuple(_facts(fields)),
        references=tuple(dict.fromkeys(_references(fields))),
        answerable=answerable,
        answering=tuple(dict.fromkeys(_answering(fields))),
        completing=tuple(dict.fromkeys(_texts(fields, "complete"))),
        article=_text(fields, "article"),
    )


def _object(line: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(line.decode("utf-8"))
        json.dumps(fields, ensure_ascii=False).encode("utf-8")
    except UnicodeError as exc:
        raise _WrongLineError("this is not UTF-8 text.") from exc
    except json.JSONDecodeError as exc:
        raise _WrongLineError(f"this is not JSON ({exc.msg}, column {exc.colno}).") from exc
    except (ValueError, RecursionError) as exc:
        raise _WrongLineError("this is not JSON that can be read.") from exc
    if not isinstance(fields, dict):
        raise _WrongLineError('expected an object, {"question": "…"}.')
    return fields


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str | None):
        raise _WrongLineError(f'the field "{name}" is not a text.')
    return (value or "").strip()


def _facts(fields: dict[str, Any]) -> Iterator[str]:
    for each in _list(fields, "evidence"):
        fact = each.get("fact", each.get("title")) if isinstance(each, dict) else None
        if not isinstance(fact, str):
            raise _WrongLineError('the field "evidence" has an entry without a text "fact".')
        if fact.strip():
            yield fact.strip()


def _references(fields: dict[str, Any]) -> Iterator[str]:
    yield from (each for each in (_text(fields, "answer"),) if each)
    yield from _texts(fields, "answers")


def _answering(fields: dict[str, Any]) -> Iterator[str]:
    yield from (each for each in (_text(fields, "best"),) if each)
    yield from _texts(fields, "also")


def _texts(fields: dict[str, Any], name: str) -> Iterator[str]:
    for each in _list(fields, name):
        if not isinstance(each, str):
            raise _WrongLineError(f'the field "{name}" has an entry that is not a text.')
        if each.strip():
            yield each.strip()


def _list(fields: dict[str, Any], name: str) -> list[Any]:
    value = fields.get(name)
    if not isinstance(value, list | None):
        raise _WrongLineError(f'the field "{name}" is not a list.')
    return value or []
