"""A model's reply as it is read: plain lines, each with the passage and the words it stands on.

However the reply is cut into pieces, the drafts are the same; and however long it goes on, only
its beginning is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.models import Draft
from index.text import lexicon
from index.text.sentences import sentences

if TYPE_CHECKING:
    from bot.answer.writing.context import Context

_LONGEST = 8000
"""Characters of a reply that are read."""
_LONGEST_LINE = 2000
"""Characters without an end of a line or a passage, beyond which nothing sensible follows."""
_MOST_LINES = 40
_MOST_DRAFTS = 12
_MOST_REPEATED = 3
"""How often the same line comes before the model is taken to go round in circles."""
_SUPPORT = re.compile(
    r"[⟦\[(]{1,2}\s{0,3}(?:id[:=]\s{0,3})?([a-z2-7]{4,16})\s{0,3}"
    r"(?::\s{0,3}[\"“«']([^⟦⟧\[\]()\n]{0,600}?)[\"”»']\s{0,3})?[⟧\])]{1,2}"
)
_GOES_ON = re.compile(r"[.!?…]?[^\S\n]{1,3}(?=[^\s⟦\[(⟧\])])")
"""What stands between a support and the next sentence of the same line."""
_THOUGHT = re.compile(r"<(/?)think(?:ing)?>", re.IGNORECASE)
_MARKDOWN = re.compile(r"\*{1,3}|_{2,3}|`{1,3}|^\s{0,9}#{1,6}\s|^\s{0,9}>\s")
_ENDED = re.compile(r"[.!?…][\"'”’»)]*$")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")


class Reply:
    """The reply to one request, read piece by piece."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._room = _LONGEST
        self._held = ""
        self._thinking = False
        self._drafts: list[Draft] = []
        self._lines: dict[str, int] = {}
        self._more = True
        self._begun = 0

    @property
    def wants_more(self) -> bool:
        """Whether it is worth reading on."""
        return self._more

    @property
    def begun(self) -> int:
        """How often the drafts were thoughts after all, and are void."""
        return self._begun

    @property
    def complete(self) -> bool:
        """Whether the last line has come to an end, as far as can be told."""
        held = self._held.strip()
        return not held or bool(_ENDED.search(held)) or bool(self._supports(held))

    @property
    def drafts(self) -> list[Draft]:
        """All drafts; bare ones, without support, only count where they are nearly all there is.

        What says that the archive does not say is no draft.
        """
        if self.refused:
            return []
        drafts = [draft for draft in self._drafts if not _refuses(draft)]
        supported = [draft for draft in drafts if is_supported(draft)]
        return (supported if len(drafts) > _MOST_DRAFTS and supported else drafts)[:_MOST_DRAFTS]

    @property
    def refused(self) -> bool:
        """Whether a reply without any support begins by saying that the archive does not say."""
        bare = not any(map(is_supported, self._drafts))
        return bare and bool(self._drafts) and _refuses(self._drafts[0])

    def feed(self, text: str) -> list[Draft]:
        """The drafts with support that became complete with ``text``."""
        if not self._more:
            return []
        text = text[: self._room]
        self._room -= len(text)
        self._held += text
        found: list[Draft] = []
        while self._more and (end := self._end_of_line()):
            line, self._held = self._held[:end], self._held[end:]
            begun, drafts = self._begun, self._line(line)
            found = (found if begun == self._begun else []) + drafts
        if len(self._held) > _LONGEST_LINE:
            self._held, self._more = self._held[:_LONGEST_LINE], False
        self._more = self._more and self._room > 0
        return found

    def end(self) -> list[Draft]:
        """The drafts with support in what was held back; the reply has come to its end."""
        self._more, line, self._held = False, self._held, ""
        return self._line(line)

    def _end_of_line(self) -> int | None:
        """Where the first line that is held ends: a line has one support, if it has any."""
        newline = self._held.find("\n") + 1 or None
        for support in self._supports(self._held[:newline]):
            goes_on = _GOES_ON.match(self._held, support.end())
            if goes_on:
                newline = goes_on.end()
                break
        return newline if newline and newline <= _LONGEST_LINE else None

    def _supports(self, text: str) -> list[re.Match[str]]:
        """What names a passage that was given, or quotes; other words in brackets do not."""
        return [
            each
            for each in _SUPPORT.finditer(text)
            if each[1] in self._context.passages or each[2] is not None or each[0][0] == "⟦"
        ]

    def _line(self, line: str) -> list[Draft]:
        """The drafts with support of a line that was not read before."""
        line = _BULLET.sub("", _MARKDOWN.sub("", self._without_thoughts(line))).strip()
        said = " ".join(line.casefold().split())
        if not any(map(str.isalnum, said)):
            return []
        self._lines[said] = self._lines.get(said, 0) + 1
        if self._lines[said] > 1:
            if self._lines[said] >= _MOST_REPEATED:
                self._give_up()
            return []
        drafts = self._drafts_of(line)
        self._drafts += drafts
        supported = [draft for draft in drafts if is_supported(draft)]
        if len(self._lines) >= _MOST_LINES or self._count_supported() >= _MOST_DRAFTS:
            self._give_up()
        return supported

    def _give_up(self) -> None:
        self._more, self._held = False, ""

    def _count_supported(self) -> int:
        return sum(map(is_supported, self._drafts))

    def _without_thoughts(self, line: str) -> str:
        """``line`` without what stands between marks of thinking; they may lie lines apart."""
        said, start = "", 0
        for mark in _THOUGHT.finditer(line):
            if not self._thinking:
                said += line[start : mark.start()]
            if mark[1] and not self._thinking:  # all before it was thought, unmarked
                said = ""
                self._drafts.clear()
                self._lines.clear()
                self._begun += 1
            self._thinking = not mark[1]
            start = mark.end()
        return said if self._thinking else said + line[start:]

    def _drafts_of(self, line: str) -> list[Draft]:
        """A line as one draft for each support it names; what names none as bare sentences."""
        drafts, start = [], 0
        for support in self._supports(line):
            key, quote = support.groups()
            passage = self._context.passages.get(key)
            text = _sentence(line[start : support.start()])
            start = support.end()
            if text:
                drafts.append(Draft(text, passage.id if passage else None, quote))
        rest = line[start:] if _sentence(line[start:]) else ""
        return drafts + [Draft(span.of(rest)) for span in sentences(rest)]


def parse(reply: str, context: Context) -> list[Draft]:
    """The drafts in a whole reply, its passage ids resolved; one without support stays bare."""
    read = Reply(context)
    read.feed(reply)
    read.end()
    return read.drafts


def is_supported(draft: Draft) -> bool:
    """Whether a draft names a passage or quotes one; without either it can never be a claim."""
    return bool(draft.passage or draft.quote)


def _refuses(draft: Draft) -> bool:
    return not is_supported(draft) and bool(lexicon.pattern("{says-nothing}").search(draft.text))


def _sentence(text: str) -> str:
    """``text`` with an end; empty where it has no word."""
    text = text.lstrip(" .").rstrip()
    if not any(character.isalnum() for character in text):
        return ""
    return text if _ENDED.search(text) else text + "."
