"""The outlets of an archive, and where a question names them.

"The Verge" is also "Verge", ``CBSSports.com`` also "CBS Sports", "BBC News - Asia" also "BBC", and
"Ostrand Post" also "the Post".
Many a short name is an ordinary word ("Time", "Sun"), and counts only with a capital and a cue:
"according to Time", "the Sun's report", «по данным».
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.models import Span
from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"[^\W_]+")
_SECTION = re.compile(r"\s+[|–—:-]\s+|:\s+")
_DOMAIN = re.compile(
    r"^(?:https?://)?(?:www\.)?|\.(?:com?|org|net|info|news|tv|fm|io|[a-z]{2})\b/?"
)
_COINED = re.compile(r"[A-Z]+[a-z]+[A-Z]\w{2,}|[A-Z]{3,}[a-z]{3,}")
"""A name such as "TechCrunch", which is nothing else in small letters either."""
_ENDING = re.compile(
    r"(?<=[а-яёіїєґ]{3})(?:ой|ою|ей|ею|ом|ем|им|им|ого|ому|ої|ій|ая|ую|ые|ых|[аяоыиіеєїуюьй])$"
)
_START = 2
"""Letters by which names that may begin at a word are looked up."""
_LEAST_ACRONYM = 3
_SUFFIX = re.compile(r"(?:\.com\b)?(?: (?:News|Sports?|Online|Business|World|Magazine)\b)?(?!\w)|")
"""What people add to a short name, as in "BBC Sport"."""
_QUOTE_BEFORE = re.compile(r"[\"'“‘«„]$")
_QUOTE_AFTER = re.compile(r"[\"'”’»]")
_WAYS = (
    r"['\"‘“](?P<names>[A-Z][^'\"‘’“”\n]{1,80})['\"’”]{of-outlet}",
    r"\b{printed-by}\s+(?:both\s+)?[\"'“‘«]?{outlet-names}",
    r"[\"'“‘«]?\b(?P<names>{short-outlet-name})[\"'”’»]?(?:['’]s)?{of-outlet}",
)
"""How an outlet is named: in quotation marks before its article, behind it, before it."""
_NEXT_NAME = re.compile(r"[\"'”’»]?(?:,\s+(?:and\s+)?|\s+and\s+(?=[\"'“‘«]?[A-Z]))[\"'“‘«]?")


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a question names outlets, and how the archive calls them; none if it has them not."""

    span: Span
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    names: tuple[str, ...]
    whole: bool
    coined: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    span: Span
    form: _Form
    sure: bool


