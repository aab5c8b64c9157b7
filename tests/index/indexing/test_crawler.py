"""URLs of the archive: a real site on this machine, from the location to the answer."""

from __future__ import annotations

import json
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from index.archive.sources import request
from index.jobs.queue import work_off
from tests.conftest import World, open_library
from tests.index.archive.sites import Site, paths, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from tests.index.archive.sites import Answer

PAGE = "<html><head><title>{0}</title></head><body><article><p>{1}</p></article></body></html>"


def feed(*entries: tuple[str, str, str]) -> bytes:
    """An RSS feed of the Courier; each entry has an id, a title and a summary."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{number}</guid><title>{title}</title>"
        f"<link>/news/{number}</link><description>{summary}</description></item>"
        for number, title, summary in entries
    )
    channel = f"<title>Courier</title><link>/</link>{items}"
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{channel}</channel></rss>".encode()


def tagged(body: bytes, tag: str) -> Answer:
    """A feed as a server sends it that knows conditional requests."""
    return (200, {"Content-Type": "application/rss+xml", "ETag": f'"{tag}"'}, body)


PIER = ("7", "Pier closed", "The pier closed after the storm.")
EELS = ("8", "Eels died", "The eels died in the harbour.")


@pytest.fixture
def web(
    tmp_path: Path, bundled: BundledEmbedder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """A fresh home that may ask this machine, without the pauses."""
    monkeypatch.setattr(request, "_DELAY_SECONDS", 0.0)
    made = World(tmp_path, bundled)
    made.library.close()
    made.library = open_library(made.home, bundled, private_urls="on")
    yield made
    made.library.close()


def counted(result: dict[str, Any]) -> dict[str, int]:
    """The counts of a run that are not zero."""
    return {name: count for name, count in result["articles"].items() if count}


def conditions() -> list[str | None]:
    """The tag sent with each request for the feed."""
    return [headers.get("If-None-Match") for path, headers in Site.asked if "feed" in path]


def test_a_feed_becomes_articles_with_links(web: World) -> None:
    """Entries with a summary alone are indexed; relative links lead to the site."""
    with served({"/feed": tagged(feed(PIER, EELS), "1")}) as site:
        result = web.index(f"{site}/feed")

    assert counted(result) == {"read": 2, "added": 2}
    assert result["failed"] == []
    (hit,) = web.search("pier storm", k=1)
    card = hit.passage.card
    assert (card.title, card.source, card.url) == ("Pier closed", "Courier", f"{site}/news/7")
    assert hit.passage.text == "The pier closed after the storm."


def test_what_has_not_changed_is_not_read_again(web: World) -> None:
    """The run says so, and changes nothing."""
    with served({"/feed": tagged(feed(PIER, EELS), "1")}) as site:
        web.index(f"{site}/feed")
        result = web.index(f"{site}/feed")

    assert counted(result) == {}
    assert result["failed"] == []
    assert result["notes"] == [f"{site}/feed: nothing is new there since it was last read."]
    assert conditions() == [None, '"1"']
    assert web.library.status()["articles"] == 2


def test_a_feed_that_rolls_on_adds_updates_and_removes_nothing(web: World) -> None:
    """An entry is known by its id: a new text is a new version, and what has left stays."""
    changed = ("8", "Eels died", "The eels died of heat.")
    with served({"/feed": tagged(feed(PIER, EELS), "1")}) as site:
        web.index(f"{site}/feed")
        Site.answers["/feed"] = tagged(feed(changed, ("9", "Bell", "A bell was stolen.")), "2")
        result = web.index(f"{site}/feed")

    assert counted(result) == {"read": 2, "added": 1, "updated": 1}
    assert set(web.states().values()) == {"live"}
    assert web.library.status()["articles"] == 3
    assert web.search("eels", k=1)[0].passage.text == "The eels died of heat."


def test_a_run_that_died_before_all_was_stored_fetches_again(web: World) -> None:
    """The tag is kept behind the last article."""

    def die(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        if phase == "reading":
            raise OSError("the power went")

    with served({"/feed": tagged(feed(PIER), "1")}) as site:
        number = web.library.submit("index", [f"{site}/feed"])
        with pytest.raises(OSError, match="power"):
            work_off(web.library, number, progress=die)
        result = web.index(f"{site}/feed")

    assert conditions() == [None, None]
    assert counted(result) == {"read": 1, "unchanged": 1}


def test_a_content_with_a_rejected_record_is_fetched_again(web: World) -> None:
    """What was wrong with it is said each time."""
    lines = b'{"title": "A", "body": "One."}\n{"title": "B"}\n'
    with served({"/feed.jsonl": tagged(lines, "1")}) as site:
        results = [web.index(f"{site}/feed.jsonl") for _ in range(2)]

    assert conditions() == [None, None]
    assert [each["rejected"][0]["where"] for each in results] == [f"{site}/feed.jsonl:2"] * 2


def test_a_full_run_fetches_whatever_the_server_thinks(web: World) -> None:
    """Some servers forget to change the tag."""
    with served({"/feed": tagged(feed(PIER), "1")}) as site:
        web.index(f"{site}/feed")
        Site.answers["/feed"] = tagged(feed(PIER, EELS), "1")
        result = web.index(f"{site}/feed", kind="full")

    assert counted(result) == {"read": 2, "added": 1, "unchanged": 1}


def test_a_tag_of_content_that_the_catalog_has_not_is_not_used(web: World) -> None:
    """It would leave the archive empty for good."""
    with served({"/feed": tagged(feed(PIER), "1")}) as site:
        web.index(f"{site}/feed")
        with web.library.catalog.write() as connection:
            connection.exec_driver_sql("DELETE FROM sightings")
        web.index(f"{site}/feed")

    assert conditions() == [None, None]


def test_a_tag_of_another_page_behind_a_redirect_is_not_trusted(web: World) -> None:
    """The same tag on another page says nothing about it."""
    to = {"/feed": "/one"}
    answers: dict[str, Answer] = {
        "/feed": (302, {"Location": to["/feed"]}, b""),
        "/one": tagged(feed(PIER), "1"),
        "/two": tagged(feed(EELS), "1"),
    }
    with served(answers) as site:
        web.index(f"{site}/feed")
        Site.answers["/feed"] = (302, {"Location": "/two"}, b"")
        result = web.index(f"{site}/feed")

    assert counted(result) == {"read": 1, "added": 1}


def test_a_withdrawn_article_comes_back_by_naming_exactly_its_url(web: World) -> None:
    """Though the server has nothing new; as part of the configured archive it stays away."""
    with served({"/feed": tagged(feed(PIER), "1")}) as site:
        web.index(f"{site}/feed")
        web.library.withdraw(f"{site}/news/7")
        archive = open_library(web.home, web.embedder, private_urls="on", archive=f"{site}/feed")
        work_off(archive, archive.submit("index"), progress=lambda *_: None)
        archive.close()
        before = web.states()
        result = web.index(f"{site}/feed")

    assert before == {"Pier closed": "withdrawn"}
    assert counted(result) == {"read": 1, "added": 1}
    assert conditions() == [None, '"1"', None]
    assert web.states() == {"Pier closed": "live"}


def test_a_url_that_fails_stops_no_other_and_loses_nothing(web: World) -> None:
    """One sentence each: gone, forbidden, nobody there."""
    answers = {
        "/feed": tagged(feed(PIER), "1"),
        "/a.txt": (200, {}, b"The eels died."),
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private\n"),
    }
    with served({}) as closed:
        pass
    with served(answers) as site:
        web.index(f"{site}/feed")
        del Site.answers["/feed"]
        names = [f"{site}/feed", f"{site}/private/a", f"{closed}/b", f"{site}/a.txt"]
        result = web.index(*names)

    assert counted(result) == {"read": 1, "added": 1}
    failed = result["failed"]
    gone = (
        f"{site}/feed: the server answered 404 Not Found; "
        "correct the URL, or leave it out if the page is gone"
    )
    assert failed[:2] == [
        gone,
        f"{site}/private/a: {site}/robots.txt does not allow Pressmark to read it",
    ]
    assert failed[2].startswith(f"{closed}/b: cannot be fetched (")
    assert len(failed) == 3
    assert set(web.states().values()) == {"live"}
    assert paths().count("/robots.txt") == 2  # once a run


@pytest.mark.parametrize("url", ["http://[::1", "http://", "http://a:b/", "x://y"])
def test_what_is_no_address_of_the_web_is_one_sentence(web: World, url: str) -> None:
    """However it is misspelt."""
    result = web.index(url)

    assert len(result["failed"]) == 1
    assert result["failed"][0].startswith(f"{url}: ")


def test_any_content_is_read_from_a_url(web: World) -> None:
    """A page, JSON Lines, plain text: recognised as files are; a single article has its link."""
    page = PAGE.format("Bell", "A bell was stolen from the tower at night.")
    answers: dict[str, Answer] = {
        "/bell": (200, {"Content-Type": "text/html"}, page.encode()),
        "/a.jsonl": (200, {}, b'{"title": "Pier", "body": "The pier closed."}\n'),
        "/b.txt": (200, {}, b"The eels died."),
    }
    with served(answers) as site:
        result = web.index(*[f"{site}{path}" for path in answers])

    assert counted(result) == {"read": 3, "added": 3}
    assert web.search("eels", k=1)[0].passage.card.url == f"{site}/b.txt"
    assert web.search("bell tower", k=1)[0].passage.card.url == f"{site}/bell"


def test_an_address_in_the_own_network_is_refused_with_the_setting_that_allows_it(
    world: World,
) -> None:
    """Unless it is set, nothing on this machine is asked."""
    with served({"/feed": tagged(feed(PIER), "1")}) as site:
        result = world.index(f"{site}/feed")

    assert Site.asked == []
    assert result["failed"] == [
        (
            f"{site}/feed: the host 127.0.0.1 has the address 127.0.0.1 of a private network, "
            "which is not asked unless PRESSMARK_PRIVATE_URLS=on allows it"
        )
    ]


@pytest.mark.parametrize("path", ["/feed?token=t1de5ecret", "/bad?token=t1de5ecret"])
def test_nothing_of_what_lets_somebody_in_stays_in_the_home(web: World, path: str) -> None:
    """Neither the query of a feed nor the token of a page, whether it was read or failed."""
    page = PAGE.format("Bell", "A bell was stolen from the tower at night.").encode()
    answers: dict[str, Answer] = {
        "/feed?token=t1de5ecret": tagged(feed(PIER) + b"<", "1"),
        "/page?id=7&access_token=t1de5ecret": (200, {"Content-Type": "text/html"}, page),
    }
    with served(answers) as site:
        refused = f"http://ann:t1de5ecret@{site.partition('//')[2]}/feed"
        result = web.index(f"{site}{path}", f"{site}/page?id=7&access_token=t1de5ecret", refused)
    web.library.close()

    kept = [file for file in web.home.rglob("*") if file.is_file()]
    assert [file for file in kept if b"t1de5ecret" in file.read_bytes()] == []
    assert "t1de5ecret" not in json.dumps(result)
    assert any(f"{site}{path.partition('?')[0]}?…" in each for each in result["failed"]) == (
        path.startswith("/bad")
    )


def test_a_future_date_of_a_feed_is_left_out(web: World) -> None:
    """Any other would differ with each reading and make a version of it."""
    lines = b'{"id": "7", "title": "A", "body": "One.", "date": "2199-01-01T10:00:00Z"}\n'
    with served({"/a.jsonl": (200, {}, lines)}) as site:
        results = [web.index(f"{site}/a.jsonl") for _ in range(2)]

    assert [counted(each) for each in results] == [
        {"read": 1, "added": 1},
        {"read": 1, "unchanged": 1},
    ]
    assert results[0]["warnings"] == [
        (
            f"{site}/a.jsonl:1: the article is dated 2199-01-01T10:00:00+00:00, in the future; "
            "it was indexed without a date."
        )
    ]


def seconds_to_cancel(web: World, url: str, when: Callable[[], object]) -> float:
    """How long a run over ``url`` takes to stop once ``when`` has become true."""
    number = web.library.submit("index", [url])
    ended: list[float] = []

    def work() -> None:
        work_off(web.library, number, progress=lambda *_: None)
        ended.append(time.monotonic())

    thread = threading.Thread(target=work)
    thread.start()
    while not when():
        time.sleep(0.01)
    asked = time.monotonic()
    web.library.cancel(number)
    thread.join(timeout=30)
    assert web.library.job(number).state == "cancelled"
    return ended[0] - asked


def test_a_run_stops_at_once_while_a_server_is_silent(web: World) -> None:
    """The request may last for its 20 seconds; nobody waits for it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        accepted: list[socket.socket] = []
        listener = threading.Thread(target=lambda: accepted.append(server.accept()[0]))
        listener.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/feed"
        seconds = seconds_to_cancel(web, url, lambda: accepted)
        listener.join()
        accepted[0].close()

    assert seconds < 10


