"""Fetches feeds and pages: politely, within limits, and never from inside the own network."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import httpx

from index.archive.content.streams import Blob, spooled
from index.archive.formats.warc_files import charset_of
from index.archive.sources.politeness import Robots, check_unresolved, resolve
from index.archive.sources.urls import as_link, without_secrets
from index.errors import ArchiveError, SettingsError
from index.proxies import proxy_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

AGENT = "Pressmark"
"""Name in robots.txt and at the head of every request."""
MOST_BYTES = 50 * 1024 * 1024
_MOST_REDIRECTS = 5
_DELAY_SECONDS = 1.0
_TIMEOUT_SECONDS = 20.0
_MOST_SECONDS = 300.0
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_UNCHANGED = 304
_ACCEPTED = (
    "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered; ``blob`` is None where nothing has changed since ``etag``.

    ``url`` is where the redirects ended. ``etag`` and ``modified`` go with the next request.
    Whoever does not read the blob to its end closes it.
    """

    url: str
    blob: Blob | None = None
    etag: str | None = None
    modified: str | None = None

    def close(self) -> None:
        """Let go of the content."""
        if self.blob is not None and self.blob.file is not None:
            self.blob.file.close()


@dataclass(slots=True)
class Fetcher:
    """Fetches one URL at a time, no host more than once a second.

    One is used for a whole run, so that it remembers robots.txt and whom it has just asked.
    ``halt`` ends a pause and what is being received; connecting, and waiting for a silent server,
    end with their time-out.
    """

    allow_private: bool = False
    pause: Callable[[float], object] | None = None
    halt: threading.Event = field(default_factory=threading.Event)
    _asked: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, Robots] = field(default_factory=dict)

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """The content of ``url``, or that it has not changed since it had this tag and date.

        Raises:
            ArchiveError: naming the URL, without what may be secret, and the reason: not http, not
                allowed by robots.txt, a private address, too slow, too large, too many redirects,
                an error of the server.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in conditions.items() if value}
        try:
            return self._follow(url, headers)
        except (ArchiveError, SettingsError) as exc:
            raise ArchiveError(f"{without_secrets(url)}: {exc}") from exc
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as exc:
            reason = f"cannot be fetched ({_explained(exc)})"
            raise ArchiveError(f"{without_secrets(url)}: {reason}") from exc

    def _follow(self, url: str, headers: dict[str, str]) -> Fetched:
        current = url
        for _ in range(_MOST_REDIRECTS + 1):
            _check(current)
            self._check_robots(current)
            with self._asking(current, headers) as response:
                location = response.headers.get("location")
                if response.status_code not in _REDIRECTS or not location:
                    return self._fetched(url, current, response)
                current = urljoin(current, location)
        raise ArchiveError(f"redirects more than {_MOST_REDIRECTS} times")

    def _check_robots(self, url: str) -> None:
        """Ask robots.txt of the host, once a run."""
        site = _site(url)
        if site not in self._robots:
            self._robots[site] = self._read_robots(f"{site}/robots.txt")
        if not self._robots[site].allows(url):
            raise ArchiveError(f"{site}/robots.txt does not allow {AGENT} to read it")

    def _read_robots(self, url: str) -> Robots:
        """The rules of a host; its redirects are followed as RFC 9309 asks."""
        for _ in range(_MOST_REDIRECTS + 1):
            _check(url)
            with self._asking(url, {}) as response:
                location = response.headers.get("location")
                if response.status_code not in _REDIRECTS or not location:
                    return Robots.of(response.status_code, _beginning(response), agent=AGENT)
                url = urljoin(url, location)
        return Robots.of(404, b"", agent=AGENT)

    def _asking(self, url: str, headers: dict[str, str]) -> AbstractContextManager[httpx.Response]:
        """An open response: through a proxy, or from the one address that was checked."""
        parts, proxy = httpx.URL(url), proxy_for(url)
        target = self._checked(parts, proxied=proxy is not None)
        self._wait(_site(url))
        sent = {
            "Host": parts.netloc.decode("ascii"),
            "User-Agent": f"{AGENT}/0.1 (news archive reader)",
            "Accept": _ACCEPTED,
            **headers,
        }
        return _stream(target, sent, name=parts.host, proxy=proxy)

    def _checked(self, url: httpx.URL, *, proxied: bool) -> httpx.URL:
        """What to ask: the address of the host, but its name where a proxy looks it up."""
        if proxied:
            check_unresolved(url.host, allow_private=self.allow_private)
            return url
        port = url.port or (443 if url.scheme == "https" else 80)
        address = resolve(url.host, port, allow_private=self.allow_private)
        host = f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004
        return url.copy_with(host=host)

    def _wait(self, site: str) -> None:
        """Leave a second between two requests to one site, or what its robots.txt asks for."""
        rules = self._robots.get(site)
        delay = max(_DELAY_SECONDS, rules.delay if rules else 0.0)
        asked = self._asked.get(site)
        if asked is not None and time.monotonic() - asked < delay:
            (self.pause or self.halt.wait)(asked + delay - time.monotonic())
            self._check_halt()
        self._asked[site] = time.monotonic()

    def _fetched(self, asked: str, url: str, response: httpx.Response) -> Fetched:
        etag, modified = response.headers.get("etag"), response.headers.get("last-modified")
        if response.status_code == _UNCHANGED:
            return Fetched(url, None, etag, modified)
        if response.status_code != httpx.codes.OK:
            answer = f"{response.status_code} {response.reason_phrase}"
            raise ArchiveError(f"the server answered {answer}; {_advice(response.status_code)}")
        charset = charset_of(response.headers.get("content-type"))
        name = without_secrets(asked)
        blob = Blob.of(name, self._body(response), url=as_link(url), charset=charset)
        return Fetched(url, blob, etag, modified)

    def _body(self, response: httpx.Response) -> IO[bytes]:
        """The body with seeking."""
        deadline = time.monotonic() + _MOST_SECONDS

        def check(size: int) -> None:
            """End what has become too large or too slow, and what nobody waits for."""
            _check_limits(size, deadline)
            self._check_halt()

        return spooled(response.iter_bytes(), check)

    def _check_halt(self) -> None:
        if self.halt.is_set():
            raise ArchiveError("the run was stopped")


@contextmanager
def _stream(
    url: httpx.URL, headers: dict[str, str], *, name: str, proxy: str | None
) -> Iterator[httpx.Response]:
    """An open response; the certificate is checked against ``name``, not the address."""
    extensions = {"sni_hostname": name}
    with (
        httpx.Client(timeout=_TIMEOUT_SECONDS, trust_env=False, proxy=proxy) as client,
        client.stream("GET", url, headers=headers, extensions=extensions) as response,
    ):
        yield response


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ArchiveError(f"only http and https are fetched, not {parts.scheme or 'this'}")
    if parts.username or parts.password:
        raise ArchiveError(
            "holds a name and a password, which are not sent; "
            "take them out of the URL, or save what is there as a file and name that"
        )


def _advice(status: int) -> str:
    """What to do about an answer that has no content."""
    if status in {httpx.codes.NOT_FOUND, httpx.codes.GONE}:
        return "correct the URL, or leave it out if the page is gone"
    if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        return "it wants no programs or a login: save what is there as a file and name that"
    if status == httpx.codes.TOO_MANY_REQUESTS or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return "try again later"
    return "open the URL in a browser to see what is there"


def _check_limits(size: int, deadline: float) -> None:
    if size > MOST_BYTES:
        raise ArchiveError(f"is larger than {MOST_BYTES // 2**20} MB, the most that is fetched")
    if time.monotonic() > deadline:
        raise ArchiveError(f"took longer than {_MOST_SECONDS:.0f} seconds")


def _beginning(response: httpx.Response) -> bytes:
    """The first 500 kB, as much of robots.txt as RFC 9309 asks to read."""
    content = b""
    for block in response.iter_bytes():
        content += block
        if len(content) >= 500 * 1024:
            break
    return content[: 500 * 1024]


def _explained(exc: Exception) -> str:
    if isinstance(exc, ValueError | httpx.InvalidURL):
        return "it is no valid URL"  # the sentence would quote it
    kind = "it took too long" if isinstance(exc, httpx.TimeoutException) else ""
    return kind or str(exc) or type(exc).__name__
