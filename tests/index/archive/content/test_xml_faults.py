"""XML as people have it: a sign that XML forbids costs nothing, a broken record costs itself."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive.content.xml_faults import mended_xml
from tests.index.archive.support import outcome, records

EXPORT = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Times</title>{}</channel></rss>'
)


def item(title: str, text: str = "The quay is closed.") -> str:
    """A post of an export."""
    return f"<item><title>{title}</title><content:encoded>{text}</content:encoded></item>"


def mended(text: str) -> str:
    """What a parser is given of ``text``."""
    return mended_xml(io.BytesIO(text.encode())).read().decode()


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("ran \x11a\x00ground", "ran aground"),
        ("a\ufffeb\uffffc\ufffd", "abc\ufffd"),
        ("a&#11;b&#x0;c&#65;&#xD800;&#x110000;", "abc&#65;"),
        ("AT&T & Co. &c;", "AT&amp;T &amp; Co. &amp;c;"),
        ("K&uuml;hl&nbsp;&amp;&lt;&mdash;", "Kühl\xa0&amp;&lt;—"),
        ("&LT;b&gt; &AMP;", "&lt;b&gt; &amp;"),
        ("5 < 6, <3, <b>, </b>, <?p?>, <é/>", "5 &lt; 6, &lt;3, <b>, </b>, <?p?>, <é/>"),
        ("a]]>b", "a]]&gt;b"),
        ("<![CDATA[a & b < c &nbsp; \x02]]> & ", "<![CDATA[a & b < c &nbsp; ]]> &amp; "),
        ("<!-- a & b --> & <!-- & ", "<!-- a & b --> &amp; <!-- & "),
    ],
)
def test_what_a_parser_would_refuse_is_mended(written: str, given: str) -> None:
    """Signs that XML forbids go; what was meant as text becomes text; CDATA stays as it is."""
    assert mended(written) == given


@given(
    st.integers(0, 80), st.sampled_from(("&uuml;", "\x01", "<![CDATA[&]]>", "\uffff", "&", "<3"))
)
def test_the_border_of_a_block_changes_nothing(places: int, fault: str) -> None:
    """Blocks of a file end anywhere."""
    text = "x" * (64 * 1024 - places) + fault + "y" * 100

    assert mended(text).strip("x") == mended(f"x{fault}y").strip("x") + "y" * 99


@pytest.mark.parametrize(
    "fault", ["\x0b", "&#2;", "&nbsp;", " & ", " < ", "\ufffe", "<![CDATA[\x1f]]>", "]]>"]
)
@pytest.mark.parametrize("form", [EXPORT, EXPORT.replace("wordpress.org", "example.org")])
def test_a_sign_costs_no_post(form: str, fault: str) -> None:
    """In an export and in a feed, in a title and in a text."""
    posts = item("One") + item(f"T{fault}wo", f"The ferry{fault} is late.") + item("Three")

    found = records(form.format(posts))

    assert [record.article is not None for record in found] == [True] * 3


@pytest.mark.parametrize("broken", ["</b>", "<b>", "<x:y/>", "<b c=d>e</b>", "<b", "</item></x>"])
def test_a_broken_post_costs_itself(broken: str) -> None:
    """It is rejected with its number; the posts behind it are read, with their namespaces."""
    posts = item("One") + item("Two", broken) + item("Three") + item("Four")

    found = outcome(EXPORT.format(posts), "w")

    assert [found[0], *found[-2:]] == [("w[1]", "One"), ("w[3]", "Three"), ("w[4]", "Four")]
    assert found[1][0] == "w[2]"
    assert found[1][1].startswith("is not readable XML (")


def test_a_broken_post_far_behind_the_head_costs_itself() -> None:
    """The next one may begin many blocks later."""
    posts = "".join(item(f"{n}", "Long. " * 1000 + "<b>" * (n == 40)) for n in range(60))

    found = outcome(EXPORT.format(posts), "w")

    assert [title for _, title in found if not title.startswith("is not")] == [
        str(n) for n in range(60) if n != 40
    ]


def test_an_item_of_a_news_message_costs_itself() -> None:
    """NewsML-G2 as well."""
    nitf = "<nitf><body><body.content><p>Text.</p></body.content></body></nitf>"
    whole = (
        "<newsItem><contentMeta><headline>A</headline></contentMeta>"
        f"<contentSet><inlineXML>{nitf}</inlineXML></contentSet></newsItem>"
    )

    found = outcome(f"<newsMessage><newsItem><a></newsItem>{whole}</newsMessage>", "n")

    assert [where for where, _ in found] == ["n[1]", "n[2]"]
    assert found[1][1] == "A"
