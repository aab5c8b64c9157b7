"""The page of an answer: what it shows, what it never shows, and what browsers are told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from bot.store import answers
from bot.web.answer_page import usable
from bot.web.metrics import Metrics
from bot.web.page_routes import Pages
from bot.web.readiness import Readiness
from bot.web.site import make_site
from index.digests import citation_id
from index.models import Query, Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    import httpx
    from starlette.types import ASGIApp

    from index.library import Library
    from tests.conftest import World

    Visit = Callable[[ASGIApp], httpx.AsyncClient]

pytestmark = pytest.mark.anyio
NAME = "A" * 16
COD = (
    "Cod & crowns\n\nThe auction opened at six.\n\nA kilo of cod cost 42 crowns on "
    "Monday. Nobody had paid as much for 2 < 3 & more before."
)
SPRAT = "Sprat is cheap\n\nA kilo of sprat cost 3 crowns on Tuesday. Few people bought any of it."


def cited(library: Library, words: str, quote: str) -> tuple[str, str]:
    """Passage and id of the citation of a quote that stands in the first hit."""
    hit = library.retriever.search(Query(words, k=1))[0]
    start = hit.passage.span.start + hit.passage.text.index(quote)
    span = Span(start, start + len(quote))
    name = citation_id(hit.passage.id, span.start, span.end)
    library.catalog.change(answers.store_citations, [(name, hit.passage.id, span)])
    return hit.passage.id, name


def kept(library: Library, quotes: list[tuple[str, str]], **changed: Any) -> None:
    """Keep an answer that says each quote of what is found by some words."""
    citations = [
        {"n": n, "id": cited(library, words, quote)[1]}
        for n, (words, quote) in enumerate(quotes, 1)
    ]
    content = {
        "question": "<script>cod & sprat</script>",
        "refused": not quotes,
        "model": "extractive",
        "claims": [{"text": quote, "citations": [n]} for n, (_, quote) in enumerate(quotes, 1)],
        "short": {"text": "42 crowns", "claim": 0} if quotes else None,
        "citations": citations,
        "nearest": [],
        "notes": [],
        "asked": {"language": "en", "at": "2024-03-05T10:00:00+00:00"},
    } | changed
    library.catalog.change(
        answers.store_answer, answer=NAME, conversation=None, question="?", content=content
    )


@pytest.fixture
def site(world: World, threads: Executor) -> ASGIApp:
    """The pages of a small archive below a path."""
    world.index_files({"cod.txt": COD, "sprat.txt": SPRAT})
    pages = Pages(world.library, "https://news.example/press", threads)
    return make_site(Readiness({}, threads), Metrics(), pages=pages.routes())


async def get(visit: Visit, site: ASGIApp, name: str = NAME, **options: Any) -> httpx.Response:
    """The page of an answer."""
    async with visit(site) as client:
        return await client.get(f"/press/a/{name}", **options)


QUOTE = "A kilo of cod cost 42 crowns on Monday."
OTHER = "A kilo of sprat cost 3 crowns on Tuesday."


async def test_page_has_the_claims_and_each_quotation_marked_where_it_stands(
    world: World, site: ASGIApp, visit: Visit
) -> None:
    """The short answer is strong; what an article says is text and never HTML."""
    kept(world.library, [("cod", QUOTE), ("sprat", OTHER)], notes=[
        {"kind": "date", "text": "Monday: 4 March 2024", "claim": 0},
        {"kind": "range", "text": "All of it.", "claim": None},
    ])  # fmt: skip
    page = await get(visit, site)
    text = " ".join(page.text.split())

    assert page.status_code == 200
    assert '<p dir="auto">A kilo of cod cost <strong>42 crowns</strong> on Monday. <a' in text
    assert '<a class="number" href="#s2">2</a>' in text
    assert f"The auction opened at six. <mark>{QUOTE}</mark> Nobody had paid" in text
    assert "as much for 2 &lt; 3 &amp; more before.</blockquote>" in text
    assert "Cod &amp; crowns" in text
    assert '<p class="note" lang="en">Monday: 4 March 2024</p>' in text
    assert '<p class="note" lang="en">All of it.</p>' in text
    assert "Asked on 5 March 2024." in text
    assert "<title>&lt;script&gt;cod &amp; sprat&lt;/script&gt;</title>" in text
    assert "<script" not in text
    assert "style=" not in text


async def test_page_shows_nothing_of_an_article_that_was_withdrawn(
    world: World, site: ASGIApp, visit: Visit
) -> None:
    """Neither its text nor the claim that stands on it; the others stay."""
    kept(world.library, [("cod", QUOTE), ("sprat", OTHER)], model="openai:gpt", notes=[
        {"kind": "date", "text": "Monday: 4 March 2024", "claim": 0},
        {"kind": "range", "text": "All of it.", "claim": None},
    ])  # fmt: skip
    before = await get(visit, site)
    (hit,) = world.library.retriever.search(Query("cod auction", k=1))
    world.library.withdraw(hit.passage.card.article)
    page = await get(visit, site, headers={"If-None-Match": before.headers["etag"]})

    assert page.status_code == 200
    assert "42 crowns" not in page.text
    assert "auction" not in page.text
    assert "4 March" not in page.text
    assert "All of it" not in page.text
    assert "A sentence stood here whose article was withdrawn from the archive." in page.text
    assert "This article was withdrawn from the archive." in page.text
    assert f"<mark>{OTHER}</mark>" in page.text
    assert "The sentences are by openai:gpt, and were checked" in page.text


async def test_refusal_has_the_nearest_articles_that_are_still_there(
    world: World, site: ASGIApp, visit: Visit
) -> None:
    """In the language of whoever asked; an address that runs something is no link."""
    hits = world.library.retriever.search(Query("kilo", k=2))
    cards = {hit.passage.card.title: hit.passage.card.article for hit in hits}
    cod, sprat = cards["Cod & crowns"], cards["Sprat is cheap"]
    world.library.withdraw(cod)
    near = {"published": "2024-03-05T00:00:00+00:00", "source": "Courier"}
    kept(
        world.library,
        [],
        asked={"language": "uk", "at": None},
        nearest=[
            {"article": cod, "title": "Cod", "url": "https://a.example/cod", **near},
            {"article": sprat, "title": "Sprat", "url": "javascript:alert(1)", **near},
            {"article": "x", "title": "Eel", "url": "https://a.example/eel", **near},
        ],
    )
    page = await get(visit, site)

    assert '<html lang="uk">' in page.text
    assert "В архіві про це не сказано." in page.text
    assert "a.example/cod" not in page.text
    assert "javascript:" not in page.text
    assert '<span dir="auto">Sprat</span>' in page.text
    assert 'href="https://a.example/eel" rel="noopener noreferrer nofollow"' in page.text
    assert "5 березня 2024" in page.text


async def test_headline_that_is_quoted_is_marked_itself(
    world: World, site: ASGIApp, visit: Visit
) -> None:
    """Below it is how its article begins."""
    library = world.library
    passage, _ = cited(library, "sprat", OTHER)
    span = Span(0, len("Sprat is cheap"))
    name = citation_id(passage, span.start, span.end, title=True)
    library.catalog.change(answers.store_citations, [(name, passage, span)])
    kept(library, [], refused=False, citations=[{"n": 1, "id": name}],
         claims=[{"text": "Sprat is cheap", "citations": [1]}])  # fmt: skip
    page = await get(visit, site)

    assert '<mark><span dir="auto">Sprat is cheap</span></mark>' in page.text
    assert f'<blockquote dir="auto">{OTHER}' in page.text


async def test_long_article_is_cut_around_the_quotation(
    world: World, threads: Executor, visit: Visit
) -> None:
    """Between words, with three dots where it goes on."""
    word = "herring " * 90
    world.index_files({"long.txt": f"Long\n\n{word}is here. {QUOTE} Then {word}was gone."})
    kept(world.library, [("cod", QUOTE)])
    pages = Pages(world.library, "https://news.example/press", threads)
    page = await get(visit, make_site(Readiness({}, threads), Metrics(), pages=pages.routes()))
    (around,) = re.findall(r"<blockquote[^>]*>(.*)</blockquote>", page.text, re.DOTALL)

    before, after = around.split(f"<mark>{QUOTE}</mark>")
    assert re.fullmatch(r"…(herring ){60,62}is here\. ", before)
    assert re.fullmatch(r" Then (herring ){60,62}herring…", after)


async def test_page_loads_and_runs_nothing_and_tells_nobody(
    world: World, site: ASGIApp, visit: Visit
) -> None:
    """What browsers, search engines and caches are told; who kept it asks whether it holds."""
    kept(world.library, [("cod", QUOTE)])
    page = await get(visit, site)
    again = await get(visit, site, headers={"If-None-Match": page.headers["etag"]})
    (styles,) = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page.text)
    async with visit(site) as client:
        sheet = await client.get(styles)

    for response in (page, again, sheet):
        assert response.headers["content-security-policy"] == (
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"
        )
        assert response.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert response.headers["x-content-type-options"] == "nosniff"
    assert page.headers["cache-control"] == again.headers["cache-control"] == "private, no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert styles.startswith("/press/a/")
    assert sheet.headers["content-type"] == "text/css; charset=utf-8"
    assert sheet.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert page.headers["content-language"] == "en"


@pytest.mark.parametrize("name", ["B" * 16, "short", "x" * 33, "%00" * 16, "ы" * 16])
async def test_what_is_no_answer_is_not_there(site: ASGIApp, visit: Visit, name: str) -> None:
    """And nobody learns whether it ever was."""
    found = await get(visit, site, name)

    assert found.status_code == 404
    assert found.headers["cache-control"] == "no-store"
    assert "There is no such answer, or it is not kept any more." in found.text


async def test_page_that_cannot_be_made_says_nothing_of_why(
    world: World, site: ASGIApp, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    """The log does."""
    world.library.catalog.close()
    world.library.home.catalog.write_bytes(b"x" * 4096)
    found = await get(visit, site)

    assert (found.status_code, found.content) == (503, b"")
    assert "the page of an answer cannot be made: catalog.sqlite" in caplog.text


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://a.example/x", True),
        ("HTTP://intranet/x", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("http://[", False),
        ("news", False),
        (None, False),
    ],
)
def test_only_addresses_of_pages_are_links(url: str | None, *, leads: bool) -> None:
    """What runs in the browser is none."""
    assert usable(url) == (url if leads else None)
