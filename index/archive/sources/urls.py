"""Names of places: the sample, and URLs: what stands for one in the catalog, how it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from index.digests import opaque_id

SAMPLE = "sample"
"""The location that stands for the articles that come with the program."""
_LOGIN = re.compile(r"//[^/]*@")
_SECRET = re.compile(
    r"(?:.*[._-])?(?:token|key|apikey|auth|authorization|signature|sig|secret|password|passwd|pwd"
    r"|session|sessionid|sid|jwt|credential|hmac)|x-(?:amz|goog)-.*",
    re.IGNORECASE,
)
"""Names of parameters that let somebody in, by what feeds and signed links call them."""


@dataclass(frozen=True, slots=True)
class UrlSource:
    """A URL of the archive; whoever names one names exactly it."""

    url: str

    @property
    def origin(self) -> str:
        """Digest of the URL: it may hold a secret."""
        return opaque_id("url", self.url.partition("#")[0])

    @property
    def name(self) -> str:
        """The host, for people."""
        return without_secrets(self.url).partition("://")[2].partition("/")[0]


def is_url(location: str) -> bool:
    """Whether an entry of the archive setting is a URL."""
    return "://" in location


def without_secrets(url: str) -> str:
    """``url`` as it is shown and logged: no name, no password, no query."""
    path, *query = re.split(r"[?#]", _LOGIN.sub("//", url), maxsplit=1)
    return f"{path}?…" if query else path


def as_link(url: str) -> str:
    """``url`` as the address of an article: without the parameters that let somebody in."""
    parts = urlsplit(url)
    pairs = parts.query.split("&")
    kept = [pair for pair in pairs if not _SECRET.fullmatch(pair.partition("=")[0])]
    return url if kept == pairs else parts._replace(query="&".join(kept)).geturl()
