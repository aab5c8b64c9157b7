"""Whom a quotation means by "he": the name in the sentence before it, or in the headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.messages import message, quoted
from index.text import lexicon
from index.text.names import capitalised, names
from index.text.sentences import sentences

if TYPE_CHECKING:
    from bot.messages import Message
    from index.catalog.articles.versions import Version
    from index.models import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MARK = re.compile(r"^[\s–—•*>#-]+")
"""What can stand before the first word of a line: a dash, the mark of a list."""
_LEADING = 6
"""Words of a quotation among which a pronoun leads it: "The next day she told …"."""
_SHORT = 30
"""Words of a sentence before that is short enough to be shown."""
_BACK = 4
"""Sentences that are looked at, as long as those between say nothing but somebody's words."""
_INSIDE = re.compile(r"[\"“«„][^\"“”«»„]*[\"”»“]?")


def whom(version: Version, span: Span) -> Message | None:
    """``“She”: the sentence before names Natalia Eismont.``, where a quotation leans on a pronoun.

    Where several names stand there, the sentence itself if it is short. Before sentences that are
    nothing but somebody's words stands who said them. A quotation that "his" or "her" begins leans
    like one with "he"; one that "its" begins may mean whatever is there, and only that sentence
    tells. ``None`` where nothing is to be made clear.
    """
    quote = span.of(version.text)
    if (owner := _begins(quote, "owners")) is not None:
        return _sentence_before(version.text, span, owner)
    pronoun = _begins(quote, "owning-people") or leading_pronoun(quote)
    if pronoun is None:
        return None
    for back, before in enumerate(_before(version.text, span)):
        found = people(_outside(_MARK.sub("", before)), version.text)
        if len(found) == 1:
            name = "note-person-earlier" if back else "note-person-before"
            return message(name, pronoun=quoted(pronoun), name=found[0])
        if found and not back and (said := _shown(before, pronoun)):
            return said
        if found or _outside(before).strip(" .,!?"):
            break
    found = people(version.title, version.text)
    if len(found) != 1:
        return None
    return message("note-person-headline", pronoun=quoted(pronoun), name=found[0])


def _begins(quote: str, owners: str) -> str | None:
    """The first word of a quotation if it is one of these possessives."""
    first = _WORD.match(quote)
    return first.group() if first and first.group().casefold() in lexicon.words(owners) else None


def _sentence_before(text: str, span: Span, pronoun: str) -> Message | None:
    """The sentence before, if it is short and not only somebody's words."""
    before = next(iter(_before(text, span)), "")
    return _shown(before, pronoun) if _outside(before).strip(" .,!?") else None


def _shown(before: str, pronoun: str) -> Message | None:
    """What the sentence before says, if it is short."""
    words = before.split()
    if len(words) > _SHORT:
        return None
    return message("note-person-said", pronoun=quoted(pronoun), sentence=" ".join(words))


def leading_pronoun(text: str) -> str | None:
    """The pronoun that stands before every name of ``text``, outside of what somebody says."""
    outside = _outside(text)
    first = next((span.start for span in names(outside)), len(text))
    for match in list(_WORD.finditer(outside))[:_LEADING]:
        if match.start() >= first:
            return None
        if match.group().casefold() in lexicon.words("people"):
            return match.group()
    return None


def subject(sentence: str, pronoun: str, whole: str) -> str | None:
    """The name that begins a sentence, where the next one can mean nobody else by ``pronoun``.

    Strict: nobody else may stand in it, with a name or without, and where the name stands alone in
    ``whole`` all words have the sex of the pronoun, and some have. Only English tells that.
    """
    bare = _outside(sentence)
    found = people(bare, whole)
    if len(found) != 1 or not bare.startswith(found[0]):
        return None
    rest = bare[len(found[0]) :]
    others = [span for span in names(rest) if span.of(rest) not in found[0]]
    first = _WORD.match(found[0])
    if others or first is None or first.group() not in capitalised(whole, inside=True):
        return None
    if lexicon.pattern(r"['’]|\s+{and}\b").match(rest):
        return None
    words = {each.casefold() for each in _WORD.findall(rest)} - lexicon.words("stop")
    if any(lexicon.cue("somebody").fullmatch(each) for each in words):
        return None
    sex = lexicon.table("directions").get(pronoun.casefold())
    return found[0] if _sexes(found[0], whole) == {sex} else None


def _sexes(name: str, whole: str) -> set[str]:
    """Of which sex the words are beside a name, where nobody else is named; by its last word."""
    sexes, last = lexicon.table("directions"), name.rsplit(maxsplit=1)[-1]
    said: set[str] = set()
    for line in whole.split("\n"):
        for span in sentences(line):
            bare = _outside(span.of(line))
            if last in bare and [each.split()[-1] for each in people(bare, whole)] == [last]:
                said |= {sexes[word] for word in _WORD.findall(bare.casefold()) if word in sexes}
    return {each for each in said if each.startswith("sex")}


def _outside(text: str) -> str:
    """``text`` with what somebody says in it blanked."""
    return _INSIDE.sub(lambda match: " " * len(match.group()), text)


def _before(text: str, span: Span) -> list[str]:
    """The last sentences before a span, in whatever paragraph they stand, the nearest first."""
    found: list[str] = []
    for line in reversed(text[: span.start].rstrip().split("\n")):
        found += [each.of(line) for each in reversed(sentences(line))]
        if len(found) >= _BACK:
            break
    return found[:_BACK]


def people(text: str, whole: str) -> list[str]:
    """The names of ``text`` that can be somebody's, each once; part of another is the same.

    A word that begins the sentence is a name where ``whole`` has it inside of one, more often
    than in small letters.
    """
    found = [span for span in names(text) if may_be_somebody(span, text)]
    named = [each.of(text) for each in found]
    first = _WORD.match(text.lstrip())
    if first and not any(each.startswith(first.group()) for each in named):
        bare = first.group().removesuffix("'s").removesuffix("’s")
        is_name = bare[0].isupper() and bare.casefold() not in lexicon.words("stop")
        named += [bare] * (is_name and _is_name(bare, whole))
    once = list(dict.fromkeys(named))
    return [each for each in once if not any(each != other and each in other for other in once)]


def _is_name(word: str, whole: str) -> bool:
    """Whether ``whole`` has a word with a capital where others have none, most of the time."""
    inside = 0
    for line in whole.split("\n") if word in whole else ():
        for span in sentences(line):
            said = _MARK.sub("", span.of(line))
            inside += capitalised(said, inside=True).count(word)
    return inside > _WORD.findall(whole).count(word.lower())


def may_be_somebody(name: Span, text: str) -> bool:
    """Whether a name is not rather that of an outlet, or behind "in" or "of" of a place."""
    place = lexicon.pattern(r"\b{before-place}\s+(?:the\s+)?$")
    endings = lexicon.words("outlet-endings")
    last = name.of(text).split()[-1].casefold()
    return last not in endings and not place.search(text[: name.start])
