"""Which addresses Telegram takes, and its words for those that it refuses."""

from __future__ import annotations

import re
import string
from ipaddress import IPv6Address

LONGEST_URL = 2048  # bytes; not documented, the refusal is BUTTON_URL_INVALID
IN_HOST = frozenset(string.ascii_letters + string.digits + ".-_!$,~*'();&+=")
HIGHEST_PORT = 65535


def fault(url: str) -> str | None:
    """What is wrong with an address, as TDLib says it (LinkManager::check_link, parse_url)."""
    if url.lower().startswith("tg:"):
        return None
    scheme, sign, rest = url.partition("://")
    if not sign or set(scheme) & set(":/?#@[]"):
        rest = url
    elif scheme.lower() not in ("http", "https"):
        return "Unsupported URL protocol"
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    before, colon, port = authority.rpartition(":")
    if not colon or not before or set(port) & set("]@"):
        before = authority
    elif not (port.isascii() and port.isdecimal() and 0 < int(port) <= HIGHEST_PORT):
        return "Wrong port number specified in the URL"
    return _fault_of_host(before.rpartition("@")[2])


def _fault_of_host(host: str) -> str | None:
    if host.startswith("[") and host.endswith("]"):
        return None if _is_ipv6(host[1:-1]) else "Wrong IPv6 address specified in the URL"
    if not host:
        return "URL host is empty"
    if host == ".":
        return "Host is invalid"
    for at, char in enumerate(host):
        if char == "%":
            code = host[at + 1 : at + 3]
            if len(code) < len("2f") or set(code) - set(string.hexdigits):
                return "Wrong percent-encoded symbol in URL host"
        elif char not in IN_HOST and char.isascii():
            return "Disallowed character in URL host"
    return None if "." in host else "Wrong HTTP URL"


def _is_ipv6(host: str) -> bool:
    try:
        return bool(IPv6Address(host))
    except ValueError:
        return False
