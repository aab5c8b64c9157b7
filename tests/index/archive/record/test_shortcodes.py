"""Shortcodes and templates go; what they enclose stays, and so does what an editor put in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive.record.markup import plain
from index.archive.record.shortcodes import without_shortcodes


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("[dropcap]T[/dropcap]he quay", "The quay"),
        ('to [highlight color="yellow"]close[/highlight] it', "to close it"),
        ("[su_note]Note.[/su_note]\n\n[su_divider]\n\nText.", "Note.\n\n\n\nText."),
        ("[a_box][a_text]One.[/a_text][a_text]Two.[/a_text][/a_box]", "One.\n\nTwo."),
        ('[caption id="a"]<img/> The quay[/caption]The rest', "\n\n<img/> The quay\n\nThe rest"),
        ('See [contact-form-7 404 "Not found"] here.', "See here."),
        ("One [gallery ids='1,2'], two.", "One, two."),
        ("[embed]https://v.example/1[/embed]Text [x]http://a.example[/x].", "Text ."),
        ("[youtube]abc123[/youtube] [vc_raw_html]JTNDcCUz[/vc_raw_html]", ""),
        ('[button link="https://a.example/?q=[1]"]Read[/button]', "Read"),
        ("[spoiler/] [code /]x", "x"),
        ("{{< youtube abc >}}\n{{% notice tip %}}Mind.{{% /notice %}}", "\nMind."),
        ('June. {% include figure.html src="q" %} Repairs {{ page.title }}.', "June. Repairs."),
        ("to {{< mark >}}close{{< /mark >}} it", "to close it"),
        ("a {% comment %} not\nshown {% endcomment %} b", "a b"),
    ],
)
def test_marks_go_and_words_stay(written: str, left: str) -> None:
    """Inside of a word, between words, between paragraphs."""
    assert without_shortcodes(written).strip(" ") == left.strip(" ")


@pytest.mark.parametrize(
    "text",
    [
        "The mayor [said] so [sic] twice [...] in [the] end.",
        "He [Mr Lund] and she [co-author] met [Twitter] there [1].",
        "[the decision](https://h.example/a_b) and [ref_one]: https://h.example",
        "![The quay](quay.jpg) [x_y](z)",
        "[[gallery]] is how it is written",
        "f[x y=2] holds",
        "[reporter name=John] said",
        "Use {{ name }} and {{ the.name | upper }} and {% word %} here",
        "It was fun [/sarcasm], and [my_index] of a[my_index]",
        "a[i] = b[j]; {x} and {{",
    ],
)
def test_what_an_editor_put_in_stays(text: str) -> None:
    """Words, links and figures in brackets are no shortcodes."""
    assert plain(text) == text


@given(st.text(alphabet="[]/ab_=\"' {}%<.\n", max_size=200))
def test_every_text_gives_some_text(text: str) -> None:
    """Soon, and with no letter that was not there."""
    assert set(without_shortcodes(text)) <= set(text) | {"\n"}


@pytest.mark.parametrize(
    "part",
    [
        "[a ",
        "[a]",
        "[a b=",
        "{{<",
        "{%",
        "[/",
        '[a "',
        "[a][b][/a]",
        "{{",
        " ",
        "\t",
        "[a 'x ",
        "{% comment %}",
        "{%-",
    ],
)
def test_hostile_marks_end(part: str) -> None:
    """Time grows with the length of the text and not with its square."""
    for begins in ("", "[x", "{{"):
        assert isinstance(without_shortcodes(begins + part * 10_000), str)
