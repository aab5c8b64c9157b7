"""Title, outlet, author and section, as pages state them."""

from __future__ import annotations

import html
from html.entities import html5

import pytest

from tests.index.archive.metadata.made_pages import TITLE, linked, page

SITE = '<meta property="og:site_name" content="The Harbour Times">'


def titled(title: str, head: str = SITE) -> str:
    """The title that is read where ``og:title`` is this."""
    return page(head=f'{head}<meta property="og:title" content="{title}">').title


@pytest.mark.parametrize(
    "title",
    [
        "Quay - closed - The Harbour Times",
        "Quay - closed | Harbour Times",
        "Quay - closed – HARBOUR TIMES",
        "Quay - closed · harbourtimes.com",
        "Quay - closed | Harbour | The Harbour Times",
        "Quay - closed :: Harbour Times",
        "The Harbour Times | Quay - closed",
        "Quay - closed",
    ],
)
def test_the_name_of_the_outlet_is_no_part_of_the_title(title: str) -> None:
    """At its end or its beginning, with the section before it; dashes of the headline stay."""
    section = '<meta property="article:section" content="Harbour">'

    assert titled(title, SITE + section) == "Quay - closed"


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="https://www.harbour-times.example/quay">',
        '<meta name="application-name" content="Harbour Times">',
        linked({"@type": "WebPage", "publisher": {"name": "Harbour Times"}}),
        linked({"@type": "WebSite", "name": "Harbour Times"}),
    ],
)
def test_the_outlet_is_known_by_host_and_json_ld_too(head: str) -> None:
    """Wherever the page names it."""
    assert titled("Quay closed - Harbour Times", head) == "Quay closed"


@pytest.mark.parametrize(
    "title", ["Times change: quay closed", "Quay closed - fishermen angry", "Harbour - a report"]
)
def test_what_is_no_name_stays_in_the_title(title: str) -> None:
    """A section alone may be what the headline is about."""
    section = '<meta property="article:section" content="Harbour">'

    assert titled(title, SITE + section) == title


def test_a_short_name_behind_a_bar_is_cut_where_the_heading_stands_before_it() -> None:
    """The page shows which part is its headline."""
    assert titled(f"{TITLE} | HT News Online") == TITLE
    assert titled(f"{TITLE} - Coast - Harbour Times", SITE) == TITLE


def test_the_outlet_alone_is_no_title() -> None:
    """Some pages share their own name with every article."""
    assert titled("The Harbour Times") == TITLE


def test_a_headline_cut_short_is_taken_whole_from_where_it_is_whole() -> None:
    """Some pages cut it for search engines."""
    head = linked({"@type": "NewsArticle", "headline": "North quay to close until…"})

    assert page(head=head).title == TITLE


@pytest.mark.parametrize("name", ["uuml;", "ldquo;", "hellip;", "Ccaron;", "NotEqualTilde;"])
def test_a_title_is_read_with_every_entity(name: str) -> None:
    """Escaped once or twice, by name or number."""
    character = html5[name]
    number = "".join(f"&amp;#{ord(each)};" for each in character)

    assert titled(f"a&amp;{name}b") == titled(f"a&{name}b") == titled(f"a{number}b")
    assert titled(f"a&amp;{name}b") == f"a{character}b"


@pytest.mark.parametrize("text", ["AT&T; and others", "?a=1&copy=2", "R&D"])
def test_what_is_no_entity_is_text(text: str) -> None:
    """A name that HTML does not have, or one without its semicolon."""
    assert titled(html.escape(text)) == text


def test_json_ld_may_escape_twice() -> None:
    """Nothing decodes a script before us."""
    head = linked({"@type": "NewsArticle", "headline": "K&amp;uuml;hlturm &amp; Kai"})

    assert page(head=head).title == "Kühlturm & Kai"


def test_names_are_found_where_json_ld_refers_to_them() -> None:
    """An author or publisher may be no more than the ``@id`` of an object."""
    graph = [
        {"@type": "NewsArticle", "author": [{"@id": "#ada"}], "publisher": {"@id": "#times"}},
        {"@type": "Person", "@id": "#ada", "name": "Ada Norrby"},
        {"@type": "Organization", "@id": "#times", "name": "Harbour Times"},
    ]

    read = page(head=linked({"@graph": graph}))

    assert (read.author, read.source) == ("Ada Norrby", "Harbour Times")


@pytest.mark.parametrize(
    ("head", "mark"),
    [
        ('<meta name="Author" content="Ada Norrby">', ""),
        ('<meta name="DC.Creator" content="Ada Norrby">', ""),
        (
            (
                '<meta property="article:author" content="https://social.example/ada">'
                '<meta name="parsely-author" content="Ada Norrby">'
            ),
            "",
        ),
        ("", '<p itemprop="author">By <b itemprop="name">Ada Norrby</b></p>'),
        ("", '<p itemprop="author"><meta itemprop="name" content="Ada Norrby"></p>'),
        ("", '<p><a rel="author" href="/ada">Ada Norrby</a></p>'),
        ("", '<ul><li class="author">By Ada Norrby</li></ul>'),
        ("", '<p>Von <span class="author-name">Ada Norrby</span></p>'),
        (linked({"@type": "Article", "author": {"name": ["Ada Norrby"]}}), ""),
        (linked({"@type": "Article", "author": "By Ada Norrby"}), ""),
    ],
)
def test_the_author_is_read_wherever_a_page_names_one(head: str, mark: str) -> None:
    """An address is no name."""
    assert page(head=head, mark=mark).author == "Ada Norrby"


@pytest.mark.parametrize(
    "after",
    [
        '<ol class="comments"><li><span itemprop="author">Troll</span></li></ol>',
        '<aside><a rel="author" href="/x">Somebody Else</a></aside>',
    ],
)
def test_who_wrote_a_comment_or_another_article_is_not_the_author(after: str) -> None:
    """Nobody is credited with what they did not write."""
    assert page(after=after).author is None


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ('<meta property="OG:Site_Name" content="Harbour Times">', "Harbour Times"),
        ('<meta name="dc.publisher" content="Harbour Times">', "Harbour Times"),
        (linked({"@type": "NewsMediaOrganization", "name": "Harbour Times"}), "Harbour Times"),
        ('<meta property="og:url" content="https://www.times.example/a">', "times.example"),
        (
            (
                '<meta name="publisher" content="https://social.example/times">'
                '<meta property="og:url" content="https://times.example/a">'
            ),
            "times.example",
        ),
    ],
)
def test_the_outlet_is_read_wherever_a_page_names_it(head: str, source: str) -> None:
    """Its host is the last that is believed."""
    assert page(head=head).source == source
