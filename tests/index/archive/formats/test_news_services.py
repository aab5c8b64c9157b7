"""The dumps and answers that people have, each with three articles, by their own field names."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.index.archive.support import records

if TYPE_CHECKING:
    from index.models import Article

STORIES = (
    ("Pier closed", "The pier was closed on Tuesday.", "Nobody was hurt."),
    ("Ferry late", "The ferry was late again.", "It sailed at nine."),
    ("Eels return", "Eels were counted.", "There were 412."),
)
WHEN = "2024-03-05T10:15:00Z"
AT = datetime(2024, 3, 5, 10, 15, tzinfo=UTC)
DAY = datetime(2024, 3, 5, tzinfo=UTC)
OUTLET = "Skelhaven Courier"


def url(number: int) -> str:
    """The address of an article."""
    return f"https://courier.example/{number}"


def html(*paragraphs: str) -> str:
    """Paragraphs as a page has them."""
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def ap(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """An item of AP: its ``title`` is a slug."""
    return {
        "altids": {"itemid": f"id-{n}", "etag": f"id-{n}_0a"},
        "version": 2,
        "type": "text",
        "language": "en",
        "versioncreated": WHEN,
        "firstcreated": WHEN,
        "pubstatus": "usable",
        "title": "US--Slug",
        "headline": title,
        "slugline": "BC-US--Slug",
        "bylines": [{"by": "By ADA NORRBY", "title": "Staff"}],
        "provider": OUTLET,
        "links": [{"rel": "canonical", "href": url(n)}],
        "body_nitf": f"<block>\r\n{html(one, two)}\r\n</block>",
    }


def superdesk(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """An item of Superdesk: ninjs that goes by ``guid``."""
    return {
        "guid": f"id-{n}",
        "type": "text",
        "pubstatus": "usable",
        "versioncreated": "2024-03-05T10:15:00+0000",
        "headline": title,
        "authors": [{"name": "Ada Norrby", "role": "writer"}],
        "service": [{"name": "Harbour", "code": "h"}],
        "body_html": html(one, two),
        "description_text": "Short.",
        "source": OUTLET,
        "language": "en",
    }


def guardian(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """A result of the Guardian's content API with ``show-fields=all``."""
    return {
        "id": f"id-{n}",
        "type": "article",
        "sectionId": "harbour",
        "sectionName": "Harbour",
        "webPublicationDate": WHEN,
        "webTitle": title,
        "webUrl": url(n),
        "apiUrl": "https://content.courier.example/1",
        "fields": {
            "headline": title,
            "trailText": "Short.",
            "byline": "Ada Norrby",
            "body": html(one, two),
            "bodyText": f"{one} {two}",
            "publication": OUTLET,
        },
    }


