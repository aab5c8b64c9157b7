"""The JSON of an answer held against everything that is promised about it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]

ASK = {
    "question", "answer", "refused", "score", "model", "understood", "guard", "claims",
    "short", "citations", "nearest", "notes", "ms", "usage",
}  # fmt: skip
USAGE = {"prompt_tokens", "completion_tokens", "cost"}
CARD = {"article", "title", "source", "published", "precision", "url"}
CITATION = {"n", "id", "passage", "quote", "in", "start", "end"} | CARD
HIT = {"rank", "passage", "text", "score", "also_in"} | CARD
SEARCH = {"query", "filters", "hits", "ms"}
CITED = {"id", "quote", "in", "start", "end", "passage", "article", "superseded", "withdrawn"}
STATUS = {"articles", "passages", "embedder", "generation", "indexed_at", "jobs", "healthy"}
STATUS |= {"engines", "last_reading", "spent", "telegram", "undated", "waiting"}
INDEX = {"articles", "passages", "seconds", "rejected", "remarks"}
COUNTS = {"read", "added", "updated", "unchanged", "duplicate", "removed", "rejected"}
_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_MARKER = re.compile(r"\[\s*\d[\d\s,–-]*\]")


def check_answer(answer: Json, cite: Callable[[str], Json]) -> None:
    """An object of `ask`; ``cite`` gives the object of `cite` for a citation's id."""
    assert set(answer) == ASK
    assert 0 <= answer["score"] <= 1
    assert set(answer["understood"]) == {"after", "before", "sources", "question"}
    assert set(answer["guard"]) == {"kept", "repaired", "dropped"}
    assert set(answer["ms"]) == {"retrieve", "answer"}
    assert 0 <= answer["ms"]["retrieve"] <= answer["ms"]["answer"]
    assert answer["usage"] is None or set(answer["usage"]) == USAGE
    for note in answer["notes"]:
        assert set(note) == {"kind", "text", "claim"}
        assert note["claim"] is None or 0 <= note["claim"] < len(answer["claims"])
    for card in answer["nearest"]:
        assert set(card) == CARD
        check_card(card)
    assert answer["refused"] is (not answer["claims"])
    if answer["refused"]:
        assert answer["answer"].startswith("The archive does not say")
        assert answer["citations"] == []
    else:
        assert answer["nearest"] == []
        _check_claims(answer)
    _check_short(answer)
    assert answer["guard"]["kept"] + answer["guard"]["repaired"] == len(answer["claims"])
    for citation in answer["citations"]:
        check_citation(citation, cite(citation["id"]))


def _check_claims(answer: Json) -> None:
    """The answer is the claims with their markers and nothing else."""
    for claim in answer["claims"]:
        assert set(claim) == {"text", "citations"}
        assert claim["text"]
        assert claim["citations"]
        assert not _MARKER.search(claim["text"])
        assert "\n" not in claim["text"]
    marked = (
        claim["text"] + " " + "".join(f"[{n}]" for n in claim["citations"])
        for claim in answer["claims"]
    )
    assert answer["answer"] == " ".join(marked)
    numbers = [citation["n"] for citation in answer["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {n for claim in answer["claims"] for n in claim["citations"]} == set(numbers)


def _check_short(answer: Json) -> None:
    """The answer in a few words stands verbatim in a quotation of its claim."""
    if (short := answer["short"]) is None:
        return
    assert set(short) == {"text", "claim"}
    numbers = answer["claims"][short["claim"]]["citations"]
    assert any(
        short["text"] in each["quote"] for each in answer["citations"] if each["n"] in numbers
    )


def check_citation(citation: Json, cited: Json) -> None:
    """A citation of an answer and what `cite` says about it: one verbatim quotation."""
    assert set(citation) == CITATION
    check_card(citation)
    for name in ("id", "passage"):
        assert _ID.fullmatch(citation[name])
    check_cited(cited)
    for name in ("id", "quote", "in", "start", "end"):
        assert cited[name] == citation[name]
    assert cited["passage"]["id"] == citation["passage"]
    assert cited["article"]["id"] == citation["article"]


def check_cited(cited: Json) -> None:
    """An object of `cite`: its offsets name the quotation, in the passage or in the headline."""
    passage, article = cited["passage"], cited["article"]
    assert set(cited) == CITED
    assert set(passage) == {"id", "text", "start", "end"}
    assert set(article) == {"id", "title", "source", "published", "precision", "url", "author"}
    if cited["in"] == "title":
        assert 0 <= cited["start"] < cited["end"] <= len(article["title"])
    else:
        assert cited["in"] == "text"
        assert 0 <= passage["start"] <= cited["start"] < cited["end"] <= passage["end"]
    if cited["withdrawn"]:
        assert cited["quote"] is passage["text"] is None
        return
    assert len(passage["text"]) == passage["end"] - passage["start"]
    of_title = cited["in"] == "title"
    text, base = (article["title"], 0) if of_title else (passage["text"], passage["start"])
    assert text[cited["start"] - base : cited["end"] - base] == cited["quote"]


def check_card(card: Json) -> None:
    """What identifies an article: an opaque id, a title, a date with offset and precision."""
    assert _ID.fullmatch(card["article"])
    assert card["title"]
    assert (card["published"] is None) is (card["precision"] is None)
    if card["published"]:
        assert datetime.fromisoformat(card["published"]).tzinfo is not None
        assert card["precision"] in {"day", "second"}
