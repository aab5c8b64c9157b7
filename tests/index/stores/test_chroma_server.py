"""What a Chroma server says instead of an answer, and how often it is asked."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from index.catalog.engine import Catalog
from index.errors import StoreAwayError, StoreError
from index.settings import IndexSettings
from index.stores.chroma_server import ChromaServer, _Rest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "ck-pearl"


@contextmanager
def saying(status: int, body: str, headers: dict[str, str] | None = None) -> Iterator[str]:
    """A server with one answer to everything; the address."""

    class Handler(BaseHTTPRequestHandler):
        """Says it."""

        def do_GET(self) -> None:
            """As to everything."""
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            said = body.replace("KEY", self.headers.get("X-Chroma-Token", "nobody"))
            self.wfile.write(said.encode())

        do_POST = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def indexes(tmp_path: Path, where: str, key: str | None = KEY) -> ChromaServer:
    """Those of an empty home."""
    settings = IndexSettings.load(chroma=where, chroma_key=key)
    catalog = Catalog.open(tmp_path / "catalog.sqlite", new=True)
    return ChromaServer(settings, catalog)


def chroma(kind: str, message: str) -> str:
    """An error as Chroma words it."""
    return json.dumps({"error": kind, "message": message})


@pytest.mark.parametrize(
    ("status", "body", "sentence", "retryable"),
    [
        (
            401,
            chroma("AuthError", "KEY is unknown"),
            "refuses PRESSMARK_CHROMA_KEY (401: *** is unknown); see PRESSMARK_CHROMA.",
            False,
        ),
        (
            403,
            "<html>forbidden</html>",
            "refuses PRESSMARK_CHROMA_KEY (403: Forbidden); see PRESSMARK_CHROMA.",
            False,
        ),
        (
            404,
            "<html>nothing here</html>",
            "is no Chroma server (404: Not Found); see PRESSMARK_CHROMA.",
            False,
        ),
        (302, "", "is no Chroma server (302: Found); see PRESSMARK_CHROMA.", False),
        (
            200,
            "<html>welcome</html>",
            "gives an answer that is none of Chroma's; see PRESSMARK_CHROMA.",
            False,
        ),
        (
            400,
            chroma("QuotaError", "too many collections"),
            "refuses (400: too many collections); see PRESSMARK_CHROMA.",
            False,
        ),
        (
            429,
            chroma("RateLimitError", "slow down"),
            "cannot answer now (429: slow down); start it, or correct PRESSMARK_CHROMA.",
            True,
        ),
        (
            502,
            "<html>bad gateway</html>",
            "cannot answer now (502: Bad Gateway); start it, or correct PRESSMARK_CHROMA.",
            True,
        ),
    ],
)
def test_what_a_server_says_instead_is_one_sentence(
    tmp_path: Path, status: int, body: str, sentence: str, *, retryable: bool
) -> None:
    """Never with the key in it; a run waits for what may pass."""
    with saying(status, body) as where, pytest.raises(StoreAwayError) as caught:
        indexes(tmp_path, where).open("g")

    assert str(caught.value) == f"the Chroma server at {where} {sentence}"
    assert caught.value.retryable is retryable


def test_a_server_that_wants_a_key_says_so(tmp_path: Path) -> None:
    """Where none is set."""
    with saying(401, "") as where, pytest.raises(StoreAwayError) as caught:
        indexes(tmp_path, where, key=None).open("g")

    assert "wants PRESSMARK_CHROMA_KEY (401: Unauthorized)" in str(caught.value)


def test_what_is_missing_is_damage_and_what_is_away_is_not(tmp_path: Path) -> None:
    """Only Chroma itself can say that a collection is gone."""
    with saying(404, chroma("NotFoundError", "Collection does not exist")) as where:
        asked = indexes(tmp_path, where)
        missing = asked.lacks("g")
        with pytest.raises(StoreError, match="it is missing on the Chroma server"):
            asked.existing("g")

    with pytest.raises(StoreAwayError, match="does not answer"):
        asked.lacks("g")

    assert missing == "the vector index is missing on the Chroma server"
    assert asked.server() == {"where": where, "answers": False}


def test_the_cloud_is_asked_with_the_key_alone(tmp_path: Path) -> None:
    """As Chroma's own client for it does; a server of one's own may stand behind a gate."""
    catalog = Catalog.open(tmp_path / "catalog.sqlite", new=True)
    place = {"chroma_tenant": "press", "chroma_database": "harbour"}
    settings = IndexSettings.load(chroma="cloud", chroma_key=KEY, **place)

    cloud = ChromaServer(settings, catalog)
    own = indexes(tmp_path, "http://127.0.0.1:8000")

    assert cloud.where == "https://api.trychroma.com"
    assert cloud._headers == {"X-Chroma-Token": KEY}
    assert cloud._client(1.0).get_api_url() == "https://api.trychroma.com/api/v2"
    assert own._headers == {"X-Chroma-Token": KEY, "Authorization": f"Bearer {KEY}"}
    assert KEY not in repr(settings)


def test_a_server_that_did_not_answer_is_left_alone_for_a_while() -> None:
    """Two seconds at first, then twice as long each time, until it answers."""
    now, asked = [0.0], list[float]()
    rest = _Rest(lambda: now[0])

    def away() -> None:
        asked.append(now[0])
        raise StoreAwayError("away.", retryable=True)

    for second in range(20):
        now[0] = float(second)
        with pytest.raises(StoreAwayError, match=r"^away\.$"):
            rest(away)
    now[0] = 30.0

    assert asked == [0, 2, 6, 14]
    assert rest(lambda: "there") == "there"
