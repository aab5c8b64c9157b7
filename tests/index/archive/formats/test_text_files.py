"""Plain text and Markdown."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from index.archive.formats.text_files import read_text, unwrapped
from index.models import Article
from tests.index.archive.support import article, blob, records

if TYPE_CHECKING:
    from index.models import Record


def read(content: str | bytes) -> Record:
    """The one record of the file."""
    (record,) = read_text(blob(content, "a.md"))
    return record


def test_an_article_may_have_nothing_but_text() -> None:
    """The first sentence is the title; the text keeps it."""
    record = read("The pier closed. Nobody came.\n\nIt rained.\n")

    assert record.article is not None
    assert record.article.title == "The pier closed."
    assert record.article.text == "The pier closed. Nobody came.\n\nIt rained."
    assert (record.article.source, record.article.published) == (None, None)


def test_front_matter_names_the_fields() -> None:
    """Quotes, lists and numbers are taken; the text begins behind it."""
    record = read(
        '---\ntitle: "Pier: closed"\ndate: 2024-03-01\nsource: Courier\n'
        "author: [A. Norrby, E. Voss]\nid: 0042\n---\n\nThe pier is closed.\n",
    )

    assert record.article is not None
    assert record.article.title == "Pier: closed"
    assert record.article.published == datetime(2024, 3, 1, tzinfo=UTC)
    assert record.article.precision == "day"
    assert record.article.author == "A. Norrby, E. Voss"
    assert record.article.external_id == "0042"
    assert record.article.text == "The pier is closed."


def test_a_day_that_no_calendar_has_is_a_warning() -> None:
    """YAML would make a date of it and fail; the article is kept without a date."""
    record = read("---\ndate: 2024-13-45\n---\nThe pier is closed.")

    assert record.article is not None
    assert tuple(map(str, record.remarks)) == (
        (
            'a.md: field "date" is "2024-13-45", expected a whole date; '
            "the article was indexed without a date."
        ),
    )


@pytest.mark.parametrize("word", ["Yes", "1984", "2024-03-01"])
def test_a_title_is_what_was_written(word: str) -> None:
    """A title that YAML takes for a truth value, a number or a date stays a title."""
    record = read(f"---\ntitle: {word}\n---\nThe pier is closed.")

    assert record.article is not None
    assert record.article.title == word


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (
            "title: [unclosed\ndate: 2024-03-01",
            "front matter is not valid YAML (expected ',' or ']', but got ':' in line 3)",
        ),
        (
            "just words",
            "front matter is not valid YAML (expected lines of the form `name: value`)",
        ),
        (
            "page: " + "[" * 5000,
            "front matter is not valid YAML (nested too deeply, or a value does not fit its tag)",
        ),
    ],
)
def test_broken_front_matter_rejects_the_file(block: str, reason: str) -> None:
    """The reason names the line of the file."""
    record = read(f"---\n{block}\n---\nThe pier is closed.")

    assert (record.article, record.reason) == (None, reason)


def test_null_is_absence() -> None:
    """Generated front matter writes null, ~ or nothing for what is not known."""
    record = read("---\nsource: null\nauthor: ~\nurl:\n---\nThe pier is closed.")

    assert record.article is not None
    assert (record.article.source, record.article.author, record.article.url) == (None,) * 3


def test_empty_front_matter_is_no_mistake() -> None:
    """A comment alone names nothing."""
    record = read("---\n# to do\n---\nThe pier is closed.")

    assert record.article is not None
    assert record.article.text == "The pier is closed."


def test_a_heading_is_the_title() -> None:
    """It leaves the text; front matter wins over it."""
    plain = read("## Pier closed ##\n\nNobody knows why.")
    titled = read("---\ntitle: From above\n---\n# Pier closed\nNobody knows why.")

    assert plain.article is not None
    assert (plain.article.title, plain.article.text) == ("Pier closed", "Nobody knows why.")
    assert titled.article is not None
    assert (titled.article.title, titled.article.text) == ("From above", "Nobody knows why.")


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("By Anna Orlow, 3 March 2025", "Anna Orlow"),
        ("*By Anna Orlow · March 3, 2025*", "Anna Orlow"),
        ("Anna Orlow | March 3, 2025", "Anna Orlow"),
        (
            "By Anna Orlow and Jan Voss in Oslo, political editor, 3 March 2025",
            "Anna Orlow and Jan Voss",
        ),
        ("Von Anna Orlow, 3. März 2025", "Anna Orlow"),
        ("Автор: Анна Орлова, 3 марта 2025 г.", "Анна Орлова"),
        ("От Анны Орловой, 3 марта 2025", "Анны Орловой"),
        ("Від Анни Орлової | 3 березня 2025", "Анни Орлової"),
    ],
)
@pytest.mark.parametrize("headline", ["Harbour closed\n\n", ""])
def test_a_byline_of_its_own_names_author_and_day(headline: str, byline: str, author: str) -> None:
    """It is no title; the text keeps it."""
    found = read(f"{headline}{byline}\n\nThe harbour was closed on Sunday. Nobody came.").article

    assert found is not None
    assert (found.author, found.published) == (author, datetime(2025, 3, 3, tzinfo=UTC))
    assert found.dated_by == "dateline"
    assert found.title == (headline.strip() or "The harbour was closed on Sunday.")
    assert found.text.startswith(byline.strip("*"))


@pytest.mark.parametrize("byline", ["", "By Tessa Quill\n", "By Tessa Quill\n\n"])
@pytest.mark.parametrize(
    "dateline",
    ["Skelhaven, 3 March 2025\n\n", "Skelhaven, 3 March 2025. ", "NEW YORK, Mar. 3, 2025 — "],
)
@pytest.mark.parametrize("headline", ["Harbour closed\n\n", "# Harbour closed\n"])
def test_a_dateline_dates_with_a_byline_before_it_or_without(
    headline: str, byline: str, dateline: str
) -> None:
    """The title and the author stay what they are."""
    found = read(f"{headline}{byline}{dateline}The harbour was closed on Sunday.").article

    assert found is not None
    assert (found.published, found.dated_by) == (datetime(2025, 3, 3, tzinfo=UTC), "dateline")
    assert (found.title, found.author) == ("Harbour closed", "Tessa Quill" if byline else None)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Skelhaven, 3 March 2025\n\nIt is closed. Nobody came.", "It is closed."),
        ("By Tessa Quill\nSkelhaven, 3 March 2025\n\nIt is closed. Why?", "It is closed."),
        ("New York, 3 March 2025. It is closed. Nobody came.", "It is closed."),
        ("Summer Concert, 3 March 2025\n\nIt is over.", "Summer Concert, 3 March 2025"),
    ],
)
def test_a_dateline_is_no_title(text: str, title: str) -> None:
    """Nor is it left out of the text."""
    found = plain_text(text).article

    assert found is not None
    assert (found.title, found.text) == (title, text)


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("By Owen Pratt, Marlow Gazette", "Owen Pratt"),
        ("By Owen Pratt, The Marlow Gazette", "Owen Pratt"),
        ("By Owen Pratt, Reuters, Aug. 2, 2024", "Owen Pratt"),
        ("By Owen Pratt, Political Editor, Marlow Gazette", "Owen Pratt"),
        ("Owen Pratt, Marlow Gazette | March 3, 2025", "Owen Pratt"),
        ("Автор: Анна Орлова, Московская Газета", "Анна Орлова"),
        ("Автор: Анна Орлова, редактор", "Анна Орлова"),
        ("By Owen Pratt and Anna Lind, Marlow Gazette", "Owen Pratt and Anna Lind"),
        ("By Owen Pratt, Anna Lind, and Jan Voss, Gazette", "Owen Pratt, Anna Lind, and Jan Voss"),
        ("Авторы: Анна Орлова, Иван Петров", "Анна Орлова, Иван Петров"),
        ("Автори: Анна Орлова, Іван Петренко", "Анна Орлова, Іван Петренко"),
        ("Authors: Owen Pratt, Anna Lind", "Owen Pratt, Anna Lind"),
    ],
)
def test_outlet_and_role_behind_a_name_are_no_author(byline: str, author: str) -> None:
    """People are a list that "and" ends, or that a word for several begins."""
    found = read(f"Harbour closed\n\n{byline}\n\nThe harbour was closed.").article

    assert found is not None
    assert found.author == author


@pytest.mark.parametrize(
    "line",
    [
        "John Smith, 5 March 1924",
        "By Monday, 3 March 2025",
        "By Anna Orlow, the mayor's rival",
        "От Москвы",
        "By Anna Orlow, 3 March 2025, everybody had left",
    ],
)
def test_what_is_no_byline_names_nobody(line: str) -> None:
    """Nor a day."""
    found = read(f"Harbour closed\n\n{line}\n\nThe harbour was closed.").article

    assert found is not None
    assert (found.author, found.published) == (None, None)


@pytest.mark.parametrize(
    "headline", ["Author Anna Orlow Arrested", "Harbour Fire Kills Two | March 3, 2025"]
)
def test_headline_in_capitals_is_no_byline(headline: str) -> None:
    """It stays the title."""
    found = read(f"{headline}\n\nThe harbour was closed on Sunday.").article

    assert found is not None
    assert (found.title, found.author) == (headline, None)


@pytest.mark.parametrize("line", ["Oslo", "Skelhaven, Ostrand", "News", "Reuters"])
def test_single_word_before_a_day_is_no_author(line: str) -> None:
    """The day is that of the article."""
    found = read(f"Harbour closed\n\n{line} | March 3, 2025\n\nThe harbour was closed.").article

    assert found is not None
    assert (found.author, found.published) == (None, datetime(2025, 3, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    "above", ["It rained. Nobody came.", f"Harbours closed {'again ' * 50}now"]
)
def test_paragraph_above_a_byline_is_no_headline(above: str) -> None:
    """The article keeps it."""
    text = f"{above}\nBy Anna Orlow\nThe harbour was closed on Sunday."

    assert (found := plain_text(text).article) is not None
    assert found.text == text


@pytest.mark.parametrize("text", ["x", "test", "x\n", "42", "...", "Итого"])
def test_text_without_a_sentence_is_no_article(text: str) -> None:
    """It is rejected in words that show it."""
    shown = " ".join(text.split())

    assert plain_text(text).reason == (
        f'has no sentence, only "{shown}"; an article begins with one whole sentence'
    )


@pytest.mark.parametrize(
    "text",
    [
        "Pier closed",
        "Порт закрыт",
        "Pier closed\nIt rained.",
        "Pier closed\n\nThe pier in Vollum is closed since Monday morning",
        "Порт закрыт.",
        "Порт закрыт\nВ субботу выпал снег.",
        "Порт зачинено!",
        "“We are done.”",
        "港口已关闭。",
        "港は月曜日から閉鎖されている",
    ],
)
def test_brief_of_one_sentence_is_an_article(text: str) -> None:
    """In any script; without a mark at its end where it has some words."""
    found = plain_text(text).article

    assert found is not None
    assert found.text == text


def plain_text(content: str) -> Record:
    """The one record of a file that is no Markdown."""
    (record,) = read_text(blob(content, "a.txt"))
    return record


def test_text_in_another_character_set_is_read() -> None:
    """Latin-1 and Windows-1251, without anybody saying so."""
    assert read("Café fermé.".encode("latin-1")).article == Article("Café fermé.", "Café fermé.")
    assert read("Порт закрыт.".encode("cp1251")).article == Article("Порт закрыт.", "Порт закрыт.")


def test_references_in_front_matter_are_refused() -> None:
    """A few lines of them can stand for gigabytes."""
    lines = [
        "a: &a [x, x]",
        *(f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcd", "bcde", strict=True)),
    ]

    record = read("---\n" + "\n".join(lines) + "\nbody: *e\n---\nThe pier is closed.")

    assert record.reason == "front matter is not valid YAML (references are not read)"


def test_a_heading_without_a_text_is_no_article() -> None:
    """Nothing is left to answer from."""
    assert (read("# Pier closed\n").reason or "").startswith("no article text")


def test_hard_wrapped_paragraphs_are_joined() -> None:
    """Lines of a column's length become one; a sentence is not torn apart by its editor."""
    wrapped = (
        "The harbour master closed the north pier after\n"
        "the storm had torn away forty metres of the\n"
        "railing.\n\nNobody was hurt."
    )

    assert unwrapped(wrapped) == (
        "The harbour master closed the north pier after the storm had torn away forty metres "
        "of the railing.\n\nNobody was hurt."
    )