def nyt(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """A document of the article search: no body, but the first paragraph."""
    return {
        "abstract": "Short.",
        "web_url": url(n),
        "snippet": "Short.",
        "lead_paragraph": f"{one}\n\n{two}",
        "source": OUTLET,
        "multimedia": [{"caption": "A pier", "type": "image", "url": "images/1.jpg"}],
        "headline": {"main": title, "kicker": None, "print_headline": "Other"},
        "keywords": [{"name": "subject", "value": "Piers", "rank": 1}],
        "pub_date": "2024-03-05T10:15:00+0000",
        "section_name": "Harbour",
        "byline": {"original": "By Ada Norrby", "person": [{"firstname": "Ada"}]},
        "_id": f"id-{n}",
        "uri": f"nyt://article/{n}",
    }


def newsapi(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """An article of NewsAPI; GNews writes the same names."""
    return {
        "source": {"id": None, "name": OUTLET},
        "author": "Ada Norrby",
        "title": f"{title} - {OUTLET}",
        "description": one,
        "url": url(n),
        "urlToImage": None,
        "publishedAt": WHEN,
        "content": f"{one}\n\n{two} [+1234 chars]",
    }


def gnews(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """An article of GNews."""
    return {
        "id": f"id-{n}",
        "title": title,
        "description": one,
        "content": f"{one}\n\n{two} [1234 chars]",
        "url": url(n),
        "image": "https://courier.example/1.jpg",
        "publishedAt": WHEN,
        "lang": "en",
        "source": {"id": "c", "name": OUTLET, "url": "https://courier.example"},
    }


def mediastack(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """An entry of mediastack, which has a description alone."""
    return {
        "author": "Ada Norrby",
        "title": title,
        "description": f"{one}\n\n{two}",
        "url": url(n),
        "source": OUTLET,
        "category": "Harbour",
        "language": "en",
        "published_at": "2024-03-05T10:15:00+00:00",
    }


def event_registry(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """A result of Event Registry: found later than it was published."""
    return {
        "uri": f"id-{n}",
        "lang": "eng",
        "date": "2024-03-05",
        "time": "11:00:00",
        "dateTime": "2024-03-05T11:00:00Z",
        "dateTimePub": WHEN,
        "url": url(n),
        "title": title,
        "body": f"{one}\n\n{two}",
        "source": {"uri": "courier.example", "dataType": "news", "title": OUTLET},
        "authors": [{"uri": "a@c.example", "name": "Ada Norrby", "type": "author"}],
    }


def webz(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """A post of webz.io, in a thread."""
    return {
        "thread": {
            "uuid": "t",
            "url": url(n),
            "site_full": "www.courier.example",
            "site": "courier.example",
            "section_title": "Harbour",
            "title": title,
            "published": "2024-03-05T12:15:00.000+02:00",
        },
        "uuid": f"id-{n}",
        "url": url(n),
        "author": "Ada Norrby",
        "published": "2024-03-05T12:15:00.000+02:00",
        "title": title,
        "text": f"{one}\n\n{two}",
        "highlightText": "",
        "language": "english",
        "crawled": "2024-03-05T13:00:00.000+02:00",
    }


def news_please(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """An article of news-please."""
    return {
        "authors": ["Ada Norrby"],
        "date_download": "2024-03-06 08:00:00",
        "date_modify": None,
        "date_publish": "2024-03-05 10:15:00",
        "description": "Short.",
        "language": "en",
        "maintext": f"{one}\n\n{two}",
        "source_domain": "courier.example",
        "title": title,
        "title_page": None,
        "url": url(n),
    }


def newspaper(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """An article of newspaper."""
    return {
        "url": url(n),
        "source_url": "https://courier.example",
        "title": title,
        "authors": ["Ada Norrby"],
        "publish_date": "2024-03-05 10:15:00",
        "text": f"{one}\n\n{two}",
        "summary": "Short.",
        "meta_lang": "en",
        "meta_site_name": OUTLET,
    }


def fundus(_: int, title: str, one: str, two: str) -> dict[str, Any]:
    """An article of fundus, its body in sections."""
    return {
        "title": title,
        "body": {"summary": [], "sections": [{"headline": [], "paragraphs": [one, two]}]},
        "authors": ["Ada Norrby"],
        "publishing_date": "2024-03-05 11:15:00+01:00",
        "topics": ["Piers"],
        "publisher": OUTLET,
        "lang": "en",
    }


def trafilatura(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """What trafilatura writes: its ``source`` is the address."""
    return {
        "title": title,
        "author": "Ada Norrby",
        "hostname": "courier.example",
        "date": "2024-03-05",
        "fingerprint": "f",
        "id": None,
        "raw_text": f"{one} {two}",
        "text": f"{one}\n\n{two}",
        "language": "en",
        "filedate": "2024-03-06",
        "source": url(n),
        "source-hostname": OUTLET,
        "excerpt": "Short.",
        "categories": "",
    }


def cc_news(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """A row of CC-News."""
    return {
        "title": title,
        "text": f"{one}\n\n{two}",
        "domain": "courier.example",
        "date": "2024-03-05 10:15:00",
        "description": "Short.",
        "url": url(n),
    }


def huffpost(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """A line of HuffPost's categories."""
    return {
        "link": url(n),
        "headline": title,
        "category": "Harbour",
        "short_description": f"{one}\n\n{two}",
        "authors": "Ada Norrby",
        "date": "2024-03-05",
    }


def all_the_news(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """A row of All the News."""
    return {
        "id": f"id-{n}",
        "title": title,
        "publication": OUTLET,
        "author": "Ada Norrby",
        "date": "2024-03-05",
        "year": 2024.0,
        "url": url(n),
        "content": f"{one}\n\n{two}",
    }


def wordpress(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """A post of WordPress' REST with ``_embed``."""
    return {
        "id": n,
        "date": "2024-03-05T12:15:00",
        "date_gmt": "2024-03-05T10:15:00",
        "guid": {"rendered": f"https://courier.example/?p={n}"},
        "status": "publish",
        "type": "post",
        "link": url(n),
        "title": {"rendered": title},
        "content": {"rendered": html(one, two), "protected": False},
        "excerpt": {"rendered": "Short.", "protected": False},
        "author": 3,
        "categories": [7],
        "_embedded": {
            "author": [{"id": 3, "name": "Ada Norrby"}],
            "wp:term": [[{"name": "Harbour"}]],
        },
    }


def drupal(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """A node of Drupal's JSON:API."""
    return {
        "type": "node--article",
        "id": f"id-{n}",
        "links": {"self": {"href": "https://courier.example/jsonapi/node/article/1"}},
        "attributes": {
            "drupal_internal__nid": n,
            "langcode": "en",
            "status": True,
            "title": title,
            "created": "2024-03-05T10:15:00+00:00",
            "changed": "2024-03-06T10:15:00+00:00",
            "path": {"alias": "/pier", "pid": 1},
            "body": {
                "value": html(one, two),
                "format": "full",
                "processed": html(one, two),
                "summary": "Short.",
            },
        },
    }


def ghost(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """A post of Ghost's export."""
    return {
        "id": f"id-{n}",
        "uuid": "u",
        "title": title,
        "slug": "pier",
        "html": html(one, two),
        "plaintext": f"{one} {two}",
        "status": "published",
        "created_at": "2024-03-04T10:00:00.000Z",
        "published_at": "2024-03-05T10:15:00.000Z",
        "type": "post",
    }


def schema_org(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """Linked data of a page."""
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "articleBody": f"{one}\n\n{two}",
        "datePublished": "2024-03-05T11:15:00+01:00",
        "author": [{"@type": "Person", "name": "Ada Norrby"}],
        "publisher": {"@type": "Organization", "name": OUTLET},
        "mainEntityOfPage": {"@type": "WebPage", "@id": url(n)},
        "articleSection": "Harbour",
        "inLanguage": "en",
    }


def elastic(n: int, title: str, one: str, two: str) -> dict[str, Any]:
    """A hit of Elasticsearch."""
    source = {"title": title, "text": f"{one}\n\n{two}", "publishedAt": WHEN, "link": url(n)}
    return {"_index": "news", "_id": f"id-{n}", "_score": 1.0, "_source": source}


WHO = "Ada Norrby"
SERVICES: dict[str, tuple[Any, Any, dict[str, Any]]] = {
    "ap": (ap, None, {"author": "ADA NORRBY", "source": OUTLET, "external_id": "id-1"}),
    "ap feed": (
        ap,
        lambda found: {"data": {"items": [{"meta": {"seq": 1}, "item": one} for one in found]}},
        {"url": url(1), "external_id": "id-1"},
    ),
    "superdesk": (superdesk, None, {"author": WHO, "section": "Harbour", "external_id": "id-1"}),
    "guardian": (
        guardian,
        lambda found: {"response": {"status": "ok", "results": found}},
        {"source": OUTLET, "author": WHO, "section": "Harbour", "url": url(1)},
    ),
    "nyt": (
        nyt,
        lambda found: {"status": "OK", "response": {"docs": found, "meta": {"hits": 3}}},
        {"source": OUTLET, "author": WHO, "section": "Harbour", "url": url(1)},
    ),
    "newsapi": (
        newsapi,
        lambda found: {"status": "ok", "totalResults": 3, "articles": found},
        {"source": OUTLET, "author": WHO, "url": url(1)},
    ),
    "gnews": (
        gnews,
        lambda found: {"totalArticles": 3, "articles": found},
        {"source": OUTLET, "language": "en", "external_id": "id-1"},
    ),
    "mediastack": (
        mediastack,
        lambda found: {"pagination": {"limit": 25}, "data": found},
        {"source": OUTLET, "author": WHO, "section": "Harbour"},
    ),
    "event registry": (
        event_registry,
        lambda found: {"articles": {"results": found, "totalResults": 3}},
        {"source": OUTLET, "author": WHO, "language": "en", "external_id": "id-1"},
    ),
    "webz": (
        webz,
        lambda found: {"posts": found, "totalResults": 3},
        {"source": "www.courier.example", "section": "Harbour", "external_id": "id-1"},
    ),
    "news-please": (news_please, None, {"source": "courier.example", "author": WHO}),
    "newspaper": (newspaper, None, {"source": OUTLET, "author": WHO, "language": "en"}),
    "fundus": (fundus, list, {"source": OUTLET, "author": WHO, "language": "en"}),
    "trafilatura": (
        trafilatura,
        None,
        {"source": OUTLET, "url": url(1), "published": DAY, "precision": "day"},
    ),
    "cc-news": (cc_news, list, {"source": "courier.example", "url": url(1)}),
    "huffpost": (huffpost, None, {"author": WHO, "section": "Harbour", "published": DAY}),
    "all the news": (all_the_news, None, {"source": OUTLET, "author": WHO, "published": DAY}),
    "wordpress": (wordpress, list, {"author": WHO, "section": "Harbour", "external_id": "1"}),
    "drupal": (
        drupal,
        lambda found: {"jsonapi": {"version": "1.0"}, "data": found, "links": {}},
        {"language": "en", "external_id": "id-1"},
    ),
    "ghost": (
        ghost,
        lambda found: {"db": [{"meta": {"version": "5"}, "data": {"posts": found, "tags": []}}]},
        {"external_id": "id-1"},
    ),
    "schema.org": (
        schema_org,
        list,
        {"source": OUTLET, "author": WHO, "section": "Harbour", "url": url(1), "language": "en"},
    ),
    "elasticsearch": (
        elastic,
        lambda found: {"took": 1, "hits": {"total": {"value": 3}, "hits": found}},
        {"external_id": "id-1", "url": url(1)},
    ),
    "elasticsearch lines": (elastic, None, {"external_id": "id-1", "url": url(1)}),
}
"""Who writes an article, what the file around them is (None: a line each), what of it is read."""


def file_of(name: str) -> bytes:
    """The file of a service, with a byte order mark."""
    make, around, _ = SERVICES[name]
    found = [make(number, *story) for number, story in enumerate(STORIES, start=1)]
    if around is None:
        return "\n".join(map(json.dumps, found)).encode("utf-8-sig")
    return json.dumps(around(found)).encode("utf-8-sig")


def articles_of(content: bytes) -> list[Article | None]:
    """The articles of a file, without a remark."""
    found = records(content)
    assert [record.remarks for record in found] == [()] * len(found)
    return [record.article for record in found]


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_read_whole(name: str) -> None:
    """Three articles with title, text and date, and what else it says of the first."""
    found = articles_of(file_of(name))
    expected = {"published": AT, **SERVICES[name][2]}

    assert [(one.title, one.text) for one in found if one] == [
        (title, f"{one}\n\n{two}") for title, one, two in STORIES
    ]
    assert {field: getattr(found[0], field) for field in expected} == expected


def test_blocks_of_the_guardian_are_one_article() -> None:
    """Its API gives them where nobody asks for the fields."""
    blocks = [{"id": name, "bodyTextSummary": f"{name} of the quay."} for name in ("First", "Rest")]
    item = {"webTitle": "Quay", "webPublicationDate": "2024-03-05T10:15:00Z", "id": "world/quay"}
    content = {"response": {"results": [item | {"blocks": {"main": {}, "body": blocks}}]}}

    (record,) = records(json.dumps(content))

    assert record.article
    assert (record.article.title, record.article.external_id) == ("Quay", "world/quay")
    assert record.article.text == "First of the quay.\n\nRest of the quay."


def test_an_item_of_ap_that_was_withheld_is_rejected() -> None:
    """As one of any agency."""
    (record,) = records(json.dumps({**ap(1, *STORIES[0]), "pubstatus": "withheld"}))

    assert record.reason == 'was taken back by its agency (pubstatus "withheld")'


def test_a_draft_of_a_site_is_rejected() -> None:
    """Ghost and Drupal write them with the others."""
    draft = {**ghost(1, *STORIES[0]), "status": "draft"}
    hidden = drupal(1, *STORIES[0])
    hidden["attributes"]["status"] = False
    (one,) = records(json.dumps(draft))
    (two,) = records(json.dumps(hidden))

    assert one.reason == 'is not published (field "status" is "draft")'
    assert two.reason == 'is not published (field "attributes.status" is "False")'


def test_a_body_html_makes_no_ninjs() -> None:
    """The names that everybody has for date, outlet and address are read."""
    fields = {"guid": "g", "title": "Pier", "body_html": "<p>Closed.</p>", "date": "2024-03-05"}
    (record,) = records(json.dumps({**fields, "publisher": "Daily", "link": "https://a.example/b"}))

    found = record.article
    assert found is not None
    assert (found.source, found.url) == ("Daily", "https://a.example/b")
    assert found.published == datetime(2024, 3, 5, tzinfo=UTC)
