"""Word documents: every word that is shown, in its place, once."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml import parse_xml

from tests.index.archive.support import article

SPACES = " ".join(
    f'xmlns:{name}="{space}"'
    for name, space in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
BOX = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"


def document(body: str) -> bytes:
    """A DOCX file whose body holds these elements."""
    made = Document()
    for element in parse_xml(f"<w:body {SPACES}>{body}</w:body>"):
        made.element.body.insert(len(made.element.body) - 1, element)
    made.save(buffer := io.BytesIO())
    return buffer.getvalue()


def run(text: str, looks: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def alternatives(choice: str, fallback: str) -> str:
    """The same for programs of today and for older ones."""
    return (
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{choice}</mc:Choice>"
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def row(*cells: str) -> str:
    """A row of a table; a cell with markup is taken as it is."""
    made = (cell if "<" in cell else f"<w:p>{run(cell)}</w:p>" for cell in cells)
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in made) + "</w:tr>"


@pytest.mark.parametrize(
    ("middle", "text"),
    [
        (f"<w:ins>{run('north ')}</w:ins><w:del><w:r><w:delText>a</w:delText></w:r></w:del>", 1),
        (f"<w:moveTo>{run('north ')}</w:moveTo><w:moveFrom>{run('x')}</w:moveFrom>", 1),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('north ')}</w:sdtContent></w:sdt>", 1),
        (f"<w:smartTag><w:customXml>{run('north ')}</w:customXml></w:smartTag>", 1),
        (f"<w:hyperlink><w:fldSimple>{run('north ')}</w:fldSimple></w:hyperlink>", 1),
        (f"<w:ins><w:sdt><w:dir>{run('north ')}</w:dir></w:sdt></w:ins>", 1),
        (f"<w:unheardOf>{run('north ')}</w:unheardOf>", 1),
        ("<m:oMath><m:r><m:t>north </m:t></m:r></m:oMath>", 1),
        (f"<w:r><w:instrText>PAGE</w:instrText></w:r>{run('north ')}", 1),
        ("<w:r><w:t>north</w:t><w:noBreakHyphen/><w:t>west </w:t></w:r>", "north-west "),
        (f"<w:ins>{run('secret', '<w:vanish/>')}</w:ins>", ""),
        (run("north ", '<w:vanish w:val="0"/>'), 1),
        (f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>{run('Click here')}</w:sdt>", ""),
    ],
)
def test_no_wrapper_costs_a_word_of_a_sentence(middle: str, text: str | int) -> None:
    """Deletions, hidden text and unfilled prompts are left out, and nothing else."""
    found = article(document(f"<w:p>{run('The ')}{middle}{run('quay closed.')}</w:p>"))

    assert found.text == f"The {'north ' if text == 1 else text}quay closed."


@pytest.mark.parametrize(
    "box",
    [
        f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>",
        alternatives(f"<wps:txbx>{BOX}</wps:txbx>", f"<w:pict>{BOX}</w:pict>"),
        alternatives("<wps:wsp/>", f"<w:pict>{BOX}</w:pict>"),
    ],
)
def test_a_text_box_stands_once_behind_its_paragraph(box: str) -> None:
    """It never cuts the sentence that it is anchored in; of two renderings one is read."""
    found = article(document(f"<w:p>{run('One ')}<w:r>{box}</w:r>{run('sentence.')}</w:p>"))

    assert found.text == "One sentence.\n\nIn a box."


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next_one() -> None:
    """As it does once the change is accepted."""
    gone = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    body = f"<w:p>{gone}{run('The quay ')}</w:p><w:p>{run('is closed.')}</w:p>"

    assert article(document(body)).text == "The quay is closed."
    assert article(document(f"<w:p>{gone}{run('The quay.')}</w:p>")).text == "The quay."


def test_tables_are_read_with_what_is_in_them() -> None:
    """Nested tables, inserted rows and wrapped cells; deleted rows are not."""
    nested = f"<w:p>{run('212')}</w:p><w:tbl>{row('17 ferries')}</w:tbl><w:p/>"
    deleted = row("2022", "9").replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>")
    wrapped = f"<w:sdt><w:sdtContent>{row('2024', '1')}</w:sdtContent></w:sdt>"
    body = f"<w:tbl>{row('Year', 'Ships')}{row('2023', nested)}{deleted}{wrapped}</w:tbl>"

    assert article(document(body)).text == "Year | Ships\n2023 | 212 17 ferries\n2024 | 1"


def test_a_table_that_is_a_layout_keeps_its_paragraphs() -> None:
    """Newsrooms put a whole article into one cell, or into two columns."""
    long = "".join(f"<w:p>{run(word * 40)}</w:p>" for word in ("one ", "two "))
    both = f"<w:p>{run('A.')}</w:p><w:p>{run('B.')}</w:p>"

    one = article(document(f"<w:tbl>{row(both)}</w:tbl>"))
    two = article(document(f"<w:tbl>{row('Left.', long)}</w:tbl>"))

    assert one.text == "A.\n\nB."
    assert two.text == f"Left.\n\n{('one ' * 40).strip()}\n\n{('two ' * 40).strip()}"


def test_a_heading_in_a_content_control_is_the_title() -> None:
    """Templates wrap the headline."""
    heading = f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{run("Quay closed")}</w:p>'
    body = f"<w:sdt><w:sdtContent>{heading}</w:sdtContent></w:sdt><w:p>{run('Until June.')}</w:p>"

    found = article(document(body))

    assert (found.title, found.text) == ("Quay closed", "Until June.")


def test_a_style_may_hide() -> None:
    """A style of characters or paragraphs, and one that is based on it and says nothing else."""
    made = Document()
    for kind, name in ((2, "Note"), (1, "Draft")):
        made.styles.add_style(name, kind).font.hidden = True
        made.styles.add_style(f"{name} two", kind).base_style = made.styles[name]
    made.styles.add_style("Shown", 1).base_style = made.styles["Draft"]
    made.styles["Shown"].font.hidden = False
    paragraph = made.add_paragraph("Shown.")
    paragraph.add_run(" Smuggled.", style="Note")
    paragraph.add_run(" Smuggled.", style="Note two")
    made.add_paragraph("Smuggled.", style="Draft")
    made.add_paragraph("Smuggled.", style="Draft two")
    made.add_paragraph("Shown too.", style="Shown")
    made.save(buffer := io.BytesIO())

    assert article(buffer.getvalue()).text == "Shown.\n\nShown too."


def test_a_title_that_is_set_as_such_goes_before_what_a_program_wrote() -> None:
    """And what a program calls itself is no author."""
    made = Document()
    made.core_properties.title = "Word Document"
    made.add_paragraph("Quay closed", style="Title")
    made.add_paragraph("Until June.")
    made.save(buffer := io.BytesIO())

    found = article(buffer.getvalue())

    assert (found.title, found.author, found.text) == ("Quay closed", None, "Until June.")
