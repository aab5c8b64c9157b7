"""A model's reply as it is read: plain lines, each with the passage and the words it stands on.

However the reply is cut into pieces, the drafts are the same; and however long it goes on, only
its beginning is read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.guard.quotes import presentable
from bot.answer.writing import json_replies
from bot.answer.writing.provider_replies import Thoughts
from bot.answer.writing.reply_citations import citations
from bot.models import REFUSAL, Draft
from index.text import lexicon
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answer.writing.context import Context
    from bot.answer.writing.reply_citations import Cited
    from bot.models import Support

_LONGEST = 8000
"""Characters of a reply that are read."""
_LONGEST_LINE = 2000
"""Characters without an end of a line or a passage, beyond which nothing sensible follows."""
_GAP = "The passages do not say:"
_MOST_LINES, _MOST_DRAFTS = 40, 12
_MOST_REPEATED = 3
"""How often the same line comes before the model is taken to go round in circles."""
_NEW_SENTENCE = re.compile(r"[.!?…]?[^\S\n]{1,3}(?=[^\s⟦\[(【<⟧\])】>a-zа-яёіїєґ,;:])")
"""What stands between a citation and the next sentence of the same line."""
_MARKDOWN = re.compile(r"^\s{0,9}`{3}\w*\s*$|\*{1,3}|_{2,3}|`{1,3}|^\s{0,9}#{1,6}\s|^\s{0,9}>\s")
_MARKER = re.compile(r"\s?[\[［]{1,3}\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*[\]］]{1,3}")
"""What a model takes for the number of a citation; the answer has its own."""
_ENDED = re.compile(r"[.!?…][\"'”’»)]*$")
_CLOSED = re.compile(r"[\])】>}]\s")
_SPACED = re.compile(r"\s+([,;:.!?])")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")


class Reply:
    """The reply to one request, read piece by piece."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._room = _LONGEST
        self._thoughts = Thoughts()
        self._held = ""
        self._is_object = False
        self._drafts: list[Draft] = []
        self._bare = 0
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
        if self._is_object or self._thoughts.thinking:
            return self._is_object and json_replies.is_complete(held)
        return (
            not held or bool(_ENDED.search(held)) or bool(citations(held, self._context.passages))
        )

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

    @property
    def gaps(self) -> list[str]:
        """What the reply says that the archive does not say, beside what it does say."""
        said = [] if self.refused else [each.text for each in self._drafts if _refuses(each)]
        return [presentable(each) for each in said]

    def feed(self, text: str) -> list[Draft]:
        """The drafts with support that became complete with ``text``."""
        found: list[Draft] = []
        for said in self._thoughts.feed(text) if self._more else ():
            found = self._void() if said is None else self._said(said, found)
            if not self._more:
                break
        self._more = self._more and not self._thoughts.endless
        return found

    def end(self) -> list[Draft]:
        """The drafts with support in what was held back; the reply has come to its end."""
        found: list[Draft] = []
        for said in self._thoughts.end() if self._more else ():
            found = self._said(said, found)
        self._more, rest, self._held = False, self._held, ""
        if not self._is_object:
            return found + self._line(rest)
        if json_replies.refuses(rest):
            self._drafts = [Draft(REFUSAL)]
        elif gap := json_replies.missing(rest):
            self._drafts.append(Draft(f"{_GAP} {gap}"))
        return found

    def _said(self, text: str, found: list[Draft]) -> list[Draft]:
        """Read on: the drafts ``found`` before in this piece, unless void, and new ones."""
        text = text[: self._room]
        self._room -= len(text)
        self._held += text
        found = found if self._is_object else self._read_lines(found)
        if self._is_object:
            found = found + self._read_object()
        self._more = self._more and self._room > 0
        return found

    def _void(self) -> list[Draft]:
        """Forget what was read: it was thought, or said before the object that was asked for."""
        self._begun += bool(self._drafts)
        self._drafts, self._bare, self._is_object = [], 0, False
        self._lines.clear()
        self._held = ""
        return []

    def _read_lines(self, found: list[Draft]) -> list[Draft]:
        while self._more:
            end = self._end_of_line()
            begin, most = json_replies.begin(self._held), end or _LONGEST_LINE + 1
            if begin is not None and begin < most:
                held = self._held[begin:]
                self._void()
                self._held, self._is_object = held, True
                return []
            may_begin = json_replies.may_begin(self._held)
            if may_begin is not None and may_begin < most:
                return found
            if end is None:
                break
            line, self._held = self._held[:end], self._held[end:]
            found = found + self._line(line)
        if len(self._held) > _LONGEST_LINE:
            self._held, self._more = self._held[:_LONGEST_LINE], False
        return found

    def _read_object(self) -> list[Draft]:
        found = json_replies.drafts(self._held, self._context.passages)
        read = [replace(draft, text=self._unmarked(draft.text)) for draft in found]
        new, self._drafts = read[len(self._drafts) :], read
        self._more = len(read) < _MOST_DRAFTS
        return [draft for draft in new if is_supported(draft)]

    def _end_of_line(self) -> int | None:
        """Where the first line that is held ends: with a citation before another sentence, too."""
        newline = self._held.find("\n") + 1 or None
        if newline is None and "⟧" not in self._held and not _CLOSED.search(self._held):
            return None
        for cited in citations(self._held[: newline or len(self._held)], self._context.passages):
            follows = _NEW_SENTENCE.match(self._held, cited.end)
            if follows:
                newline = follows.end()
                break
        return newline if newline and newline <= _LONGEST_LINE else None

    def _line(self, line: str) -> list[Draft]:
        """The drafts with support of a line that was not read before."""
        line = _BULLET.sub("", _MARKDOWN.sub("", self._unmarked(line))).strip()
        if (alone := self._citations_alone(line)) is not None:
            return alone
        said = " ".join(line.casefold().split())
        if not any(map(str.isalnum, said)):
            return []
        self._lines[said] = self._lines.get(said, 0) + 1
        if self._lines[said] > 1:
            if self._lines[said] >= _MOST_REPEATED:
                self._give_up()
            return []
        drafts = self._drafts_of(line)
        self._bare = len(self._drafts)
        self._drafts += drafts
        supported = [draft for draft in drafts if is_supported(draft)]
        if len(self._lines) >= _MOST_LINES or self._count_supported() >= _MOST_DRAFTS:
            self._give_up()
        return supported

    def _unmarked(self, text: str) -> str:
        """``text`` without the model's own numbers in brackets; those of an article stay."""

        def kept(match: re.Match[str]) -> str:
            """The number, where it stands so in a passage."""
            known = self._context.passages.values()
            return match[0] if any(match[0].strip() in each.text for each in known) else ""

        return _MARKER.sub(kept, text)

    def _citations_alone(self, line: str) -> list[Draft] | None:
        """Of a line with nothing but citations: what the line before it says, with them."""
        found = citations(line, self._context.passages)
        if not found or any(map(str.isalnum, _without(line, found))):
            return None
        bare = self._drafts[self._bare :]
        if not bare or any(map(is_supported, bare)):
            return []
        supports = tuple(dict.fromkeys(each for cited in found for each in cited.supports))
        draft = Draft(" ".join(each.text for each in bare), supports)
        self._drafts[self._bare :] = [draft]
        return [draft] if is_supported(draft) else []

    def _give_up(self) -> None:
        self._more, self._held = False, ""

    def _count_supported(self) -> int:
        return sum(map(is_supported, self._drafts))

    def _drafts_of(self, line: str) -> list[Draft]:
        """The drafts of a line: words with the citations behind them; bare sentences else.

        What goes on behind a citation in the middle of a sentence belongs to it.
        """
        drafts: list[Draft] = []
        start, said = 0, ""
        named: list[Support] = []
        for cited in citations(line, self._context.passages):
            words = line[start : cited.start]
            if named and any(map(str.isalnum, words)) and not _goes_on(said, words):
                drafts.append(Draft(_sentence(said), tuple(named)))
                said, named = "", []
            said += words
            named += cited.supports
            start = cited.end
        rest = line[start:]
        if named and any(map(str.isalnum, rest)) and _goes_on(said, rest):
            said, rest = said + rest, ""
        if _sentence(said) and named:
            drafts.append(Draft(_sentence(said), tuple(dict.fromkeys(named))))
        rest = rest if _sentence(rest) else ""
        return drafts + [Draft(span.of(rest)) for span in sentences(rest)]