@pytest.mark.parametrize(
    "text",
    [
        "A short line\nand another",
        "A line that has the length of a column here.\nAnother line as long as the one before it.",
        "One paragraph of one line.",
    ],
)
def test_other_line_breaks_are_kept(text: str) -> None:
    """Verse, lists and paragraphs of one line each are as they were written."""
    assert unwrapped(text) == text


def test_markdown_is_read_as_it_is_shown() -> None:
    """Links, emphasis and pictures leave their words; shortcodes leave what they enclose."""
    text = (
        "## Below\n\nRead [the decision](https://h.example/a_b) of the **council**, *now*.\n\n"
        "![The quay](quay.jpg)\n\n{{< note >}}K&uuml;hl \\* `code`{{< /note >}}\n\n"
        "1911. A year\n- an item\n* another\n\n    indented\n"
    )

    found = article(text, "a.md")

    assert found.title == "Below"
    assert found.text == (
        "Read the decision of the council, now.\n\nKühl * code\n\n"
        "1911. A year\n- an item\n* another\n\nindented"
    )


def test_plain_text_keeps_its_signs() -> None:
    """Only what is called Markdown, or has front matter, is Markdown."""
    assert (
        article("He wrote *this* and [that](x).", "a.txt").text == "He wrote *this* and [that](x)."
    )


def test_a_heading_may_be_underlined() -> None:
    """By a row of equals signs."""
    found = article("Quay closed\n===========\n\nUntil June.")

    assert (found.title, found.text) == ("Quay closed", "Until June.")


@pytest.mark.parametrize("part", ["*a **b ", "[a](", "![", "> ", "`", "<a ", "_a_", "&amp", "\\"])
def test_hostile_markdown_ends(part: str) -> None:
    """Time grows with the length of the text and not with its square."""
    began = time.process_time()

    records(f"---\nid: 1\n---\n{part * 5_000}", "a.md")

    assert time.process_time() - began < 5
