"""Fetching feeds and pages from a real server on this machine."""

from __future__ import annotations

import gzip
import re
import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

import pytest

from index.archive.sources import request
from index.archive.sources.files import read_fetched
from index.archive.sources.politeness import is_public, resolve
from index.archive.sources.request import Fetcher
from index.archive.sources.urls import without_secrets
from index.errors import ArchiveError
from tests.fakes.proxy import FakeProxy
from tests.index.archive.sites import Site, paths, served
from tests.index.archive.support import sample

if TYPE_CHECKING:
    from tests.index.archive.sites import Answer

FEED = {"Content-Type": "application/rss+xml", "ETag": '"7"', "Last-Modified": "yesterday"}


def quick() -> Fetcher:
    """A fetcher that may ask this machine and does not wait."""
    return Fetcher(allow_private=True, pause=lambda _: None)


def test_a_feed_is_fetched_and_read() -> None:
    """Its content is recognised as that of a file is; it never counts as complete."""
    with served({"/feed": (200, FEED, sample("rss-2.xml"))}) as site:
        fetched = quick().fetch(f"{site}/feed")
        reading = read_fetched(fetched, origin="origin")
        found = list(reading.records)

    assert (fetched.etag, fetched.modified) == ('"7"', "yesterday")
    assert [record.where for record in found] == [f"{site}/feed[{n}]" for n in (1, 2, 3)]
    assert found[0].article is not None
    assert found[0].article.external_id == "courier-17"
    assert (reading.partial, reading.alone) == (True, False)
    assert paths() == ["/robots.txt", "/feed"]
    assert Site.asked[1][1]["User-Agent"].startswith("Pressmark/")


def test_what_has_not_changed_is_not_sent_again() -> None:
    """A conditional request, and the tag stays for the next one."""
    with served({"/feed": (200, FEED, sample("rss-2.xml"))}) as site:
        fetched = quick().fetch(f"{site}/feed", etag='"7"', modified="yesterday")

    assert fetched.blob is None
    assert fetched.etag == '"7"'
    assert list(read_fetched(fetched, origin="origin").records) == []
    assert Site.asked[1][1]["If-Modified-Since"] == "yesterday"


def test_a_page_knows_where_it_came_from() -> None:
    """The address behind the redirects; the server's character set; packed on the way."""
    page = "<html><body><article><p>Северный причал закрыт после шторма, сообщил порт.</p>"
    headers = {"Content-Type": "text/html; charset=windows-1251", "Content-Encoding": "gzip"}
    answers = {
        "/old": (301, {"Location": "/2024/03/05/new"}, b""),
        "/2024/03/05/new": (200, headers, gzip.compress(page.encode("cp1251"))),
    }
    with served(answers) as site:
        (record,) = read_fetched(quick().fetch(f"{site}/old"), origin="origin").records

    assert record.article is not None
    assert record.article.text == "Северный причал закрыт после шторма, сообщил порт."
    assert record.article.url == f"{site}/2024/03/05/new"
    assert str(record.article.published) == "2024-03-05 00:00:00+00:00"


def test_redirects_have_an_end() -> None:
    """Five are followed."""
    answers: dict[str, Answer] = {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(9)}
    with served(answers) as site, pytest.raises(ArchiveError, match="/0: redirects more than 5"):
        quick().fetch(f"{site}/0")

    assert paths() == ["/robots.txt", *(f"/{n}" for n in range(6))]


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", "only http and https are fetched, not file"),
        ("http://[::1", "cannot be fetched"),
        ("gopher://127.0.0.1/", "only http and https are fetched, not gopher"),
    ],
)
def test_every_redirect_is_checked(location: str, reason: str) -> None:
    """Where a server sends us is no better than where an operator does."""
    with (
        served({"/": (302, {"Location": location}, b"")}) as site,
        pytest.raises(ArchiveError, match=reason),
    ):
        quick().fetch(f"{site}/")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/", "http://[::ffff:127.0.0.1]/"],
)
def test_private_addresses_are_not_asked(url: str) -> None:
    """The sentence names the URL and the address, and that a setting may allow it."""
    with pytest.raises(ArchiveError, match="of a private network, which is not asked unless"):
        Fetcher().fetch(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
    ],
)
def test_an_address_of_a_network_of_our_own_is_not_public(address: str) -> None:
    """Loopback, private, link-local, shared, multicast; also where IPv6 wraps IPv4."""
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"]
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    """These may be asked."""
    assert is_public(ip_address(address))


