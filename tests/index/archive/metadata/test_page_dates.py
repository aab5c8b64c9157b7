"""When a page was published: every form in which pages state it, and what is no such statement."""

from __future__ import annotations

import html

import pytest

from tests.index.archive.metadata.made_pages import TITLE, linked, page, stated
from tests.index.archive.support import records

MOMENT = "2024-03-05T10:15:00+01:00"
DAY = "2024-03-05"
OTHER = "2019-01-02T03:04:05Z"
FILED = (
    "This entry was posted on Tuesday, March 5th, 2024 at 10:15 am and is filed under Town, "
    "Harbour, Fish. You can follow any responses to this entry through the feed."
)


@pytest.mark.parametrize(
    "name",
    [
        "article:published_time",
        "Article:Published_Time",
        "og:article:published_time",
        "DC.date.issued",
        "dc.date",
        "DCTERMS.created",
        "publishdate",
        "publish_date",
        "PublishDate",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "datePublished",
        "citation_publication_date",
        "date",
    ],
)
@pytest.mark.parametrize("attribute", ["name", "property"])
def test_a_meta_element_is_known_in_any_case_and_spelling(name: str, attribute: str) -> None:
    """Case, points, colons and underscores of its name do not matter."""
    read = page(head=f'<meta {attribute}="{name}" content="{MOMENT}">')

    assert stated(read) == MOMENT


@pytest.mark.parametrize(
    "mark",
    [
        f'<time class="entry-date published" datetime="{MOMENT}">5 March</time>',
        f'<time class="entry-date published updated" datetime="{MOMENT}">5 March</time>',
        f'<time pubdate datetime="{MOMENT}">5 March</time>',
        f'<time datetime="{MOMENT}">Tuesday</time>',
        f'<span itemprop="datePublished" content="{MOMENT}">Tuesday</span>',
        f'<meta itemprop="DatePublished" content="{MOMENT}">',
        f'<div itemprop="dateCreated datePublished" data-x="1" title="{MOMENT}">Tuesday</div>',
        f'<abbr class="published" title="{MOMENT}">Tuesday</abbr>',
        f'<p class="byline">By Ada <time datetime="{MOMENT}">10:15</time></p>',
        f'<footer><time class="published" datetime="{MOMENT}">5 March</time></footer>',
    ],
)
def test_an_element_beside_the_headline_says_the_date(mark: str) -> None:
    """Whatever its tag: ``time``, ``itemprop``, a class that says "published"."""
    assert stated(page(mark=mark)) == MOMENT


@pytest.mark.parametrize(
    "block",
    [
        {"@graph": [{"@type": "WebPage", "datePublished": MOMENT}, {"@type": "WebSite"}]},
        {"@type": ["Thing", "OpinionNewsArticle"], "datePublished": MOMENT},
        {"@type": "https://schema.org/AnalysisNewsArticle", "datePublished": MOMENT},
        {"@type": "newsArticle", "DatePublished": MOMENT},
        {"@type": "LiveBlogPosting", "datePublished": [MOMENT]},
        {"@type": "WebPage", "mainEntity": {"@type": "Article", "datePublished": MOMENT}},
        [{"@type": "BreadcrumbList"}, {"@type": "ItemPage", "datePublished": MOMENT}],
        {"@type": "Article", "dateCreated": MOMENT},
    ],
)
def test_json_ld_of_any_type_that_is_the_page_says_the_date(block: dict[str, object]) -> None:
    """Subtypes of articles, graphs, pages that do not call themselves an article."""
    assert stated(page(head=linked(block))) == MOMENT


