"""A transcript as a Word document: each citation is a footnote with quotation and source."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from bot import texts
from bot.transcripts.footnotes import Footnotes
from bot.transcripts.transcript import (
    address,
    circumstances,
    facts,
    heading,
    headline,
    notes,
    plain,
    quotation,
)

if TYPE_CHECKING:
    from docx.document import Document as Made
    from docx.text.paragraph import Paragraph

    from bot.models import Answer, Citation, Claim
    from bot.transcripts.transcript import Transcript, Turn
    from index.models import ArticleCard

_AUTHOR = "Pressmark"
_A4 = (Mm(210), Mm(297))
_LANGUAGES = {"en": "en-US", "ru": "ru-RU", "uk": "uk-UA"}
"""In which words are spelled, as Word calls it."""


def word_document(transcript: Transcript) -> bytes:
    """The file."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = _A4
    _describe(document, transcript)
    document.add_heading(plain(transcript.title), 0)
    document.add_paragraph(plain(transcript.about))
    footnotes = Footnotes(document)
    for number, turn in enumerate(transcript.turns, 1):
        _turn(document, footnotes, number, turn)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _describe(document: Made, transcript: Transcript) -> None:
    """What the template says of itself gives way to what this is."""
    about = document.core_properties
    about.author = about.last_modified_by = _AUTHOR
    about.title, about.comments = plain(transcript.title), ""
    about.created = about.modified = transcript.made.replace(tzinfo=None)
    about.language = _LANGUAGES[texts.language()]
    for spelled in document.styles.element.iter(qn("w:lang")):
        spelled.set(qn("w:val"), about.language)


def _turn(document: Made, footnotes: Footnotes, number: int, turn: Turn) -> None:
    answer = turn.answer
    document.add_heading(f"{number}. {heading(turn)}", 1)
    for each in circumstances(turn):
        _slanted(document, each)
    if answer.refused:
        document.add_paragraph(texts.say("refused"))
    cited: dict[int, int] = {}
    for index, claim in enumerate(answer.claims):
        paragraph = document.add_paragraph(" ".join(plain(claim.text).split()))
        _cite(paragraph, footnotes, answer, claim, cited)
        for note in notes(answer, index):
            _slanted(document, note)
    for note in notes(answer, None):
        _slanted(document, note)
    if answer.refused and answer.nearest:
        document.add_paragraph(texts.say("nearest"))
        for card in answer.nearest:
            _nearest(document, card)


def _cite(
    paragraph: Paragraph, footnotes: Footnotes, answer: Answer, claim: Claim, cited: dict[int, int]
) -> None:
    """The footnotes of a claim; ``cited`` are those that the answer has, by its numbers."""
    known = {citation.n: citation for citation in answer.citations}
    element = paragraph._p  # noqa: SLF001 - python-docx has no other way to what it cannot write
    for place, n in enumerate(claim.citations):
        if place:
            footnotes.between(element)
        if n in cited:
            footnotes.refer(element, cited[n])
            continue
        footnote = footnotes.add(element)
        cited[n] = footnote.number
        footnote.add(f" {_quoted(known[n])} ")
        footnote.add(headline(known[n].card), bold=True)
        footnote.add(_behind(known[n].card))
        if url := address(known[n].card):
            footnote.link(url)


def _quoted(citation: Citation) -> str:
    """The quotation in the marks of the language; a sentence of ours has none."""
    said = quotation(citation)
    return texts.say("quoted", text=said) if citation.quote else said


def _nearest(document: Made, card: ArticleCard) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    paragraph.add_run(headline(card)).bold = True
    paragraph.add_run(_behind(card) + (address(card) or ""))


def _behind(card: ArticleCard) -> str:
    """Outlet and day behind a headline, and what goes before an address."""
    known = f" — {facts(card)}" if facts(card) else ""
    return f"{known} · " if address(card) else f"{known}."


def _slanted(document: Made, text: str) -> None:
    document.add_paragraph().add_run(" ".join(text.split())).italic = True
