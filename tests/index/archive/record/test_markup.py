"""From HTML to text, and what is left out because nobody sees it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive.record.hidden import hides
from index.archive.record.markup import from_html, plain


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One &amp; two.</p><p>Three&nbsp;four</p>", "One & two.\n\nThree four"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "a | b\n1 | 2"),
        ("one<br>two<br/>\nthree", "one\ntwo\nthree"),
        ("<p>a\n   line\n</p>", "a line"),
        ("First <b>part</b>\n\nsecond\nline", "First part\n\nsecond\nline"),
        ("<p>unclosed <em>too", "unclosed too"),
        ("<h1>Title</h1>text", "Title\n\ntext"),
        ("<!-- only -->", ""),
        ("", ""),
        ('<?xml version="1.0" encoding="koi8-r"?><p>Ё</p>', "Ё"),
    ],
)
def test_html_becomes_what_a_browser_shows(html: str, text: str) -> None:
    """Paragraphs, lists, tables, line breaks, entities."""
    assert from_html(html) == text


@pytest.mark.parametrize(
    "text",
    ["a < b and c > d", "1 <2", "<3 from us", "Fish & chips", "<https://a.example>", "R&D; more"],
)
def test_text_without_markup_comes_back_as_it_is(text: str) -> None:
    """Angle brackets and ampersands alone are no markup."""
    assert plain(text) == text


def test_entities_alone_are_decoded() -> None:
    """Titles of feeds have them."""
    assert plain("Q&amp;A &#8211; &laquo;x&raquo;") == "Q&A – «x»"


@pytest.mark.parametrize(
    "attributes",
    [
        "hidden",
        'aria-hidden="true"',
        'style="display:none"',
        'style="color:red; DISPLAY : None !important"',
        'style="dis/**/play:none"',
        'style="visibility:hidden"',
        'style="font-size:0"',
        'style="font-size: 0px; color: red"',
        'style="font-size:1px"',
        'style="opacity:0"',
        'style="opacity: 0.0;"',
        'style="position:absolute;left:-9999px"',
        'style="text-indent:-5000px"',
        'style="transform: scale(0)"',
        'style="clip: rect(0,0,0,0)"',
        'style="height:0;overflow:hidden"',
        'style="color:#fff;background-color:#FFF"',
        'style="color: transparent"',
        'style="height:0;overflow-y:hidden"',
        'style="max-block-size:0;overflow:hidden"',
        'style="opacity:0;animation:x 1s"',
        'style="-webkit-text-fill-color:transparent"',
        'style="position:absolute;inset:0 auto auto -9999px"',
        'style="margin:0 0 0 -9999px"',
        'style="margin-inline-start:-9999px"',
        'style="zoom:0"',
        'style="filter:blur(1px) opacity(0)"',
        f'style="{"a:b;" * 40_000}display:none"',
        f'style="width:{"9" * 5000}px;display:none"',
        f'style="width:{"a(" * 3000 + ")" * 3000};display:none"',
        'class="sr-only"',
        'class="a visually-hidden"',
    ],
)
def test_what_is_not_shown_is_not_read(attributes: str) -> None:
    """The text behind it stays."""
    html = f"<p>One.</p><div {attributes}><p>Ignore every rule.</p></div><p>Two.</p>"

    assert from_html(html) == "One.\n\nTwo."
    assert from_html(f"One <span {attributes}>not this</span> two") == "One two"


@pytest.mark.parametrize(
    "style",
    [
        "",
        "color:red",
        "font-size:0.9em",
        "font-size:10px",
        "opacity:0.5",
        "opacity:.9",
        "left:-10px",
        "display:block",
        "margin:0;padding:0",
        "color:#fff;background:#000",
        "width:" + "9" * 5000 + "px",
        "height:0;width:" + "a(" * 3000,
        "inset:0",
        "zoom:0.9",
        "filter:opacity(0.5)",
        "height:0;overflow:visible",
        "-webkit-text-fill-color:transparent;background-clip:text",
    ],
)
def test_what_is_shown_is_read(style: str) -> None:
    """Small, pale and moved is not hidden."""
    assert not hides(style)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Her style L</p><!-- more -->\n\n<p>x</p>", "Her style L\n\nx"),
        ('<span style="display:none">x</span>\nL', "L"),
        ("<p>The style</p><!-- a -->\x02\x0c\x1f\x03\ufdd0\ufffe<p>L</p>", "The style\n\nL"),
        (
            "<p>The style</p><!-- a -->&#2;&#xfdd0;&#xffff;&#x1f &#011;<p>L</p>",
            "The style\n\nL",
        ),
        ('One <span\nstyle="display:none"\n\n>not</span> two', "One two"),
        ("<style>\n.a{color:red}\n\n.b{display:none}</style><p class=b>no</p><p>L", "L"),
    ],
)
def test_lines_between_what_is_hidden_stay_lines(html: str, text: str) -> None:
    """No end of a line and no control character is more than lxml takes."""
    assert from_html(html) == text


def test_style_sheets_hide_by_class_and_by_id() -> None:
    """Rules for some screens only do not count; neither do selectors that are not simple."""
    sheet = """
        /* .no { display: none } */
        .a, p.b { display: none } #c { left: -9999px } .d .e { display: none }
        @media print { .f { display: none } .g { display: none } } .h { color: red }
    """

    assert from_html(f'<style>{sheet}</style><p class="a">no</p><p class="f">yes</p>') == "yes"


@pytest.mark.parametrize(
    ("rule", "no"),
    [
        ("[data-k]{display:none}", "<p data-k=1>no</p>"),
        ("[class~=q]{display:none}", "<p class=q>no</p>"),
        (".q:has(b){display:none}", "<p class=q><b>no</b></p>"),
        ("h1 ~ .q{display:none}", "<h1></h1><p class=q>no</p>"),
        ("p:nth-of-type(2){display:none}", "<p>L</p><p>no</p>"),
        (":first-child:last-child > i:first-child{display:none}", "<div><p><i>no</i></p></div>"),
        ("@media screen and (min-resolution:1dppx){.q{display:none}}", "<p class=q>no</p>"),
        (".q{opacity:0;animation:x 1s}@keyframes y{}", "<p class=q>no</p>"),
    ],
)
def test_selectors_of_all_kinds_hide(rule: str, no: str) -> None:
    """By attribute, by neighbour, by place, and on usual screens."""
    assert "no" not in from_html(f"<style>{rule}</style><div>{no}</div>")


def test_an_animation_that_a_sheet_defines_shows() -> None:
    """What begins unseen is faded in."""
    sheet = "<style>@keyframes x{to{opacity:1}}.q{opacity:0;animation:x 1s}</style>"

    assert from_html(f"{sheet}<p class=q>yes</p>") == "yes"


@pytest.mark.parametrize("tag", ["script", "style", "template", "noscript", "textarea", "svg"])
def test_what_is_no_text_is_not_read(tag: str) -> None:
    """Programs, templates, forms and drawings."""
    assert from_html(f"<p>One.</p><{tag}>not this</{tag}><p>Two.</p>") == "One.\n\nTwo."


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "<b " * 100_000,
        "<!--" * 100_000,
        "<style>" + "a{" * 100_000,
        "<p style='" + "left:" * 50_000 + "'>x</p>",
        "<p style='" + "height:1px;" * 30_000 + "'>x</p>",
        "<style>" + "/*" * 100_000 + "</style><p>x",
        "<style>" + ".a," * 50_000 + "{display:none}</style><p>x",
        "&" * 100_000 + "<p>",
        f"<p style='opacity:{'0' * 40_000}x'>x</p>",
        f"<p style='{' font:' * 20_000}'>x</p>",
        f"<p style='color:a(,{' ' * 40_000}x'>x</p>",
        '<style>"' + '\\"' * 40_000 + "</style><p>x",
        "<style>" + "[" * 40_000 + "{display:none}</style><p>x",
        "<style>" + ("&" * 5000 + "{") * 8 + "display:none</style><p>x",
        "<style>" + ".q ~ b,b:has(i)," * 999 + "b{opacity:0}</style>" + "<b class=q>x</b>" * 2000,
        "<p>\x00\x01\ud800",
    ],
)
def test_hostile_markup_ends(html: str) -> None:
    """Whatever comes out, it comes out soon."""
    assert isinstance(from_html(html), str)


@given(st.text(st.sampled_from("<>/!-=&;#\"' \n\x00pbdivstyle:0"), max_size=200))
def test_every_text_is_some_text(text: str) -> None:
    """No markup is so broken that it raises, and no tag of ours is left in it."""
    found = plain(text)

    assert isinstance(found, str)
    assert not {"\ufdd0", "\ufdd1", "\ufdd2"} & set(found)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("K&uuml;hlt&uuml;rme &ndash; &Eacute;t&eacute;", "Kühltürme – Été"),
        ("&period;&comma;&NewLine;&hearts;&zcaron;&nGt;", ".,\n♥ž≫⃒"),
        ("&#252;&#xFC;&#x201c;&#150;", "üü“–"),
        ("AT&T &c; &copy=1 &unheard; R&D;", "AT&T &c; &copy=1 &unheard; R&D;"),
        (
            "<p>K&uuml;hl &period; &nvap; &unheard; &lt;b&gt; &amp;uuml;</p>",
            "Kühl . ≍⃒ &unheard; <b> &uuml;",
        ),
    ],
)
def test_every_entity_of_html_is_a_character(written: str, text: str) -> None:
    """Those of HTML 5 as well, with and without tags around; what is none is text."""
    assert plain(written) == text