@pytest.mark.parametrize(
    "script",
    [
        f'{{"@type": "NewsArticle", "x": "a "b" c", "datePublished": "{MOMENT}"}}',
        f'{{"@type": "NewsArticle", "datePublished": "{MOMENT}",}}',
        html.escape(f'{{"@type": "NewsArticle", "datePublished": "{MOMENT}"}}'),
        f'/*<![CDATA[*/{{"@type": "NewsArticle", "datePublished": "{MOMENT}"}}/*]]>*/',
    ],
)
def test_json_ld_that_is_broken_still_says_the_date(script: str) -> None:
    """Unescaped quotes, a comma too many, entities, comments around it."""
    head = f'<script type="application/ld+json">{script}</script>'

    assert stated(page(head=head)) == MOMENT


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (f'{{"page": {{"publishedAt": "{MOMENT}", "modified": "{OTHER}"}}}}', MOMENT),
        (f'self.push("{{\\"datePublished\\":\\"{MOMENT}\\"}}")', MOMENT),
        (f'{{"a": {{"pubDate": "{MOMENT}"}}, "b": {{"pubDate": "{OTHER}"}}}}', None),
    ],
)
def test_the_data_of_a_page_say_its_date_where_they_name_one(
    script: str, expected: str | None
) -> None:
    """What is related has dates, too."""
    assert stated(page(head=f"<script>window.data = {script}</script>")) == expected


def test_a_placeholder_gives_way_to_a_date() -> None:
    """A template that was not filled in stands before what was."""
    head = (
        '<meta property="article:published_time" content="0001-01-01T00:00:00Z">'
        f'<meta http-equiv="Date" content="{MOMENT}">'
    )

    assert stated(page(head=head)) == MOMENT


def test_a_broken_block_with_several_dates_says_none() -> None:
    """Which of them is the page's cannot be known."""
    script = f'{{"x": "a "b"", "datePublished": "{MOMENT}", "y": {{"datePublished": "{OTHER}"}}}}'
    head = f'<script type="application/ld+json">{script}</script>'

    assert stated(page(head=head)) is None


@pytest.mark.parametrize(
    ("language", "mark"),
    [
        ("en", '<span class="date">5 March 2024</span>'),
        ("en", '<div class="byline">By Ada Norrby | MAR 5, 2024 10:15 AM</div>'),
        ("en-GB", '<span class="date">05/03/2024</span>'),
        ("de", '<p class="postmetadata">Geschrieben am 5. März 2024 von Klaus</p>'),
        ("de", '<span class="datum">05.03.2024 - 10:15 Uhr</span>'),
        ("fr", '<div class="post-meta">Publié le 5 mars 2024 à 10:15</div>'),
        ("es", '<span class="fecha">martes, 5 de marzo de 2024</span>'),
        ("pl", '<span class="entryDate">5 marca 2024</span>'),
        ("ru", '<span class="date">5 марта 2024</span>'),
        ("uk", '<div class="publish-date">05 березня 2024</div>'),
        ("en", "<time>5 March 2024</time>"),
        ("en", "<small>March 5th, 2024</small>"),
        (
            "en",
            f'<p class="postmetadata"><small>{FILED}</small></p>',
        ),
        ("en", '<p class="date"><b>05</b><b>Mar</b><b>2024</b></p>'),
        ("en", '<p class="meta">On <a href="/x">Tuesday, March 05, 2024, 10:15</a> by Ada</p>'),
        ("en", '<time datetime="2024-3-5">x</time>'),
        ("en", '<p class="meta">Published on Tuesday, 5 March 2024.</p>'),
    ],
)
def test_a_date_that_is_only_shown_is_read_in_many_languages(language: str, mark: str) -> None:
    """Beside the headline, in an element that by its class is a date or a byline."""
    published = page(mark=mark, language=language).published

    assert published is not None
    assert published.date().isoformat() == DAY


@pytest.mark.parametrize("content", ["March 5, 2024", "5. März 2024", "Tuesday, 5 March 2024"])
def test_the_head_may_say_the_date_in_words(content: str) -> None:
    """A day is better than none."""
    assert stated(page(head=f'<meta name="date" content="{content}">')) == DAY


