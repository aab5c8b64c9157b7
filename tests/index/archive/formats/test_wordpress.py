"""Exports of WordPress: which posts are articles, and what their marks enclose."""

from __future__ import annotations

import pytest

from tests.index.archive.support import outcome, records

EXPORT = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Times</title>{}</channel></rss>'
)


def post(text: str, kind: str = "post") -> str:
    """A published post."""
    return (
        f"<item><title>A</title><content:encoded><![CDATA[{text}]]></content:encoded>"
        f"<wp:status>publish</wp:status><wp:post_type>{kind}</wp:post_type></item>"
    )


@pytest.mark.parametrize("kind", ["post", "news", "press-release", "artikel", "новость", "story"])
def test_newspapers_name_their_types_of_posts(kind: str) -> None:
    """A type that nobody knows holds articles."""
    assert outcome(EXPORT.format(post("The quay.", kind)), "w") == [("w[1]", "A")]


@pytest.mark.parametrize(
    "kind", ["page", "attachment", "nav_menu_item", "wp_block", "acf-field", "product", "feedback"]
)
def test_what_sites_are_made_of_is_no_article(kind: str) -> None:
    """Pages, menus, templates, forms and goods are passed over, and counted."""
    (record,) = records(EXPORT.format(post("The quay.", kind)), "w")

    assert record.article is None
    assert [str(remark) for remark in record.remarks] == [
        "w: left out were drafts, pages, pictures and other parts of the site: 1."
    ]


def test_blocks_of_the_editor_are_read() -> None:
    """Their comments part paragraphs, whatever their pictures are styled like."""
    text = (
        "<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:image -->\n"
        '<figure class="is-style-default"></figure>\n<!-- /wp:image -->\n\n<p>Two.</p>'
    )

    (record,) = records(EXPORT.format(post(text)), "w")

    assert record.article
    assert record.article.text == "One.\n\nTwo."


def test_shortcodes_keep_what_they_enclose() -> None:
    """In the word, in the sentence and in the column; a caption is a paragraph."""
    text = """[dropcap]T[/dropcap]he council voted to [highlight color="red"]close[/highlight] it.

[caption id="a" width="3"]<img src="q.jpg" /> The quay in 1911[/caption]Behind the picture.

[vc_row][vc_column][vc_column_text]One.[/vc_column_text][vc_column_text]Two.[/vc_column_text]

[contact-form-7 id="12" title="Form"] [embed]https://v.example/1[/embed]

The mayor [said] so.&nbsp;K&uuml;hl."""

    (record,) = records(EXPORT.format(post(text)))

    assert record.article is not None
    assert record.article.text.split("\n\n") == [
        "The council voted to close it.",
        "The quay in 1911",
        "Behind the picture.",
        "One.",
        "Two.",
        "The mayor [said] so. Kühl.",
    ]
