"""Texts in pieces: joined as they were written, and nothing lost in silence."""

from __future__ import annotations

import json

import pytest

from tests.index.archive.support import records

BOLD = {"type": "bold", "text": "closed"}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (["The pier ", BOLD, " at noon."], "The pier closed at noon."),
        ([{"type": "plain", "text": "The pier "}, BOLD], "The pier closed"),
        (["The pier closed.", "At noon."], "The pier closed.\n\nAt noon."),
        (
            [{"type": "paragraph", "text": "The pier closed."}, {"text": ["At ", BOLD]}],
            "The pier closed.\n\nAt closed",
        ),
        ({"ops": [{"insert": "The pier "}, {"insert": "closed.\n"}]}, "The pier closed."),
        (
            {"root": {"children": [{"children": [{"type": "text", "text": "The pier closed."}]}]}},
            "The pier closed.",
        ),
    ],
)
def test_pieces_of_a_line_are_joined_and_paragraphs_parted(body: object, text: str) -> None:
    """By what they are: words between words, or blocks."""
    (record,) = records(json.dumps({"title": "Pier", "body": body}))

    assert record.article
    assert record.article.text == text
    assert record.remarks == ()


def test_a_piece_without_a_text_is_told_of() -> None:
    """How many there were, at the record that lost them."""
    (record,) = records(json.dumps({"body": ["The pier ", {"x": 1}, {"y": 2}, BOLD]}))

    assert record.article
    assert record.article.text == "The pier closed"
    assert [remark.sentence for remark in record.remarks] == [
        "2 pieces of the text could not be read: neither words nor an object of them."
    ]


@pytest.mark.parametrize(
    ("name", "leaf"),
    [("children", {"_type": "span"}), ("content", {"type": "text"}), ("children", {})],
)
def test_spans_of_a_block_are_one_line(name: str, leaf: dict[str, str]) -> None:
    """As Portable Text, ProseMirror and Slate keep them."""
    block = {"type": "paragraph", name: [{**leaf, "text": text} for text in ("One ", "two", ".")]}
    (record,) = records(json.dumps({"title": "Pier", "body": [block, block]}))

    assert record.article
    assert record.article.text == "One two.\n\nOne two."


def test_the_entries_of_a_list_are_paragraphs() -> None:
    """Editor.js has them as words, later as objects."""
    items = ["Cost 3 million", {"content": "More", "items": []}]
    body = {"blocks": [{"type": "list", "data": {"items": items}}]}
    (record,) = records(json.dumps({"title": "Pier", "body": body}))

    assert record.article
    assert record.article.text == "Cost 3 million\n\nMore"