class Outlets:
    """The names of an archive's outlets, ready to be found in questions."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(sorted(set(names)))
        self._forms: dict[str, _Form] = {}
        for name in self.names:
            for form, whole in _forms(name):
                self._add(form, name, whole=whole)
        self._longest: dict[str, int] = {}
        for key in self._forms:
            start = key[:_START]
            self._longest[start] = max(len(key), self._longest.get(start, 0))

    def _add(self, form: str, name: str, *, whole: bool) -> None:
        parts = _WORD.findall(form)
        key = _key(parts)
        known = self._forms.get(key)
        if not key or (known and known.whole and not whole):
            return
        names = known.names if known and known.whole == whole else ()
        names = tuple(dict.fromkeys((*names, name)))
        coined = bool(_COINED.fullmatch(form)) or (known is not None and known.coined)
        self._forms[key] = _Form(names, whole, coined)

    def mentions(self, text: str) -> list[Mention]:
        """Where ``text`` names outlets, in order; the longest name at a place counts."""
        found = list(self._candidates(text))
        sure = [each.sure or _has_cue(text, each.span) for each in found]
        join = lexicon.pattern("{between-outlets}", cased=True)
        for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
            for place in order:
                other = place - 1 if order.step > 0 else place + 1
                low, high = sorted((place, other))
                if sure[other] and join.fullmatch(
                    text, found[low].span.end, found[high].span.start
                ):
                    sure[place] = True
        return [
            Mention(each.span, each.form.names)
            for each, is_sure in zip(found, sure, strict=True)
            if is_sure
        ]

    def _candidates(self, text: str) -> Iterator[_Candidate]:
        places = list(_WORD.finditer(text)) if self._forms else []
        keys = [_key([place.group()]) for place in places]
        reached = 0
        for at, place in enumerate(places):
            if place.start() >= reached:
                candidate = self._candidate(text, places, keys, at)
                if candidate is not None:
                    yield candidate
                    reached = candidate.span.end

    def _candidate(
        self, text: str, places: Sequence[re.Match[str]], keys: Sequence[str], at: int
    ) -> _Candidate | None:
        """The longest name that begins with the word at ``at``."""
        longest = self._longest.get(keys[at][:_START], 0)
        joined, best = "", None
        for last in range(at, len(places)):
            joined += keys[last]
            if len(joined) > longest and last > at:
                break
            form = self._forms.get(joined)
            if form is not None:
                best = _judged(text, places[at : last + 1], form) or best
        return best


def _judged(text: str, places: Sequence[re.Match[str]], form: _Form) -> _Candidate | None:
    """The name that these words are, unless they are written like ordinary words."""
    words = [place.group() for place in places]
    span = Span(places[0].start(), places[-1].end())
    if not form.whole and (suffix := _SUFFIX.match(text, span.end)):
        span = Span(span.start, suffix.end())
    if not _is_one_name(span.of(text)):
        return None
    if form.coined or _is_distinct(words, text, span):
        return _Candidate(span, form, sure=True)
    if words[-1][0].isupper() or (len(words) > 1 and _has_cue(text, span)):
        return _Candidate(span, form, sure=False)
    return None


def _forms(name: str) -> Iterator[tuple[str, bool]]:
    """What ``name`` may be called, and whether that is the whole of it."""
    yield name, True
    short = _DOMAIN.sub("", _SECTION.split(name)[0].strip()).strip()
    for other, whole in (alias.split(" = ") for alias in lexicon.alternatives("outlet-aliases")):
        if whole.casefold() == short.casefold().removeprefix("the "):
            yield other, False
    parts = short.split()
    if parts and parts[0].casefold() == "the":
        parts = parts[1:]
    domain = short if "." in name and len(parts) == 1 else ""
    if domain.casefold().startswith("the") and domain.islower():
        yield domain[3:], False
    yield short, False
    yield " ".join(parts), False
    if len(parts) > 1 and parts[-1].casefold() in lexicon.words("outlet-endings"):
        yield " ".join(parts[:-1]), False
    elif len(parts) > 1 and parts[-1][0].isupper():
        yield f"the {parts[-1]}", False
    initials = "".join(part[0] for part in parts if part[0].isupper())
    if len(initials) >= _LEAST_ACRONYM:
        yield initials, False


def _key(words: Iterable[str]) -> str:
    """What two spellings of a name have in common: no case, no spaces, no Cyrillic endings."""
    return "".join(_ENDING.sub("", word.casefold()) for word in words)


def _is_one_name(text: str) -> bool:
    """Whether the words stand together, and no sentence or list goes between them."""
    return not re.search(r"[,;?!\"“”«»]|\.\s", text)


def _is_distinct(words: Sequence[str], text: str, span: Span) -> bool:
    """Whether these words can hardly be anything but an outlet, even without a cue."""
    last = words[-1]
    if len(words) == 1:
        inner = any(letter.isupper() or letter.isdigit() for letter in last[1:])
        return inner and len(last) >= _LEAST_ACRONYM and not text.isupper()
    capital = all(word[0].isupper() or word[0].isdigit() or len(word) <= 3 for word in words[1:])  # noqa: PLR2004 - "of"
    if words[0].casefold() == "the" and len(words) == 2:  # noqa: PLR2004 - "The" and a word
        return capital and words[0][0].isupper() and bool(text[: span.start].strip(" '\"“‘«"))
    return capital and words[0][0].isupper()


def _has_cue(text: str, span: Span) -> bool:
    """Whether the words around say that this is an outlet."""
    before, after = text[: span.start], text[span.end :]
    quoted = _QUOTE_BEFORE.search(before) and _QUOTE_AFTER.match(after)
    led_to = lexicon.pattern("{before-outlet}").search(before[-80:])
    return bool(quoted or led_to or lexicon.pattern("{behind-outlet}").match(after))


def guesses(text: str, known: Sequence[Span]) -> list[Mention]:
    """Names in ``text`` that are written like outlets, outside of those that are ``known``.

    Only what is called an article's home: "the Gazette article", "reported by The Gazette". They
    bound nothing; they show where one source's clause ends and another's begins.
    """
    found: dict[int, Mention] = {}
    for way in _WAYS:
        for match in lexicon.pattern(way, cased=True).finditer(text):
            for span in _guessed(text, match):
                taken = [*known, *(each.span for each in found.values())]
                if not any(span.start < each.end and each.start < span.end for each in taken):
                    found[span.start] = Mention(span, ())
    return [found[start] for start in sorted(found)]


def _guessed(text: str, match: re.Match[str]) -> Iterator[Span]:
    start, end = match.span("names")
    for split in (*_NEXT_NAME.finditer(text, start, end), None):
        stop = split.start() if split else end
        words = list(re.finditer(r"\S+", text[start:stop]))
        while words and words[0].group() != "The" and _is_no_outlet(words[0].group()):
            words.pop(0)
        if words and not (len(words) == 1 and words[0].group() == "The"):
            yield Span(start + words[0].start(), stop)
        start = split.end() if split else end


def _is_no_outlet(word: str) -> bool:
    return lexicon.pattern("{is-no-outlet}").fullmatch(word) is not None
