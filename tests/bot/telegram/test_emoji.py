"""Emoji of an article on their whole way: stored, cited, in JSON, in messages, copied."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.fakes.telegram import FakeTelegram
from tests.index.text.test_characters import EMOJI

from .conftest import ANN
from .running import RunningBot, environment, pressmark

if TYPE_CHECKING:
    from collections.abc import Iterator

TOWNS = [
    "Malt",
    "Vollum",
    "Ostrand",
    "Tarn",
    "Brenna",
    "Crag",
    "Isle",
    "Quay",
    "Nib",
    "Fen",
    "Dune",
]
TOWNS += ["Moss"]
SAID = {
    town: f"The mayor of {town} wrote {emoji}{emoji} under the picture of the pier of {town}."
    for town, emoji in zip(TOWNS, EMOJI, strict=True)
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    """A bot over articles about what mayors wrote."""
    folder = tmp_path_factory.mktemp("emoji")
    archive, home = folder / "archive.jsonl", folder / "home"
    archive.write_text("".join(map(record, TOWNS)), encoding="utf-8")
    done = pressmark("index", folder, environment(home, archive=str(archive)))
    assert done.returncode == 0, done.stderr
    with FakeTelegram(flood=False) as tg:
        tg.user(id=ANN, name="Ann", started=True)
        with RunningBot(tg, home, users=str(ANN), archive=str(archive)) as running:
            yield running


def record(town: str) -> str:
    """A line of the archive."""
    fields = {"title": f"Mayor of {town} writes", "body": f"{SAID[town]} It was a warm day."}
    return json.dumps(fields | {"published": "2024-05-06", "source": "Courier"}) + "\n"


def question(town: str) -> str:
    """What the article about a town answers."""
    return f"What did the mayor of {town} write under the picture of the pier?"


def test_claim_is_its_quotation_with_all_emoji(bot: RunningBot) -> None:
    """And the quotation is the slice of the stored text that its offsets name."""
    for town in TOWNS:
        command = ["ask", "--json", question(town)]
        answer = json.loads(pressmark(command, bot.home.parent, bot.env).stdout)
        (first, *_), (citation, *_) = answer["claims"], answer["citations"]
        cite = pressmark(["cite", "--json", citation["id"]], bot.home.parent, bot.env).stdout
        passage = json.loads(cite)["passage"]
        begin, end = (citation[name] - passage["start"] for name in ("start", "end"))

        assert first["text"] == citation["quote"] == passage["text"][begin:end] == SAID[town]


def test_answer_card_and_clipboard_have_all_emoji(bot: RunningBot) -> None:
    """The card quotes the claim as it stands in the answer."""
    ann = bot.tg.user(id=ANN, name="Ann", started=True)
    for town in TOWNS:
        ann.send(question(town))
        answer = ann.wait_for_message()
        card = ann.tap(answer, "1").message()

        assert answer.text.startswith(f"{SAID[town]} [1]")
        assert card.entity_texts("blockquote") == card.entity_texts("underline") == [SAID[town]]
        assert ann.tap(card, "📋 Copy quote").copied == SAID[town]
        assert card.quote is not None
        assert card.quote["text"] == SAID[town]
