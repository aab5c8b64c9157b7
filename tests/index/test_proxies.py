"""Which proxy of the environment an address is asked through."""

from __future__ import annotations

import pytest

from index.errors import SettingsError
from index.proxies import check_proxies, proxy_for


@pytest.mark.parametrize(
    ("environment", "proxy"),
    [
        ({}, None),
        ({"ALL_PROXY": "socks5://10.0.0.1:1080"}, "socks5://10.0.0.1:1080"),
        ({"all_proxy": "10.0.0.1:3128"}, "http://10.0.0.1:3128"),
        ({"HTTPS_PROXY": "http://a:1", "ALL_PROXY": "socks5h://b:2"}, "http://a:1"),
        ({"HTTP_PROXY": "http://a:1"}, None),
        ({"ALL_PROXY": "http://a:1", "NO_PROXY": "other.example,paper.example"}, None),
        ({"ALL_PROXY": "http://a:1", "NO_PROXY": ".example"}, None),
        ({"ALL_PROXY": "http://a:1", "NO_PROXY": "*"}, None),
        ({"ALL_PROXY": ""}, None),
    ],
)
def test_proxy_is_that_of_the_kind_of_address_else_the_one_for_all(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], proxy: str | None
) -> None:
    """Hosts of NO_PROXY are asked directly."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert proxy_for("https://paper.example/feed") == proxy


@pytest.mark.parametrize(
    "written",
    [
        "socks://ann:secret@a:1080",
        "socks4://a:1080",
        "ftp://a",
        "http://",
        "http://a:b",
        "http://[",
    ],
)
def test_proxy_that_cannot_be_used_is_refused_with_its_name(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    """And without its address, which may hold a password."""
    monkeypatch.setenv("ALL_PROXY", written)

    with pytest.raises(SettingsError) as caught:
        check_proxies()
    assert str(caught.value) == (
        "ALL_PROXY: this is no address of a proxy that can be used; write http://, https://, "
        "socks5://, socks5h:// and then HOST:PORT, for example socks5://127.0.0.1:1080, or unset "
        "it."
    )
