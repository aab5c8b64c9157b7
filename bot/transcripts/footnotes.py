"""Footnotes of a Word document, which python-docx does not write: a part of their own.

The part and what refers to it are those of ECMA-376, part 1, 11.3.7 and 17.11: two footnotes that
are none, -1 and 0, draw the line above the others, and the settings name them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.text.paragraph import CT_P
    from docx.oxml.text.run import CT_R

_TEXT, _REFERENCE, _LINK = "footnote text", "footnote reference", "Hyperlink"
"""Names of styles that Word has built in."""
_SIZE, _BLUE = Pt(9), RGBColor(0x05, 0x63, 0xC1)
_SEPARATORS = f"""
<w:footnotes {nsdecls("w", "r")}>
  <w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:spacing w:after="0" w:line="240"
    w:lineRule="auto"/></w:pPr><w:r><w:separator/></w:r></w:p></w:footnote>
  <w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr><w:spacing w:after="0"
    w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""
_NAMED_IN_SETTINGS = f"""
<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>"""


class Footnotes:
    """The footnotes of one document, numbered from 1 in the order in which they are made."""

    def __init__(self, document: Document) -> None:
        self._part = XmlPart(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            parse_xml(_SEPARATORS),
            document.part.package,
        )
        document.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = document.settings.element
        settings.find(qn("w:compat")).addprevious(parse_xml(_NAMED_IN_SETTINGS))
        self._styles = _styles(document)
        self._count = 0

    def add(self, paragraph: CT_P) -> Footnote:
        """A new footnote, whose number stands at the end of ``paragraph``."""
        self._count += 1
        number = self._count
        note, text = OxmlElement("w:footnote", {qn("w:id"): str(number)}), OxmlElement("w:p")
        text.style = self._styles[_TEXT]
        self._run(text, _REFERENCE).append(OxmlElement("w:footnoteRef"))
        note.append(text)
        self._part.element.append(note)
        paragraph.append(_bookmark("w:bookmarkStart", number))
        reference = OxmlElement("w:footnoteReference", {qn("w:id"): str(number)})
        self._run(paragraph, _REFERENCE).append(reference)
        paragraph.append(_bookmark("w:bookmarkEnd", number))
        return Footnote(self, number, text)

    def refer(self, paragraph: CT_P, number: int) -> None:
        """The number of a footnote that is there, once more: it follows the footnote's own."""
        for kind in ("begin", "separate", "end"):
            if kind == "separate":
                order = OxmlElement("w:instrText", {qn("xml:space"): "preserve"})
                order.text = f" NOTEREF {_name(number)} \\f \\h "
                self._run(paragraph, _REFERENCE).append(order)
            sign = OxmlElement("w:fldChar", {qn("w:fldCharType"): kind})
            self._run(paragraph, _REFERENCE).append(sign)
            if kind == "separate":
                self._run(paragraph, _REFERENCE).text = str(number)

    def between(self, paragraph: CT_P) -> None:
        """What keeps two numbers apart."""
        self._run(paragraph, _REFERENCE).text = ", "

    def link(self, paragraph: CT_P, url: str) -> None:
        """An address that opens, at the end of a paragraph of a footnote."""
        target = self._part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        opened = OxmlElement("w:hyperlink", {qn("r:id"): target})
        run = OxmlElement("w:r")
        run.style = self._styles[_LINK]
        run.text = url
        opened.append(run)
        paragraph.append(opened)

    def _run(self, paragraph: CT_P, style: str) -> CT_R:
        run = paragraph.add_r()
        run.style = self._styles[style]
        return run


class Footnote:
    """One footnote, whose text grows."""

    def __init__(self, of: Footnotes, number: int, paragraph: CT_P) -> None:
        self.number = number
        self._of = of
        self._paragraph = paragraph

    def add(self, text: str, *, bold: bool = False) -> None:
        """Append ``text``; its line ends stay."""
        run = self._paragraph.add_r()
        run.text = text
        if bold:
            run.get_or_add_rPr().append(OxmlElement("w:b"))

    def link(self, url: str) -> None:
        """Append an address that opens."""
        self._of.link(self._paragraph, url)


def _styles(document: Document) -> dict[str, str]:
    """The ids of the styles of footnotes, which the template of python-docx has not."""
    text = document.styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    text.base_style = document.styles["Normal"]
    text.font.size = _SIZE
    text.paragraph_format.space_after = Pt(2)
    reference = document.styles.add_style(_REFERENCE, WD_STYLE_TYPE.CHARACTER, builtin=True)
    reference.font.superscript = True
    link = document.styles.add_style(_LINK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.underline = True
    link.font.color.rgb = _BLUE
    made = {"FootnoteText": text, "FootnoteReference": reference, "Hyperlink": link}
    for name, style in made.items():
        style.element.styleId = name
    return {style.name: name for name, style in made.items()}


def _bookmark(tag: str, number: int) -> CT_R:
    named = {qn("w:id"): str(number)}
    if tag == "w:bookmarkStart":
        named[qn("w:name")] = _name(number)
    mark: CT_R = OxmlElement(tag, named)
    return mark


def _name(number: int) -> str:
    """How a reference is called in Word, which hides what begins so."""
    return f"_Ref{number:06}"