def test_a_host_that_nobody_knows_is_said() -> None:
    """No address, no request."""
    with pytest.raises(ArchiveError, match=r"the host .* is unknown"):
        resolve("\udcff.localhost", 80, allow_private=True)


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "a.example", "http://", "http://u:p@a.example/"]
)
def test_only_plain_web_addresses_are_fetched(url: str) -> None:
    """The sentence begins with the URL; a password is not repeated."""
    with pytest.raises(ArchiveError, match=f"^{re.escape(without_secrets(url))}: "):
        quick().fetch(url)


def test_robots_are_asked_once_and_obeyed() -> None:
    """What they forbid is not fetched; the sentence says who forbids it."""
    rules = b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n"
    waits: list[float] = []
    answers: dict[str, Answer] = {
        "/robots.txt": (200, {}, rules),
        "/a": (200, {}, b"The pier closed."),
    }
    with served(answers) as site:
        fetcher = Fetcher(allow_private=True, pause=waits.append)
        fetcher.fetch(f"{site}/a").close()
        with pytest.raises(ArchiveError, match=r"robots.txt does not allow Pressmark to read it"):
            fetcher.fetch(f"{site}/private/b")

    assert paths() == ["/robots.txt", "/a"]
    assert [round(wait) for wait in waits] == [7]


def test_a_host_is_asked_once_a_second() -> None:
    """The pause is what is left of the second."""
    waits: list[float] = []
    with served({"/a": (200, {}, b"The pier closed.")}) as site:
        fetcher = Fetcher(allow_private=True, pause=waits.append)
        for _ in range(2):
            fetcher.fetch(f"{site}/a").close()

    assert len(waits) == 2
    assert all(0 < wait <= 1 for wait in waits)


def test_a_site_whose_robots_cannot_be_read_is_left_alone() -> None:
    """RFC 9309: a server error forbids everything."""
    with (
        served({"/robots.txt": (503, {}, b""), "/a": (200, {}, b"x")}) as site,
        pytest.raises(ArchiveError, match=r"its robots.txt cannot be read \(.* 503\)"),
    ):
        quick().fetch(f"{site}/a")


def test_robots_may_redirect() -> None:
    """To the rules that hold."""
    answers: dict[str, Answer] = {
        "/robots.txt": (301, {"Location": "/rules.txt"}, b""),
        "/rules.txt": (200, {}, b"User-agent: Pressmark\nDisallow: /\n"),
    }
    with served(answers) as site, pytest.raises(ArchiveError, match="does not allow"):
        quick().fetch(f"{site}/a")


@pytest.mark.parametrize("status", [401, 404, 500])
def test_an_error_of_the_server_is_said(status: int) -> None:
    """With its number."""
    with (
        served({"/a": (status, {}, b"no")}) as site,
        pytest.raises(ArchiveError, match=f"/a: the server answered {status} "),
    ):
        quick().fetch(f"{site}/a")


def test_what_is_too_large_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted as it comes out of its packing, so that a bomb is no way round it."""
    monkeypatch.setattr(request, "MOST_BYTES", 2**20)
    packed = gzip.compress(b"x" * 2**22)
    with (
        served({"/a": (200, {"Content-Encoding": "gzip"}, packed)}) as site,
        pytest.raises(ArchiveError, match="is larger than 1 MB, the most that is fetched"),
    ):
        quick().fetch(f"{site}/a")


def test_what_is_too_slow_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that sends a byte now and then does not hold a run."""
    monkeypatch.setattr(request, "_MOST_SECONDS", -1.0)
    with (
        served({"/a": (200, {}, b"The pier closed.")}) as site,
        pytest.raises(ArchiveError, match="took longer than"),
    ):
        quick().fetch(f"{site}/a")


