"""PDF: columns in the order of reading, no running heads, words whole over pages."""

from __future__ import annotations

import pytest

from tests.index.archive.support import article

Shown = tuple[float, float, float, str]

COLUMNS = [
    [
        "The harbour council voted on Tues-",
        "day to close the north quay until",
        "June. Repairs will cost four mil-",
        "lion crowns, the mayor said, and",
    ],
    [
        "the state pays half of it. The",
        "quay has been in use since 1911",
        "and is the oldest of the town. The",
        "ferry will leave from the old cus-",
    ],
]
WHOLE = (
    "The harbour council voted on Tuesday to close the north quay until June. Repairs will cost "
    "four million crowns, the mayor said, and the state pays half of it. The quay has been in use "
    "since 1911 and is the oldest of the town. The ferry will leave from the old customs house "
    "until June."
)
LAST: list[Shown] = [(50, 700, 10, "toms house until June.")]


def printed(*pages: list[Shown], title: str = "") -> bytes:
    """A PDF file with these lines on its pages: left edge, baseline, size, text."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, page in enumerate(pages):
        shown = "\n".join(
            f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, size, text in page
        )
        box = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        bodies += [
            f"<< /Type /Page /Parent 2 0 R {box} /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
        ]
    bodies.append(f"<< /Title ({title}) >>")
    written = "%PDF-1.4\n"
    for number, body in enumerate(bodies, start=1):
        written += f"{number} 0 obj\n{body}\nendobj\n"
    size = len(bodies) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n0\n%%EOF\n"
    return (written + trailer).encode()


def columns(*, by_row: bool) -> list[Shown]:
    """Two columns, drawn row by row or one after the other."""
    lines: list[Shown] = [
        (50 + 260 * column, 740 - 12 * row, 10, text)
        for column, texts in enumerate(COLUMNS)
        for row, text in enumerate(texts)
    ]
    return sorted(lines, key=lambda line: -line[1]) if by_row else lines


@pytest.mark.parametrize("by_row", [True, False])
def test_columns_are_read_one_after_the_other(*, by_row: bool) -> None:
    """In whatever order they were drawn; a word that goes on over the page is whole."""
    found = article(printed(columns(by_row=by_row), LAST))

    assert found.text == WHOLE


def test_a_line_over_both_columns_parts_them() -> None:
    """What stands above it is read first, in both columns."""
    below = [(x, y - 200, size, text) for x, y, size, text in columns(by_row=True)]
    across: Shown = (50, 640, 14, "The ferry Runa ran aground off Cape Gull on Tuesday night")

    found = article(printed([*columns(by_row=True), across, *below], LAST, title="Two stories"))

    above, middle, rest = found.text.split("\n\n")
    assert above == WHOLE.replace("customs house until June.", "cus-")
    assert (middle, rest) == (across[3], WHOLE)


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("Harbour Times   Tuesday 5 March 2024   Page {}", "- {} -"),
        ("{}", "All rights reserved."),
        ("HARBOUR TIMES", "Page {} of 3"),
        ("Page {} | Harbour Times", "{} / 3"),
    ],
)
def test_running_heads_and_page_numbers_leave(head: str, foot: str) -> None:
    """Before pages are joined, so that no word of them stands in a sentence."""
    pages: list[list[Shown]] = [
        [
            (50, 810, 8, head.format(number)),
            (50, 780 - number, 10, f"{word} sentence that begins on a page and"),
            (50, 768 - number, 10, f"goes on over the page with the {word.lower()} half-"),
            (50, 30, 8, foot.format(number)),
        ]
        for number, word in enumerate(("One", "Two", "Three"), start=1)
    ]

    found = article(printed(*pages))

    assert found.text == (
        "One sentence that begins on a page and goes on over the page with the one half- Two "
        "sentence that begins on a page and goes on over the page with the two half- Three "
        "sentence that begins on a page and goes on over the page with the three half-"
    )


def test_a_head_of_one_page_leaves() -> None:
    """In small type, with a figure, at the top."""
    page: list[Shown] = [
        (50, 815, 8, "Harbour Times 5 March 2024"),
        (50, 780, 18, "North quay to close"),
        (50, 762, 18, "until June"),
        (50, 740, 10, "The harbour council voted on Tuesday to close it."),
    ]

    found = article(printed(page))

    assert found.title == "North quay to close until June"
    assert found.text == "The harbour council voted on Tuesday to close it."


@pytest.mark.parametrize(
    "title", ["Harbour Times", "HARBOUR TIMES, 5", "Microsoft Word - a.doc", ""]
)
def test_a_running_head_is_no_title(title: str) -> None:
    """Neither where the file calls itself so, nor where it stands in large type on the front."""
    front: list[Shown] = [
        (50, 800, 30, "Harbour Times"),
        (50, 760, 18, "Ferry aground"),
        (50, 740, 10, "The ferry Runa ran aground off Cape Gull on Tuesday night, and"),
    ]
    pages: list[list[Shown]] = [
        [(50, 815, 8, f"Harbour Times, {number}"), (50, 780, 10, f"line {word} of it.")]
        for number, word in ((2, "two"), (3, "three"))
    ]

    found = article(printed(front, *pages, title=title))

    assert found.title == "Ferry aground"
    assert found.text.startswith(
        "The ferry Runa ran aground off Cape Gull on Tuesday night, and line"
    )


def test_a_title_of_the_file_stands() -> None:
    """And leaves the text where it is its headline; a number far below is the page's."""
    page: list[Shown] = [(50, 780, 18, "Quay closed"), (50, 740, 10, "The quay is closed.")]

    number: list[Shown] = [(50, 728, 10, "1911"), (50, 30, 10, "7")]

    assert article(printed(page + number)).text == "The quay is closed. 1911"
    assert article(printed(page, title="Quay closed")).text == "The quay is closed."
    assert article(printed(page, title="Of the quay")).title == "Of the quay"


def test_white_and_type_end_a_paragraph() -> None:
    """A table of short cells is no page in columns."""
    cells: list[Shown] = [
        (50 + 200 * (number % 2), 700 - 12 * (number // 2), 10, f"a{number}") for number in range(8)
    ]
    page: list[Shown] = [
        (50, 780, 10, "The harbour council voted on Tuesday to close the north"),
        (50, 768, 10, "quay until June, which is the end of the season for it"),
        (50, 740, 10, "The ferry will leave from the old customs house until"),
        (50, 728, 10, "the works are finished"),
    ]

    found = article(printed(page + cells))

    quay, ferry, table = found.text.split("\n\n")
    assert quay.endswith("close the north quay until June, which is the end of the season for it")
    assert ferry == "The ferry will leave from the old customs house until the works are finished"
    assert table == "a0 a1 a2 a3 a4 a5 a6 a7"
