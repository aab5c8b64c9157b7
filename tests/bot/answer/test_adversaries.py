"""Whatever a model or its server does, the JSON of the answer is as it is promised."""

from __future__ import annotations

import asyncio
import json
import shutil
from itertools import cycle, product
from typing import TYPE_CHECKING, Any

import pytest

from bot.answer.answerer import Answerer
from bot.answer.writing.generative import Generative
from bot.answer.writing.language_models import make
from bot.settings import Settings
from bot.store import answers
from tests.bot.answer.adversary import KINDS, Adversary
from tests.bot.answer.made import verifier
from tests.bot.contract import Json, check_written
from tests.conftest import indexed, open_library
from tests.fakes.llm import ODDITIES, FakeModel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.answer.conversation.requests import Request
    from bot.answer.retrieved import Found
    from bot.models import Answer
    from index.embedding.bundled import BundledEmbedder
    from index.library import Library

ODD = {
    "emoji.md": """---
title: "Families 👨‍👩‍👧‍👦 at the pier 🏴󠁧󠁢󠁥󠁮󠁧󠁿 [2]"
date: 2025-02-03
source: Pier Mail
---
The mayor of Tossing wrote “we ❤️ our 👩🏽‍🚒 and 👨‍👩‍👧‍👦 of 🇺🇦🇵🇱🇩🇪” on 2 February 2025.
The pier of Tossing [3] opens on 7 March 2025 ⛴️ with 41 lamps and 1️⃣ flag 🏳️‍🌈.
Café owner Zoë Škvorecká said the naïve façade of the pier cost 1,250 crowns.
Nobody was hurt when lamp 3️⃣ fell 👍🏿 on Tossing's pier.
""",
    "rtl.md": """---
title: "The sign שלום of Tossing"
date: 2025-02-04
source: Pier Mail
---
The sign at the station of Tossing reads שָׁלוֹם and السَّلَامُ in letters of 3 metres, **bold**.
The painter Noa Katz wrote "<b>peace</b> & bread" below it for https://tossing.example/sign?a=1.
The station of Tossing paid 8,300 crowns for the sign, half of what Noa Katz had asked for.
""",
}
"""Articles with what is cut or turned most easily."""
QUESTIONS = (
    "From what day will the repaired Lady Ingrid sail to the island again?",
    "Кто последним работал смотрителем на маяке?",
    "What does the pier of Tossing cost and when does it open?",
    "How did the trial end for the man who commanded the Lady Ingrid?",
    "Скільки дітей записалося до української суботньої школи?",
    "Which storm cost Skelhaven more, Runa or Sindre, and how much was it?",
    "What does the sign at the station of Tossing read?",
    "Почему из Скельхавена уезжают семьи с детьми?",
    "What transfer fee did the Mariners pay for Dario Venn?",
    "Did Karin Holt deny having forced Erlend Voss out?",
    "Хто отримав винагороду за знайдений дзвін «Сент-Бренни»?",
    "what happened with the dockers strike in skelhaven?",
    "Why did Skelhaven receive less state money than expected for 2024?",
)
"""Two thirds in English, the others in Russian and Ukrainian, about articles in any of them."""


class Recalling(Answerer):
    """An answerer that reads each question once: what differs is what the model makes of it."""

    def __init__(self, library: Library, model: FakeModel) -> None:
        settings = Settings(
            llm="openai-like:fake", llm_url=model.openai_url, llm_timeout=8, _env_file=None
        )  # type: ignore[call-arg]
        self.made = make(settings)
        assert self.made is not None
        super().__init__(library, Generative(self.made, verifier()))
        self._found: dict[str, Found] = {}
        self._own: dict[str, Answer] = {}

    def _find(self, request: Request) -> Found:
        if request.alone not in self._found:
            self._found[request.alone] = super()._find(request)
        return self._found[request.alone]

    def _extract(self, found: Found) -> Answer:
        if found.request.alone not in self._own:
            self._own[found.request.alone] = super()._extract(found)
        return self._own[found.request.alone]


class Stage:
    """The product over the sample archive and odd articles, with a fake model behind HTTP."""

    def __init__(self, library: Library, model: FakeModel) -> None:
        self.library, self.model = library, model
        self.answerer = Recalling(library, model)
        self.runner = asyncio.Runner()

    def play(self, question: str, kind: str, **more: Any) -> Json:
        """The answer to ``question`` with a model of this ``kind``, held against all promises."""
        adversary = Adversary(kind)
        self.model.say(adversary)
        answer = self.runner.run(self.answerer.answer(question, **more))
        found: Json = json.loads(json.dumps(answer.as_json()))
        check_written(found, self.cite, adversary.wrong)
        return found

    def cite(self, citation: str) -> Json:
        """The object of `cite`."""
        with self.library.catalog.read() as connection:
            return answers.cited(connection, citation).as_json()

    def close(self) -> None:
        """Close all connections."""
        client = self.answerer.made.llm._aclient  # type: ignore[union-attr]
        if client is not None:
            self.runner.run(client.close())
        self.runner.close()
        self.library.close()


@pytest.fixture(scope="module")
def stage(
    sample_home: Path, bundled: BundledEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """One for all tests of the module."""
    base = tmp_path_factory.mktemp("adversaries")
    library = open_library(shutil.copytree(sample_home, base / "home"), bundled)
    for name, text in ODD.items():
        (base / name).write_text(text, encoding="utf-8")
    assert indexed(library, *(base / name for name in ODD)).state == "done"
    with FakeModel() as model:
        made = Stage(library, model)
        yield made
        made.close()


PAIRS = [*zip(KINDS, cycle(QUESTIONS), strict=False)]
"""Each kind with a question."""
ALL = [*product(KINDS, QUESTIONS)]


@pytest.mark.parametrize(("kind", "question"), PAIRS)
def test_each_kind_at_a_question(stage: Stage, kind: str, question: str) -> None:
    """Every promise holds, and a model that only lies shows nothing."""
    stage.play(question, kind)


@pytest.mark.soak
@pytest.mark.parametrize(("kind", "question"), ALL)
def test_each_kind_at_each_question(stage: Stage, kind: str, question: str) -> None:
    """The same for all of them."""
    stage.play(question, kind)


@pytest.mark.parametrize("name", ODDITIES)
def test_odd_servers(stage: Stage, name: str) -> None:
    """Whatever a server sends, the answer is one, by the model or by the archive."""
    stage.model.behave("odd", name=name)
    try:
        stage.play(QUESTIONS[0], "honest")
    finally:
        stage.model.behave("good")
