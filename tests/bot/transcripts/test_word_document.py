"""A conversation as a Word document, opened anew and looked into."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from bot.models import Note
from bot.transcripts.word_document import word_document
from tests.bot.made import in_language
from tests.bot.transcripts.made import ICE, REFUSED, SAID, transcript

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


@pytest.fixture(scope="module")
def file() -> bytes:
    """A document of an answer, a refusal, and the answer once more."""
    return word_document(transcript(SAID, REFUSED, SAID))


def part(file: bytes, name: str) -> Element:
    """A part of a document."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return parse_xml(archive.read(name))


def footnotes(file: bytes) -> dict[str, str]:
    """The words of each footnote by its id."""
    found = part(file, "word/footnotes.xml").iter(qn("w:footnote"))
    return {
        note.get(qn("w:id")): "".join(
            "\n" if each.tag == qn("w:br") else each.text or ""
            for each in note.iter(qn("w:t"), qn("w:br"))
        )
        for note in found
    }


def test_document_has_questions_claims_notes_and_times(file: bytes) -> None:
    """And of a refusal the nearest articles."""
    paragraphs = Document(io.BytesIO(file)).paragraphs

    assert [(getattr(each.style, "name", ""), each.text) for each in paragraphs[:13]] == [
        ("Title", "Questions to the archive, 1 December 2026"),
        ("Normal", "Made 1 December 2026, 06:00 UTC: 3 answers."),
        ("Heading 1", "1. What froze_over?"),
        ("Normal", "Asked 1 December 2026, 05:40 UTC."),
        ("Normal", "Understood as: What froze over in January?"),
        ("Normal", "1. The harbour froze."),
        ("Normal", "last spring: spring 2024"),
        ("Normal", "Cod costs <b>42</b> crowns.1, "),
        ("Normal", "The newest is of today."),
        ("Heading 1", "2. Who won?"),
        ("Normal", "Asked 1 December 2026, 05:40 UTC."),
        ("Normal", "The archive does not say."),
        ("Normal", "Nearest articles:"),
    ]
    assert paragraphs[13].text.startswith(
        "Harbour *freezes* [1] — Courier & Sons · 16 January 2024"
    )


def test_citation_is_a_footnote_with_quote_headline_outlet_day_and_link(file: bytes) -> None:
    """Verbatim, line ends too; behind the two that only draw the line above them."""
    first = (
        " “1. The harbour froze.\n\n# It was cold.” Harbour *freezes* [1] — Courier & Sons"
        f" · 16 January 2024 · {ICE.url}"
    )
    second = " “Cod costs <b>42</b> crowns.” Cod is dear."

    assert footnotes(file) == {"-1": "", "0": "", "1": first, "2": second, "3": first, "4": second}


def test_footnote_stands_once_and_is_referred_to_again(file: bytes) -> None:
    """By a field that follows it; every answer has its own."""
    body = part(file, "word/document.xml")
    placed = [each.get(qn("w:id")) for each in body.iter(qn("w:footnoteReference"))]
    fields = [each.text.split() for each in body.iter(qn("w:instrText"))]
    marks = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}

    assert placed == ["1", "2", "3", "4"]
    assert fields == [["NOTEREF", f"_Ref00000{n}", "\\f", "\\h"] for n in (1, 3)]
    assert {field[1] for field in fields} <= marks


def test_word_finds_all_that_a_footnote_needs(file: bytes) -> None:
    """Type and relation of the part, its links, the separators in the settings, the styles."""
    types = part(file, "[Content_Types].xml")
    named = {each.get("PartName"): each.get("ContentType") for each in types}
    relations = [each.get("Target") for each in part(file, "word/_rels/document.xml.rels")]
    links = [dict(each.attrib) for each in part(file, "word/_rels/footnotes.xml.rels")]
    settings = part(file, "word/settings.xml")
    tags = [each.tag for each in settings]
    styles = {each.get(qn("w:styleId")) for each in part(file, "word/styles.xml")}
    used = part(file, "word/footnotes.xml").iter(qn("w:pStyle"), qn("w:rStyle"))

    assert named["/word/footnotes.xml"] == FOOTNOTES
    assert relations.count("footnotes.xml") == 1
    assert {each["Target"] for each in links} == {ICE.url}
    assert {each["TargetMode"] for each in links} == {"External"}
    separators = settings.find(qn("w:footnotePr"))
    assert [each.get(qn("w:id")) for each in separators] == ["-1", "0"]
    assert tags[tags.index(qn("w:footnotePr")) + 1] == qn("w:compat")
    assert {each.get(qn("w:val")) for each in used} == {
        "FootnoteText",
        "FootnoteReference",
        "Hyperlink",
    } & styles


def test_document_says_what_it_is_and_not_what_it_was_made_of() -> None:
    """Title and author; words are spelled in the language that is spoken."""
    made = in_language("uk", word_document, transcript(SAID))
    about = Document(io.BytesIO(made)).core_properties
    languages = {each.get(qn("w:val")) for each in part(made, "word/styles.xml").iter(qn("w:lang"))}

    assert (about.author, about.comments) == ("Pressmark", "")
    assert about.title == "Запитання до архіву, 1 грудня 2026"
    assert languages == {"uk-UA"}
    assert footnotes(made)["2"] == " «Cod costs <b>42</b> crowns.» Cod is dear."


def test_text_that_no_word_document_can_hold_is_written_all_the_same() -> None:
    """With a mark in the place of what cannot be."""
    odd = replace(SAID, question="Who\x00?", notes=(Note("date", "a\x0bb\ud800"),))

    made = Document(io.BytesIO(word_document(transcript(odd))))

    assert [each.text for each in made.paragraphs if "\ufffd" in each.text] == [
        "1. Who\ufffd?",
        "a\ufffdb\ufffd",
    ]
