"""The proxies that the environment names, as most programs have them.

``HTTPS_PROXY`` and ``HTTP_PROXY`` are for addresses of their kind, ``ALL_PROXY`` for both, and
``NO_PROXY`` lists hosts that are asked directly; in small letters they count first. httpx reads
them itself; here is what it does not say, and which one is used for an address.
"""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from index.errors import SettingsError

_KINDS = ("http", "https", "socks5", "socks5h")
_READ = ("https", "http", "all")


def check_proxies() -> None:
    """Refuse a proxy that cannot be spoken to; its address may hold a password and is not named.

    Raises:
        SettingsError: naming the variable, and how it is written.
    """
    for kind in _READ:
        found = _written(kind)
        if found and not _is_usable(found):
            name, ways = f"{kind.upper()}_PROXY", ", ".join(f"{each}://" for each in _KINDS)
            raise SettingsError(
                f"{name}: this is no address of a proxy that can be used; write {ways} and then "
                "HOST:PORT, for example socks5://127.0.0.1:1080, or unset it."
            )


def proxy_for(url: str) -> str | None:
    """The proxy through which ``url`` is asked for; ``None``: it is asked directly.

    Raises:
        SettingsError: see `check_proxies`.
    """
    check_proxies()
    parts = urlsplit(url)
    if proxy_bypass(parts.netloc):
        return None
    return _written(parts.scheme) or _written("all")


def _written(kind: str) -> str | None:
    """The proxy of a kind; one without a scheme speaks HTTP."""
    found = getproxies().get(kind, "").strip()
    return (found if "://" in found else f"http://{found}") if found else None


def _is_usable(proxy: str) -> bool:
    try:
        parts = urlsplit(proxy)
        return parts.scheme in _KINDS and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, brackets that do not close
        return False