def parse(reply: str, context: Context) -> list[Draft]:
    """The drafts in a whole reply, its passage ids resolved; one without support stays bare."""
    read = Reply(context)
    read.feed(reply)
    read.end()
    return read.drafts


def is_supported(draft: Draft) -> bool:
    """Whether a draft names a passage or quotes one; without either it can never be a claim."""
    return any(each.passage or each.quote for each in draft.supports)


def _refuses(draft: Draft) -> bool:
    return not is_supported(draft) and bool(lexicon.pattern(r"\W*{says-nothing}").match(draft.text))


def _without(line: str, cited: Iterable[Cited]) -> str:
    """``line`` with what was cited left out."""
    start, rest = 0, ""
    for each in cited:
        rest += line[start : each.start]
        start = each.end
    return rest + line[start:]


def _goes_on(said: str, words: str) -> bool:
    """Whether ``words`` behind a citation go on with the sentence before it."""
    first = words.lstrip(" ,;:–—-")[:1]
    return not _ENDED.search(said.rstrip()) and (first.islower() or words.lstrip()[:1] in ",;:–—-")


def _sentence(text: str) -> str:
    """``text`` with an end; empty where it has no word."""
    text = _SPACED.sub(r"\1", " ".join(text.lstrip(" .").split()))
    if not any(character.isalnum() for character in text):
        return ""
    return text if _ENDED.search(text) else text + "."
