"""The JSON of an answer held against everything that is promised about it."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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
_MARKUP = re.compile(
    r"</?\w+[^>]{0,40}>?|\]\(|!\[|`+|\*\*|__|^#+ |\w+://[^\s)]*|\{\"|\|-|<\|"
    r"|(?<!\w)@\w{3,}|\b\w+\.(?:example|me|com|org)\b|[⟦⟧【】]"
)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_MARKS = '"“”„‟«»‹›「」『』〝〞＂'
_UNSEEN = frozenset(
    "\u00ad\u200b\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_OF_FALLBACK = {"fallback", "budget", "stopped"}
"""Kinds of notes that say why the archive's own sentences stand where a model is set."""


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


def check_written(answer: Json, cite: Callable[[str], Json], wrong: Iterable[str] = ()) -> None:
    """An object of `ask` where a model is set, of which nothing that is ``wrong`` may be said.

    Looked at without the guard's own rules: whatever a model wrote into a claim stands in what the
    claim cites, or is a word.
    """
    check_answer(answer, cite)
    json.dumps(answer, ensure_ascii=False).encode()
    kinds = {note["kind"] for note in answer["notes"]}
    assert answer["model"] != "extractive" or kinds & _OF_FALLBACK
    cards = {each["n"]: each for each in answer["citations"]}
    for number, claim in enumerate(answer["claims"]):
        told = [cite(cards[n]["id"]) for n in claim["citations"]]
        own = [text for each in told for text in _texts(each)]
        notes = [each["text"] for each in answer["notes"] if each["claim"] == number]
        _check_claim(claim["text"], own, answer["question"], " ".join(notes))
        is_own = any(letters(claim["text"]) in letters(text) for text in own)
        assert is_own or not _says(claim["text"], wrong)
    known = [text for each in answer["citations"] for text in _texts(cite(each["id"]))]
    known += [answer["question"], *(card["title"] for card in answer["nearest"])]
    for note in answer["notes"]:
        _check_letters(note["text"])
        _check_markup(note["text"], known)
        assert note["kind"] != "gap" or not _says(note["text"], wrong)


def _texts(cited: Json) -> list[str]:
    """All that a claim with this citation may have its figures and marks from."""
    article = cited["article"]
    head = (article["title"], article["source"] or "", article["published"] or "")
    return [cited["passage"]["text"], *head]


def _check_claim(text: str, own: list[str], question: str, notes: str) -> None:
    """No figure, quotation, script or markup but those of the articles; nothing nobody sees."""
    _check_letters(text)
    _check_markup(text, own)
    evidence = " ".join(own)
    there = {each.replace(",", ".") for each in _FIGURE.findall(_plain(evidence))}
    for figure in _FIGURE.findall(_plain(text)):
        assert figure.replace(",", ".") in there or figure in notes
    for inside in re.findall(f"[{_MARKS}]([^{_MARKS}]+)[{_MARKS}]", text):
        assert letters(inside) in letters(evidence)
    assert _scripts(text) <= _scripts(f"{evidence} {question}")


def _check_letters(text: str) -> None:
    """One line of what can be seen, no accent and no joiner at its beginning."""
    assert text
    assert text == " ".join(text.split())
    assert not any(unicodedata.category(each) in {"Cc", "Cs", "Co", "Zl", "Zp"} for each in text)
    assert not _UNSEEN & set(text)
    assert unicodedata.category(text[0]) not in {"Mn", "Me", "Mc", "Cf"}


def _check_markup(text: str, known: list[str]) -> None:
    for found in _MARKUP.finditer(text):
        assert any(found[0] in each for each in known), found[0]


def _says(text: str, wrong: Iterable[str]) -> bool:
    """Whether ``text`` says something of it, or is a part of it."""
    said = letters(text)
    return any(letters(each) in said or said in letters(each) for each in wrong)


def letters(text: str) -> str:
    """The letters and digits of ``text``."""
    return re.sub(r"[\W_]+", " ", _plain(text).casefold()).strip()


def _plain(text: str) -> str:
    """``text`` in digits of ours and in one form, without marks and what nobody sees."""
    digits = "".join(str(unicodedata.digit(each, each)) for each in text)
    folded = unicodedata.normalize("NFKD", digits)
    return "".join(each for each in folded if unicodedata.category(each) not in {"Cf", "Mn", "Me"})


def _scripts(text: str) -> set[str]:
    return {unicodedata.name(each, "?").split()[0] for each in text if each.isalpha()}


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
