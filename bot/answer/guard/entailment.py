"""Whether a sentence says no more, no less and nothing else than the sentence it stands on.

Each check gives the reason why it fails, or ``None``. All of them are deterministic and cheap
enough to run on every sentence.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from bot.answer.guard.asides import without_asides
from bot.answer.guard.attribution import another_speaker, attribution, reported
from bot.answer.guard.compression import compresses
from bot.answer.guard.coreference import resolved, without_first_names
from bot.answer.guard.quotes import find_quote
from bot.answer.guard.tokens import modifiers, tokens, words
from index.text import lexicon
from index.text.language import UNKNOWN, detect
from index.text.names import capitalised
from index.text.quotations import quotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.answer.guard.tokens import Token

ANOTHER_LANGUAGE = "is in another language than the quotation and cannot be compared"
_MARK = re.compile(r"[“”\"«»„‟‹›‘]")
_MIXED = re.compile(r"\w*(?:[A-Za-zÀ-ɏ][Ͱ-ӿ]|[Ͱ-ӿ][A-Za-zÀ-ɏ])\w*")


def unsupported(
    claim: str, *, quote: str, passage: str, title: str, outlet: str | None = None
) -> str | None:
    """Why the sentence ``quote`` does not carry ``claim``, or ``None`` where it does.

    The claim has to be the quotation with whole parts left out. Only the name of whom the
    quotation calls "he" may come from the passage before it, or from the headline; that
    ``outlet``, which printed it, reports it may be said around it.
    """
    claim = reported(claim, outlet)
    return (
        _writing(claim, quote)
        or _language(claim, quote)
        or _question(claim, quote)
        or another_speaker(claim, quote)
        or _quotations(claim, passage)
        or _wording(claim, quote, passage=passage, title=title)
    )


def _writing(claim: str, quote: str) -> str | None:
    """Letters that only look like others, and number signs that the quotation does not have."""
    if mixed := _MIXED.search(claim):
        return f"letters of two alphabets in {mixed.group()}"
    if not _follows(_signs(claim), _signs(quote)):
        return "figure signs that are not in the quotation"
    return None


def _signs(text: str) -> list[str]:
    """The characters that are numbers but none of 0 to 9."""
    return [each for each in text if not each.isascii() and unicodedata.category(each)[0] == "N"]


def _follows(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether ``some`` is ``others`` with items left out."""
    rest: Iterator[str] = iter(others)
    return all(each in rest for each in some)


def _language(claim: str, quote: str) -> str | None:
    """Russian and Ukrainian count as one: short sentences often could be either."""
    said, found = detect(claim), detect(quote)
    same = UNKNOWN in (said, found) or (said == "en") == (found == "en")
    return None if same else ANOTHER_LANGUAGE


def _question(claim: str, quote: str) -> str | None:
    if "?" in quote or "?" in claim:
        return "a question states nothing"
    return None


def _quotations(claim: str, passage: str) -> str | None:
    quoted = [*_insides(passage)]
    for inside in _insides(claim):
        if not any(find_quote(inside.rstrip(".,; "), other) for other in quoted):
            return "quotation marks around words that are not so marked in the passage"
    if _MARK.search(quotation("single").sub("", quotation("double").sub("", claim))):
        return "a quotation mark without its other half"
    return None


def _insides(text: str) -> Iterator[str]:
    """What stands between quotation marks; apostrophes inside a word are none."""
    for kind in (quotation("double"), quotation("single")):
        for match in kind.finditer(text):
            yield next(group for group in match.groups() if group)


def _wording(claim: str, quote: str, *, passage: str, title: str) -> str | None:
    said, found = _moved(claim, quote) or (words(claim), tokens(quote))
    said = resolved(said, quote, passage=passage, title=title)
    said, found = without_first_names(said, passage), without_first_names(found, passage)
    if not said:
        return "says nothing"
    if missing := _missing(said, found):
        return missing
    return _changes(said, found) and _changes(said, without_asides(found, said))


def _changes(said: Sequence[Token], found: Sequence[Token]) -> str | None:
    if modifiers(said) != modifiers([each for each in found if not each.mark]):
        return "negation, condition, comparison, time or speaker differs from the quotation"
    return None if compresses(said, found) else "leaves out or moves what the quotation needs"


def _moved(claim: str, quote: str) -> tuple[list[Token], list[Token]] | None:
    """What both say without "said Berg", where the same one says all of either."""
    mine, theirs = attribution(claim), attribution(quote)
    if not mine or not theirs:
        return None
    speaker, own = words(mine[0]), words(theirs[0])
    same = speaker == own and not lexicon.words("pronouns") & {token.key for token in own}
    if not same and not (
        capitalised(f"By {mine[0]}", inside=True) and compresses(speaker, tokens(theirs[0]))
    ):
        return None
    return words(mine[1]), tokens(theirs[1])


def _missing(said: Iterable[Token], found: Iterable[Token]) -> str | None:
    known = {token.key for token in found}
    for token in said:
        if token.key not in known:
            kind = "figure" if token.figure else "name" if token.capital else "word"
            return f"{kind} {token.key} is not in the quotation"
    return None
