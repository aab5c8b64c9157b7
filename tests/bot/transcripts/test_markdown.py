"""A conversation as Markdown, as readers of it show it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.models import Note
from bot.transcripts.markdown import escaped, markdown
from bot.transcripts.transcript import plain
from tests.bot.transcripts.made import ICE, REFUSED, SAID, citation, transcript

EXPECTED = r"""# Questions to the archive, 1 December 2026

Made 1 December 2026, 06:00 UTC: 2 answers.

## 1. What froze\_over?

*Asked 1 December 2026, 05:40 UTC.*

*Understood as: What froze over in January?*

1\. The harbour froze. [1]

*last spring: spring 2024*

Cod costs \<b\>42\</b\> crowns. [1][2]

*The newest is of today.*

[1] **Harbour \*freezes\* \[1\]** — Courier & Sons · 16 January 2024 · <https://courier.example/ice_a_b?x=1&copy=2>

> 1\. The harbour froze.
>
> \# It was cold.

[2] **Cod is dear**

> Cod costs \<b\>42\</b\> crowns.

## 2. Who won?

*Asked 1 December 2026, 05:40 UTC.*

The archive does not say.

Nearest articles:

- **Harbour \*freezes\* \[1\]** — Courier & Sons · 16 January 2024 · <https://courier.example/ice_a_b?x=1&copy=2>
"""
READERS = (
    MarkdownIt("commonmark"),
    MarkdownIt("commonmark").enable(["table", "strikethrough"]),
    MarkdownIt("gfm-like", {"linkify": False}),
)
TEXTS = st.text(
    st.one_of(st.sampled_from("\\`*_{}[]()<>#+-.!|~&;:=%^$@'\"/ \t\n\r1a"), st.characters())
)


def shown(text: str, reader: MarkdownIt) -> list[str]:
    """The words of a document as a reader shows them: all that is no markup."""
    found: list[str] = []
    for token in reader.parse(text):
        assert not token.type.startswith(("html", "code", "fence", "table", "hr")), token
        for child in token.children or ():
            assert child.type in {"text", "text_special", "softbreak"}, child
            found.append(child.content or "\n")
    return "".join(found).split()


def test_conversation_is_written_with_quotations_sources_notes_and_times() -> None:
    """Numbers begin anew in each answer, as they stand in the chat."""
    assert markdown(transcript(SAID, REFUSED)) == EXPECTED


@given(TEXTS)
@pytest.mark.parametrize("reader", READERS)
def test_archive_text_is_shown_as_it_stands(reader: MarkdownIt, text: str) -> None:
    """Whatever it holds: no formatting, no list, no link, no table, no page of its own."""
    expected = [word for line in plain(text).split("\n") for word in line.strip().split()]

    shows = shown(escaped(text), reader)

    assert "".join(shows) == "".join(expected).replace("\x00", "\ufffd")


@given(TEXTS, TEXTS, TEXTS)
def test_document_keeps_its_shape_whatever_is_quoted(quote: str, title: str, note: str) -> None:
    """One heading for each question, one block for each quotation, and no page inside."""
    card = replace(ICE, title=title, source=title, url=f"https://courier.example/{quote}")
    cited = (citation(1, quote, card), citation(2, quote or "?", card))
    said = replace(SAID, question=title, citations=cited, notes=(Note("date", note, 0),))

    kinds = [token.type for token in READERS[2].parse(markdown(transcript(said, said)))]

    assert kinds.count("heading_open") == 3
    assert kinds.count("blockquote_open") == 4
    assert not {"html_block", "fence", "code_block", "table_open", "bullet_list_open"} & {*kinds}


def test_address_leads_where_the_article_is() -> None:
    """Signs that mean something elsewhere mean nothing in it."""
    tokens = READERS[0].parse(markdown(transcript(SAID)))
    links = [
        child for token in tokens for child in token.children or () if child.type == "link_open"
    ]

    assert [link.attrs["href"] for link in links] == [ICE.url]