@pytest.mark.parametrize(
    "mark",
    [
        '<span class="date">March 2024</span>',
        '<span class="date">Copyright 2024</span>',
        '<span class="date">03/05/2024</span>',
        '<span class="date">Yesterday</span>',
        '<p>The ball was held on <time datetime="2019-03-05">5 March</time> and many came.</p>',
        '<figure><figcaption class="date">2 January 2019</figcaption></figure>',
        '<time datetime="2199-01-01">the end</time>',
        "<h3>2 January 2019</h3><p>The quay is closed.</p>",
        '<div class="event-date">2 January 2019</div>',
        '<div class="eventDate"><span>2 January 2019</span></div>',
        '<time itemprop="startDate" datetime="2019-01-02">2 January</time>',
    ],
)
def test_what_names_no_day_of_publication_is_no_date(mark: str) -> None:
    """Half a date, a copyright, day and month that may be exchanged, a day in running text."""
    assert stated(page(mark=mark)) is None


@pytest.mark.parametrize(
    "after",
    [
        '<footer><span class="date">© 2 January 2019</span></footer>',
        '<aside><time datetime="2019-01-02">x</time></aside>',
        '<div class="related-posts"><time class="published" datetime="2019-01-02">x</time></div>',
        '<ol class="commentlist"><li><time datetime="2019-01-02">x</time></li></ol>',
        '<div><article><h3>Another</h3><time datetime="2019-01-02">x</time></article></div>',
        (
            '<div><div><a href="/x">Another thing happened here today</a>'
            '<span class="date">2 January 2019</span></div></div>'
        ),
        "".join(f'<h3>Other</h3><p class="date">{day} January 2019</p>' for day in (2, 3, 4)),
    ],
)
def test_a_date_of_another_article_is_not_taken(after: str) -> None:
    """Neither from lists, comments and footers, nor where many dates stand side by side."""
    assert stated(page(after=after)) is None


@pytest.mark.parametrize(
    "before",
    [
        '<header><span class="date">Tuesday, 1 December 2020</span></header>',
        '<div id="top-header"><div class="date">Tuesday, 1 December 2020</div></div>',
        '<p class="current-date">Tuesday, 1 December 2020</p>',
    ],
)
def test_the_day_of_today_above_a_page_is_not_taken(before: str) -> None:
    """It is the day on which the page was saved."""
    assert stated(page(before=before)) is None


def test_a_date_above_the_headline_is_read() -> None:
    """As blogs have it."""
    before = '<div><h2 class="date-header"><span>Tuesday, March 5, 2024</span></h2></div>'

    assert stated(page(before=before)) == DAY


def test_a_list_in_json_ld_says_nothing_of_the_page() -> None:
    """Neither its items, nor articles that all have other addresses."""
    item = {"@type": "NewsArticle", "datePublished": OTHER}
    articles = [item | {"url": f"https://times.example/{name}"} for name in ("a", "b")]
    head = '<link rel="canonical" href="https://times.example/">'

    assert stated(page(head=linked({"@type": "ItemList", "itemListElement": [item]}))) is None
    assert stated(page(head=head + linked(*articles))) is None


def test_of_several_articles_the_one_with_the_address_of_the_page_is_read() -> None:
    """Others stand beside it, often before it."""
    other = {"@type": "NewsArticle", "url": "https://times.example/old", "datePublished": OTHER}
    own = {
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@id": "https://www.times.example/quay/"},
        "datePublished": MOMENT,
    }
    head = '<link rel="canonical" href="https://times.example/quay">'

    assert stated(page(head=head + linked(other, own))) == MOMENT


