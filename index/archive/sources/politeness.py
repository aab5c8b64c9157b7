"""What a site asks of programs that read it: robots.txt, RFC 9309."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from index.archive.content.charsets import decoded
from index.archive.content.parsers import translated
from index.errors import ArchiveError

_LONGEST_DELAY = 30.0
"""Seconds; a crawl delay beyond it would stop a run."""
_SERVER_ERROR = 500
_SPECIAL_NAMES = (".localhost", ".local", ".internal", ".home.arpa")
"""RFC 6761, RFC 6762, RFC 8375 and the name that ICANN keeps for private use."""
_UNLESS_ALLOWED = "which is not asked unless PRESSMARK_PRIVATE_URLS=on allows it"
Address = IPv4Address | IPv6Address
_NAT64 = ip_network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are an IPv4 address that a gateway reaches."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for one agent; no rules where it has no robots.txt."""

    agent: str
    rules: Any = None

    @classmethod
    def of(cls, status: int, content: bytes, *, agent: str) -> Robots:
        """The rules in an answer to the request for robots.txt.

        Raises:
            ArchiveError: the server failed: then everything is forbidden, RFC 9309, 2.3.1.4.
        """
        if status >= _SERVER_ERROR:
            raise ArchiveError(f"its robots.txt cannot be read (the server answered {status})")
        if status != 200:  # noqa: PLR2004
            return cls(agent)
        from protego import Protego  # noqa: PLC0415 - only URLs need it

        with translated("robots.txt"):
            return cls(agent, Protego.parse(decoded(content)))

    def allows(self, url: str) -> bool:
        """Whether the agent may read ``url``."""
        return self.rules is None or bool(self.rules.can_fetch(url, self.agent))

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests, at most 30."""
        asked = None if self.rules is None else self.rules.crawl_delay(self.agent)
        return min(float(asked or 0.0), _LONGEST_DELAY)


def resolve(host: str, port: int, *, allow_private: bool) -> Address:
    """The address to connect to; every address that the name has must be allowed.

    The connection goes to the address returned, so that a name that answers differently the
    second time changes nothing.

    Raises:
        ArchiveError: the name is unknown, or has an address of a private network.
    """
    addresses = _addresses(host, port)
    private = next((found for found in addresses if not is_public(found)), None)
    if private is not None and not allow_private:
        raise ArchiveError(
            f"the host {host} has the address {private} of a private network, {_UNLESS_ALLOWED}"
        )
    return addresses[0]


def check_unresolved(host: str, *, allow_private: bool) -> None:
    """Refuse a host that can only be a private one; its name is left to a proxy to look up.

    Raises:
        ArchiveError: it is a private address, or a name that no public server may have.
    """
    if allow_private:
        return
    try:
        public = is_public(ip_address(host))
    except ValueError:
        name = host.rstrip(".").lower()
        public = "." in name and not name.endswith(_SPECIAL_NAMES)
    if not public:
        raise ArchiveError(f"the host {host} is one of a private network, {_UNLESS_ALLOWED}")


def _addresses(host: str, port: int) -> list[Address]:
    try:
        return [ip_address(host)]
    except ValueError:
        pass  # a name
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as exc:
        raise ArchiveError(f"the host {host} is unknown ({exc})") from exc
    return [ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]


def is_public(address: Address) -> bool:
    """Whether ``address`` is one of the open Internet, also where IPv6 wraps IPv4."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is None and address.teredo is not None:
            inner = address.teredo[1]
        if inner is not None:
            return is_public(inner)
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )
