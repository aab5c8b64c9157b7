"""What people see in a terminal of an answer: claims, hits, passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from bot import texts
from bot.notes.interpretation import ignored_line, understood_line
from bot.notes.phrases import remarked, told
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
    out = console()
    out.print(_said(answer))
    for note in answer.notes:
        marks = "".join(f"[{n}]" for n in _numbers(answer, note))
        first = f"{texts.say('terminal-note', marks=marks)} " if marks else ""
        print_indented(out, told(note), first=first, rest="    " if marks else "", style="italic")
    if answer.citations:
        out.print()
    print_sources(out, answer.citations)
    if answer.refused and answer.nearest:
        out.print(texts.say("nearest"))
        for card in answer.nearest:
            print_indented(out, headline(card), first="- ")
    if answer.understood.phrases or answer.understood.ignored:
        out.print()
    show_understood(answer.understood, plain=plain)


def _said(answer: Answer) -> Text:
    """The claims with their markers, the short answer bold; or that the archive does not say.

    A claim with a place of its own, of a story or a side of a dispute, begins a line.
    """
    if answer.refused:
        return Text(texts.say("refused"))
    placed = {note.claim for note in answer.notes if note.kind == "side"}
    between = "\n" if len(placed - {None}) == len(answer.claims) else " "
    said, begin = Text(between.join(claim.marked for claim in answer.claims)), 0
    for number, claim in enumerate(answer.claims):
        if place := answer.short_in(number, claim.text):
            said.stylize("bold", begin + place.start, begin + place.end)
        begin += len(claim.marked) + 1
    return said


def _numbers(answer: Answer, note: Note) -> tuple[int, ...]:
    """The citations of the claim that a note is about."""
    return () if note.claim is None else answer.claims[note.claim].citations


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