def test_of_several_articles_the_one_with_the_title_of_the_page_is_read() -> None:
    """Where none of them has its address."""
    other = {"@type": "NewsArticle", "url": "https://times.example/old", "datePublished": OTHER}
    own = other | {"url": "https://times.example/", "headline": TITLE, "datePublished": MOMENT}
    head = '<link rel="canonical" href="https://times.example/quay">'

    assert stated(page(head=head + linked(other, own))) == MOMENT


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"headline": "A goat is elected"}, None),
        ({"headline": "North quay closes until June"}, MOMENT),
        ({"headline": "A goat is elected", "url": "https://times.example/quay"}, MOMENT),
    ],
)
def test_a_single_article_with_another_address_and_headline_is_another(
    other: dict[str, str], expected: str | None
) -> None:
    """Then it gives the page neither title nor date."""
    only = {"@type": "NewsArticle", "url": "https://times.example/x", "datePublished": MOMENT}
    head = '<link rel="canonical" href="https://times.example/quay">'

    found = page(head=head + linked(only | other))

    assert stated(found) == expected
    assert expected or found.title == TITLE


def test_a_date_that_cannot_be_read_is_remarked() -> None:
    """It is not lost in silence."""
    head = linked({"@type": "NewsArticle", "datePublished": "the other day"})
    whole = f"<html><head>{head}</head><body><h1>Quay</h1><p>{'It closes. ' * 20}</p></body>"

    (record,) = records(whole, "page.html")

    assert record.article is not None
    assert record.article.published is None
    assert [remark.kind for remark in record.remarks] == ["a date that cannot be read"]


def test_the_date_nearest_to_the_headline_wins() -> None:
    """A page that holds a list below its article."""
    after = '<div><p class="date">2 January 2019</p></div>'

    assert stated(page(mark='<p class="date">5 March 2024</p>', after=after)) == DAY


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2024-03-05 00:15:00.0", "2024-03-05T00:15:00+02:00", "2024-03-05T00:15:00+02:00"),
        ("2024-03-05", "2024-03-05T00:15:00+02:00", "2024-03-05T00:15:00+02:00"),
        ("2024-03-05", "2024-03-05T10:15:00", "2024-03-05T10:15:00+00:00"),
        ("2024-03-05T10:15:00Z", "2024-03-05T11:15:00+02:00", "2024-03-05T10:15:00+00:00"),
        ("2024-03-05T10:15:00", "2019-03-05T11:15:00+02:00", "2024-03-05T10:15:00+00:00"),
    ],
)
def test_a_time_with_a_zone_wins_over_one_without(first: str, second: str, expected: str) -> None:
    """Of one day; a date of another year is another statement."""
    head = linked({"@type": "NewsArticle", "datePublished": first})

    assert stated(page(head=f'{head}<meta name="date" content="{second}">')) == expected
    assert stated(page(head=head, mark=f'<time datetime="{second}"></time>')) == expected


@pytest.mark.parametrize(
    ("head", "mark"),
    [
        (f'<meta property="article:modified_time" content="{MOMENT}">', ""),
        (linked({"@type": "NewsArticle", "dateModified": MOMENT}), ""),
        ("", f'<time class="updated" datetime="{MOMENT}">Updated</time>'),
        ("", f'<meta itemprop="dateModified" content="{MOMENT}">'),
    ],
)
def test_a_page_that_states_only_its_last_change_is_dated_by_it_with_a_remark(
    head: str, mark: str
) -> None:
    """Nobody is told a date of publication that is none."""
    whole = f"<html><head>{head}</head><body><h1>Quay</h1>{mark}<p>{'It closes. ' * 20}</p></body>"

    (record,) = records(whole, "page.html")
    assert record.article is not None
    assert stated(record.article) == MOMENT
    assert [(remark.kind, remark.sentence) for remark in record.remarks] == [
        (
            "a page dated by its last change",
            "states no date of publication; the date of its last change was taken.",
        )
    ]


def test_the_day_in_the_address_goes_before_the_last_change() -> None:
    """It is the day on which the page was made."""
    head = (
        '<link rel="canonical" href="https://times.example/2024/03/04/quay">'
        f'<meta property="article:modified_time" content="{MOMENT}">'
    )

    read = page(head=head)

    assert read.dated_by == "address"
    assert read.published is not None
    assert read.published.day == 4
