"""What is left out of a sentence may not take back what is left."""

from __future__ import annotations

import pytest

from bot.answer.guard.entailment import unsupported
from bot.answer.guard.tokens import reverses, words


def reason(claim: str, quote: str) -> str:
    """Why the quotation does not carry the claim; empty where it does."""
    return unsupported(claim, quote=quote, passage=quote, title="News") or ""


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("Berg was jailed for fraud (Overturned in 2010).", "Berg was jailed for fraud."),
        ("Berg was jailed for fraud (Quashed).", "Berg was jailed for fraud."),
        ("Berg was jailed (Acquitted 2011) for fraud.", "Berg was jailed for fraud."),
        ("He was jailed, but cleared, for murder.", "He was jailed for murder."),
        ("He was jailed, then acquitted on appeal, for murder.", "He was jailed for murder."),
        ("The court fined Berg, a ruling overturned in May.", "The court fined Berg."),
        ("The council approved the bridge, but the mayor vetoed it.",
         "The council approved the bridge."),
        ("The paper named Berg, and retracted the story in June.", "The paper named Berg."),
        ("The port sold the crane, which was later cancelled.", "The port sold the crane."),
        ("Berg, who denied it, was fined in May.", "Berg was fined in May."),
        ("Berg, who was not convicted, was arrested in May.", "Berg was arrested in May."),
        ("Berg was convicted on Monday in a ruling quashed by the high court.",
         "Berg was convicted on Monday."),
        ("In a report withdrawn in May, the board blamed Berg.", "The board blamed Berg."),
        ("The licence was, wrongly, given to Berg.", "The licence was given to Berg."),
        ("Суд оштрафовал Берга, но решение отменили в мае.", "Суд оштрафовал Берга."),
        ("Берг, которого позднее оправдали, был осуждён в мае.", "Берг был осуждён в мае."),
        ("Газета назвала Берга (Опровергнуто) вором.", "Газета назвала Берга вором."),
        ("Суд оштрафував Берга, але рішення скасували у травні.", "Суд оштрафував Берга."),
        ("Берг, якого згодом виправдали, був засуджений у травні.",
         "Берг був засуджений у травні."),
        ("The law, struck down by a court in May, bans the sale of vapes.",
         "The law bans the sale of vapes."),
        ("The judge jailed Smith for five years, a sentence thrown out on appeal.",
         "The judge jailed Smith for five years."),
        ("Суд засудив Петренка до п’яти років, вирок скасовано у травні.",
         "Суд засудив Петренка до п’яти років."),
        ("Суд запретил митинги в городе, запрет снят в мае.", "Суд запретил митинги в городе."),
        ("Полиция задержала мэра (другого).", "Полиция задержала мэра."),
        ("Пожертвования получили все семьи (половину).", "Пожертвования получили все семьи."),
        ("The mayor was paid 5 crowns (doubled in 2019).", "The mayor was paid 5 crowns."),
    ],
)  # fmt: skip
def test_reversal_is_never_left_out(quote: str, claim: str) -> None:
    """In brackets, between commas, at the front or at the end, in whatever language."""
    assert reason(claim, quote) != ""
    assert reason(quote, quote) == ""


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("Berg was jailed for fraud (Lunnay, 2010).", "Berg was jailed for fraud."),
        ("Berg, who lives in Lunnay, was fined in May.", "Berg was fined in May."),
        ("The council approved the bridge, and the mayor signed it.",
         "The council approved the bridge."),
        ("Суд оштрафовал Берга, и он уехал в Луннай.", "Суд оштрафовал Берга."),
    ],
)  # fmt: skip
def test_what_reverses_nothing_may_go(quote: str, claim: str) -> None:
    """Places, dates and what else happened."""
    assert reason(claim, quote) == ""


@pytest.mark.parametrize(
    "harmless", ["the clear water", "a later-day dress", "the correct figure is 5", "чистый лист"]
)
def test_words_that_only_look_alike_reverse_nothing(harmless: str) -> None:
    """A part is known by whole words."""
    assert not reverses(words(harmless))
