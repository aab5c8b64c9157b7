"""The page of one answer: its claims, and each quotation marked in the article's text around it.

It is made from what is kept of the answer and of the articles whenever somebody opens it, so that
what was withdrawn since is not shown: neither the article's text nor the claims that stand on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot import texts
from bot.answer.composing.selection import MODEL
from bot.answer.records import OF_OTHERS
from bot.models import Short
from bot.notes.phrases import remarked, told
from bot.store import answers
from index.catalog.articles import withdrawal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Template

    from bot.store.answers import CitedPassage
    from index.library import Library

_AROUND = 500
"""Most characters of the article on either side of the quotation, or below a headline."""
_ENDS = ".!?…\"”»'’)"
"""Where a text may end without looking cut off."""
_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line; ``strong`` is the short answer."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim in pieces, the numbers of its quotations, and notes about it."""

    pieces: tuple[Piece, ...]
    numbers: tuple[int, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A quotation where it stands: what is before, in and after it, unless it was withdrawn.

    Of a headline that is quoted ``before`` and ``quote`` are empty and ``after`` is the opening.
    """

    n: int
    title: str
    titled: bool
    url: str | None
    details: str
    said: tuple[str, ...] = ()
    before: str = ""
    quote: str = ""
    after: str = ""


def page(library: Library, answer: str, *, styles: str) -> tuple[str, str]:
    """The page of the answer with this id, in HTML, and its language.

    Raises:
        NotFoundError: there is none.
    """
    content = library.catalog.query(answers.find_answer, answer)
    texts.speak(content.get("asked", {}).get("language"))
    numbered = [(each["n"], each["id"]) for each in content["citations"]]
    with library.catalog.read() as connection:
        cited = {n: answers.cited(connection, each, around=_AROUND) for n, each in numbered}
        gone = withdrawal.withdrawn(connection)
    made = _template("answer.html").render(
        language=texts.language(),
        styles=styles,
        question=content["question"],
        refused=content["refused"],
        claims=list(_claims(content, cited)),
        notes=_notes(content, None, cited),
        sources=[_source(n, each) for n, each in cited.items()],
        nearest=[_nearest(card) for card in content["nearest"] if card["article"] not in gone],
        around=list(_around_it_all(content)),
        words={
            "refused": texts.say("refused"),
            "nearest": texts.say("nearest"),
            "sources": texts.say("page-sources"),
            "withdrawn": texts.say("page-withdrawn"),
        },
    )
    return made, texts.language()


def missing(*, styles: str) -> str:
    """The page in the place of one that is not there."""
    texts.speak(None)
    said = texts.say("page-missing")
    return _template("missing.html").render(language=texts.DEFAULT, styles=styles, said=said)


@cache
def _template(name: str) -> Template:
    """A template; whatever is filled in is text, never HTML."""
    loader = PackageLoader("bot.web", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template(name)


def _around_it_all(content: Mapping[str, Any]) -> Iterator[str]:
    """What is said of the answer as a whole: its promise, who wrote it, when it was asked."""
    if content["citations"]:
        yield texts.say("page-promise")
    if content["model"] != MODEL and not content["refused"]:
        yield texts.say("page-model", model=content["model"])
    if at := content.get("asked", {}).get("at"):
        yield texts.say("page-asked", day=texts.day(at))


def _claims(
    content: Mapping[str, Any], cited: Mapping[int, CitedPassage]
) -> Iterator[ShownClaim | None]:
    """Each claim; ``None`` where it stands on what was withdrawn."""
    for number, claim in enumerate(content["claims"]):
        if any(cited[n].withdrawn for n in claim["citations"]):
            yield None
            continue
        pieces = tuple(_pieces(claim["text"], content["short"], number))
        yield ShownClaim(pieces, tuple(claim["citations"]), _notes(content, number, cited))


def _pieces(claim: str, short: Mapping[str, Any] | None, number: int) -> Iterator[Piece]:
    """A claim with the short answer in it strong."""
    found = Short(short["text"], short["claim"]) if short else None
    place = found.place(claim) if found and found.claim == number else None
    if place is None:
        yield Piece(claim)
        return
    yield Piece(claim[: place.start])
    yield Piece(place.of(claim), strong=True)
    yield Piece(claim[place.end :])


def _notes(
    content: Mapping[str, Any], claim: int | None, cited: Mapping[int, CitedPassage]
) -> tuple[str, ...]:
    """Notes about a claim, or those about the whole; none that may speak of what was withdrawn."""
    lost = any(each.withdrawn for each in cited.values())
    if claim is None and lost:
        return ()
    return tuple(
        note["text"]
        for note in content["notes"]
        if note["claim"] == claim
        and note["text"].strip()
        and not (lost and note["kind"] in OF_OTHERS)
    )


def _source(n: int, cited: CitedPassage) -> Source:
    card = cited.card
    known = (card.source, card.author, texts.day(card.published))
    details = " · ".join(each for each in known if each)
    url = usable(card.url)
    if cited.withdrawn:
        said = (texts.say("withdrawn"),)
        return Source(n, card.title, titled=False, url=None, details=details, said=said)
    said = (
        *((texts.say("superseded"),) if cited.superseded else ()),
        *(told(remarked(each)) for each in cited.said),
        *((_also(cited),) if cited.also_in else ()),
    )
    before, quote, after = _around(cited)
    return Source(n, card.title, cited.title, url, details, said, before, quote, after)


def _also(cited: CitedPassage) -> str:
    names = dict.fromkeys(each.source or each.title for each in cited.also_in)
    return texts.say("also-in", outlets=", ".join(names))


def _around(cited: CitedPassage) -> Sequence[str]:
    """What stands before, in and after the quotation; three dots where the article goes on.

    The headline, which stands above, is not repeated.
    """
    title = cited.card.title
    if cited.title:
        return "", "", _beginning(_below(title, cited.opening))
    begin, end = cited.quote.start - cited.span.start, cited.quote.end - cited.span.start
    before, after = cited.text[:begin], cited.text[end:]
    cut = cited.span.start > 0 or len(before) > _AROUND
    before = _end(before) if cut else _below(title, before)
    return before, cited.text[begin:end], _beginning(after)


def _below(title: str, text: str) -> str:
    return text.removeprefix(title).lstrip() if text.startswith(title) else text


def _end(text: str) -> str:
    """The last words of a text that is cut."""
    kept = text[-_AROUND:]
    return "…" + (kept.partition(" ")[2] if len(text) > _AROUND else kept)


def _beginning(text: str) -> str:
    """The first words of a text, which may be cut already."""
    kept = text[:_AROUND].rpartition(" ")[0] if len(text) > _AROUND else text
    return kept if not kept or kept.rstrip().endswith(tuple(_ENDS)) else f"{kept}…"


def _nearest(card: Mapping[str, Any]) -> Source:
    details = " · ".join(each for each in (card["source"], texts.day(card["published"])) if each)
    return Source(0, card["title"], titled=False, url=usable(card["url"]), details=details)


def usable(url: str | None) -> str | None:
    """An address that leads to a page and runs nothing."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme.lower() in _SCHEMES and parts.hostname else None