def test_a_run_stops_at_once_while_it_leaves_a_site_alone(web: World) -> None:
    """A site may ask for 30 seconds between two requests."""
    answers: dict[str, Answer] = {
        "/robots.txt": (200, {}, b"User-agent: *\nCrawl-delay: 30\n"),
        "/feed": tagged(feed(PIER), "1"),
    }
    with served(answers) as site:
        seconds = seconds_to_cancel(web, f"{site}/feed", lambda: paths() == ["/robots.txt"])

    assert seconds < 10
    assert paths() == ["/robots.txt"]


def test_a_server_that_always_says_that_nothing_is_new_is_an_error(web: World) -> None:
    """There is nothing to read, and nothing was read before."""
    with served({"/feed": (304, {}, b"")}) as site:
        result = web.index(f"{site}/feed")

    assert result["failed"] == [
        f"{site}/feed: the server answered 304 though nothing was ruled out"
    ]


def test_fetching_has_a_progress_of_its_own(web: World) -> None:
    """URLs done of all that the run will visit, failed ones included."""
    seen: list[tuple[str, int, int]] = []
    with served({"/a.txt": (200, {}, b"The eels died.")}) as site:
        number = web.library.submit("index", [f"{site}/a.txt", f"{site}/b", f"{site}/a.txt"])
        work_off(web.library, number, progress=lambda *step: seen.append(step))

    steps = [step for step in seen if step[0] == "fetching"]
    assert steps[0] == ("fetching", 0, 3)
    assert steps[-1] == ("fetching", 3, 3)