def test_a_server_that_is_not_there_is_said() -> None:
    """Nobody listens on that port any more."""
    with served({}) as site:
        pass
    with pytest.raises(ArchiveError, match="cannot be fetched"):
        quick().fetch(f"{site}/a")


@pytest.mark.parametrize(
    ("name", "scheme", "said"),
    [("HTTP_PROXY", "http", "http"), ("ALL_PROXY", "socks5", "socks5")],
)
def test_what_is_behind_a_proxy_is_fetched_through_it(
    monkeypatch: pytest.MonkeyPatch, name: str, scheme: str, said: str
) -> None:
    """Its name is looked up there; the page is that of the name that was asked for."""
    with FakeProxy() as proxy, served({"/feed": (200, FEED, sample("rss-2.xml"))}) as site:
        monkeypatch.setenv(name, f"{scheme}://{proxy.at}")
        host = site.replace("http://127.0.0.1", "paper.example")
        fetched = Fetcher(pause=lambda _: None).fetch(f"http://{host}/feed")
        fetched.close()

    assert fetched.url == f"http://{host}/feed"
    assert proxy.asked == [f"{said} {host}"] * 2
    assert paths() == ["/robots.txt", "/feed"]
    assert Site.asked[1][1]["Host"] == host


def test_a_public_page_cannot_send_us_into_a_private_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every redirect is judged as the first address is: here to the keys of a cloud's machine."""
    location = "http://169.254.169.254/latest/meta-data/"
    with FakeProxy() as proxy, served({"/feed": (302, {"Location": location}, b"")}) as site:
        monkeypatch.setenv("HTTP_PROXY", f"http://{proxy.at}")
        host = site.replace("http://127.0.0.1", "paper.example")
        with pytest.raises(ArchiveError, match=r"169\.254\.169\.254 is one of a private network"):
            Fetcher(pause=lambda _: None).fetch(f"http://{host}/feed")

    assert proxy.asked == [f"http {host}"] * 2


def test_a_name_is_looked_up_once_for_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """We connect to the address that was checked: an answer that changes (rebinding) is not met."""
    known, names = socket.getaddrinfo, list[str]()

    def resolver(host: str, *given: Any, **named: Any) -> Any:
        """Says once where the paper is; afterwards it would be elsewhere."""
        if host != "paper.example":
            return known(host, *given, **named)
        names.append(host)
        port = given[0]
        there = "127.0.0.1" if len(names) <= requests else "198.51.100.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (there, port))]

    requests = 2  # robots.txt and the feed
    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    with served({"/feed": (200, FEED, sample("rss-2.xml"))}) as site:
        host = site.replace("http://127.0.0.1", "paper.example")
        quick().fetch(f"http://{host}/feed").close()

    assert len(names) == requests
    assert Site.asked[1][1]["Host"] == host


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where another of its addresses is public: which one is asked would be chance."""
    both = [(socket.AF_INET, 1, 6, "", (each, 80)) for each in ("9.9.9.9", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_given, **_named: both)

    with pytest.raises(ArchiveError, match=r"paper\.example has the address 10\.0\.0\.1 of a"):
        resolve("paper.example", 80, allow_private=False)


@pytest.mark.parametrize("host", ["10.0.0.1", "cms", "localhost", "a.internal", "[::1]"])
def test_private_hosts_are_not_asked_of_a_proxy(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    """It stands in a network of its own, too."""
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")

    with pytest.raises(ArchiveError, match=r"is one of a private network"):
        Fetcher().fetch(f"http://{host}/feed")


def test_proxy_that_cannot_be_used_is_said_of_the_url(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than that the URL is none."""
    monkeypatch.setenv("ALL_PROXY", "socks://127.0.0.1:1080")

    with pytest.raises(ArchiveError, match=r"^http://a\.example/: ALL_PROXY: .* unset it\.$"):
        Fetcher().fetch("http://a.example/")
