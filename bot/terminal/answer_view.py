"""What people see in a terminal of an answer: claims, hits, passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from bot import texts
from bot.answer.composing.outline import outlet_and_day
from bot.notes.interpretation import ignored_line, understood_line
from bot.notes.phrases import noted, remarked, told
from bot.terminal.console import console, headline, print_indented, print_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console

    from bot.models import Answer, Note, Understood
    from bot.store.answers import CitedPassage
    from index.articles.notices import Remark


def show_hits(
    hits: list[dict[str, Any]],
    remarks: Mapping[str, Sequence[Remark]] | None = None,
    *,
    notes: Iterable[str] = (),
) -> None:
    """Passages, best first; ``remarks`` about their articles by passage, ``notes`` about all."""
    out = console()
    for note in notes:
        out.print(f"{note}\n", style="italic", markup=False)
    if not hits:
        out.print(texts.say("search-nothing"), markup=False)
    for hit in hits:
        out.print(Text.assemble((f"{hit['rank']}. {hit['title']}", "bold")))
        facts = [hit["source"], texts.day(hit["published"]), hit["url"], f"id {hit['article']}"]
        out.print(" · ".join(fact for fact in facts if fact), style="dim", markup=False)
        for remark in (remarks or {}).get(hit.get("passage", ""), ()):
            out.print(told(remarked(remark)), style="italic", markup=False)
        out.print(hit["text"], markup=False)
        if hit["also_in"]:
            names = "; ".join(card["source"] or card["title"] for card in hit["also_in"])
            out.print(texts.say("also-in", outlets=names), style="dim", markup=False)
        out.print()


def show_understood(understood: Understood, *, plain: str = "--plain") -> None:
    """A quiet line where words were taken for dates or outlets, or were not because of a wish.

    ``plain`` is what to write to have them read as words.
    """
    out = console()
    if said := understood_line(understood, texts.language()):
        said = texts.say("terminal-plain-way", said=said, way=plain)
        _print_named(out, "terminal-understood", said)
    if said := ignored_line(understood):
        _print_named(out, "terminal-plain", said)


def _print_named(out: Console, name: str, said: str) -> None:
    print_indented(out, said, first=f"{texts.say(name)} ", style="dim")


def show_answer(answer: Answer, *, plain: str = "--plain") -> None:
    """The claims with their markers, then the sources by article; of a refusal the nearest.

    Last what was understood; ``plain`` is what to write to have it read as words.
    """
    out, places = console(), _places(answer)
    out.print(_said(answer, places))
    for said, found in _notes(answer).items():
        marks = "".join(f"[{n}]" for n in found)
        first = f"{texts.say('terminal-note', marks=marks)} " if marks else ""
        print_indented(out, said, first=first, rest="    " if marks else "", style="italic")
    if answer.citations:
        out.print()
    placed = {n for number in places for n in answer.claims[number].citations}
    print_sources(out, answer.citations, placed=placed)
    if answer.refused and answer.nearest:
        out.print(texts.say("nearest"))
        for card in answer.nearest:
            print_indented(out, headline(card), first="- ")
    if answer.understood.phrases or answer.understood.ignored:
        out.print()
    show_understood(answer.understood, plain=plain)


def _places(answer: Answer) -> dict[int, str]:
    """Outlet and day of each claim, where all have one of their own: a story, sides of a dispute.

    Empty otherwise: the sources below have them.
    """
    every = [note for note in answer.notes if _is_place(answer, note)]
    found = {note.claim: told(note) for note in every if note.claim is not None}
    return found if len(found) == len(answer.claims) else {}


def _is_place(answer: Answer, note: Note) -> bool:
    """Whether a note says of a claim what its sources say, too: outlet and day."""
    if note.kind != "side" or note.claim is None:
        return False
    cited = answer.claims[note.claim].citations
    cards = [each.card for each in answer.citations if each.n in cited]
    return any(
        note == noted("side", "note-side", note.claim, where=outlet_and_day(card)) for card in cards
    )


def _is_headline(answer: Answer, note: Note) -> bool:
    """Whether a note is the headline of an article that is cited: "Correction: …"."""
    return note.kind != "withdrawal" and any(note.text == c.card.title for c in answer.citations)


def _said(answer: Answer, places: Mapping[int, str]) -> Text:
    """The claims with their markers, the short answer bold; or that the archive does not say.

    Claims with a place of their own stand in a line each, and the place behind them.
    """
    if answer.refused:
        return Text(texts.say("refused"))
    return Text("\n" if places else " ").join(
        _claim(answer, number, places.get(number)) for number in range(len(answer.claims))
    )


def _claim(answer: Answer, number: int, place: str | None) -> Text:
    claim = answer.claims[number]
    shown = Text(claim.marked)
    if short := answer.short_in(number, claim.text):
        shown.stylize("bold", short.start, short.end)
    return shown.append(f" {place}", style="dim") if place else shown


def _notes(answer: Answer) -> dict[str, list[int]]:
    """What is said around the claims, each once, with the numbers of what it is about."""
    found: dict[str, list[int]] = {}
    for note in answer.notes:
        if not (_is_place(answer, note) or _is_headline(answer, note)):
            about = answer.claims[note.claim].citations if note.claim is not None else ()
            numbers = found.setdefault(told(note), [])
            numbers += [n for n in about if n not in numbers]
    return found


def show_citation(found: CitedPassage) -> None:
    """The passage with the quote marked, and the article it stands in.

    A headline that is quoted is marked itself, above the beginning of its article.
    """
    out = console()
    quoted = found.title and not found.withdrawn
    titled = found.withdrawn or quoted or not found.text.startswith(found.card.title)
    if quoted:
        out.print(_marked(out, "", found.verbatim, ""))
    elif titled:
        out.print(Text(found.card.title, style="bold"))
    known = [
        found.card.source,
        found.card.author,
        texts.day(found.card.published),
        found.card.url,
    ]
    if facts := " · ".join(fact for fact in known if fact):
        out.print(facts, style="dim", markup=False)
    if found.withdrawn:
        out.print(texts.say("withdrawn"))
        return
    if found.superseded:
        out.print(texts.say("superseded"))
    for remark in found.said:
        out.print(told(remarked(remark)), style="italic", markup=False)
    if titled or facts or found.superseded or found.said:
        out.print()
    if quoted:
        out.print(found.opening, markup=False)
        return
    low, high = found.quote.start - found.span.start, found.quote.end - found.span.start
    out.print(_marked(out, found.text[:low], found.text[low:high], found.text[high:]))


def _marked(out: Console, before: str, quote: str, after: str) -> Text:
    """A text with the quote in it marked, by signs where nothing can be bold."""
    signs = ("", "") if out.is_terminal else ("»", "«")
    return Text.assemble(before, signs[0], (quote, "bold reverse"), signs[1], after)
