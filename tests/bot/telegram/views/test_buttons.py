"""The buttons under an answer."""

from __future__ import annotations

from dataclasses import replace

from bot.models import Answer, Claim, Understood
from bot.telegram.views.buttons import answer_keyboard
from index.models import Span
from index.planning.planner import Phrase
from tests.bot.telegram.values import COD, HARBOUR, answer, citation
from tests.bot.telegram.views.test_answer import THUMBS, labels

MARCH = Phrase(Span(0, 13), "in March 2024", "date", "2024-03-01", "2024-03-31")
POST = Phrase(Span(20, 24), "Post", "outlet", sources=("Ostrand Post",))


def understood(*phrases: Phrase, ignored: tuple[str, ...] = ()) -> Answer:
    """An answer with one citation to a question of which this was understood."""
    given = answer((Claim("x", (1,)),), (citation(1, "q"),))
    return replace(given, understood=Understood("?", phrases=phrases, ignored=ignored))


def data(given: Answer) -> list[str]:
    """What the buttons send."""
    keyboard = answer_keyboard(given)
    rows = keyboard.inline_keyboard if keyboard else ()
    return [str(button.callback_data) for row in rows for button in row]


def test_chips_stand_below_the_numbers_with_what_they_mean() -> None:
    """The data name the answer and the phrase."""
    given = understood(MARCH, POST)

    assert labels(answer_keyboard(given)) == [["1"], ["✕ March 2024", "✕ Ostrand Post"], THUMBS]
    assert data(given) == ["c:ABC:1", "x:ABC:1", "x:ABC:2", "f:ABC:u", "f:ABC:d"]


def test_answer_is_shared_by_a_button_beside_the_thumbs() -> None:
    """Which writes an inline query into a chat of one's choice; a refusal has none."""
    given = understood(MARCH)
    *_, last = answer_keyboard(given, shares=True).inline_keyboard

    assert [each.text for each in last] == ["↗ Share", *THUMBS]
    assert last[0].switch_inline_query == "answer_ABC"
    refusal = replace(given, claims=(), citations=())
    assert labels(answer_keyboard(refusal, shares=True))[-1] == THUMBS


def test_refusal_has_chips_and_no_numbers() -> None:
    """A date that was not meant is a reason for one."""
    refusal = replace(understood(MARCH), claims=(), citations=())

    assert labels(answer_keyboard(refusal)) == [["✕ March 2024"], THUMBS]


def test_what_was_taken_back_can_be_given_back() -> None:
    """One button for all of it."""
    given = understood(POST, ignored=("in March 2024",))

    assert labels(answer_keyboard(given)) == [["1"], ["✕ Ostrand Post", "↺ Undo"], THUMBS]
    assert data(given)[-3] == "x:ABC:0"


def test_phrase_that_is_said_twice_has_one_chip() -> None:
    """It is taken back wherever it stands."""
    given = understood(MARCH, POST, replace(MARCH, text="In March 2024"), replace(POST, text="it"))

    assert data(given)[1:-2] == ["x:ABC:1", "x:ABC:2", "x:ABC:4"]


def test_keyboard_stays_within_the_limits_of_telegram() -> None:
    """A hundred buttons, 64 bytes of data, labels that can be read."""
    phrases = [
        Phrase(Span(n, n + 1), f"outlet {n}", "outlet", sources=("О" * 300,)) for n in range(30)
    ]
    citations = tuple(citation(n, "q") for n in range(1, 201))
    given = replace(
        understood(*phrases, ignored=("x",)), citations=citations, id="A" * 32
    )  # ids have 16 characters, and may have 32

    keyboard = answer_keyboard(given)
    assert keyboard is not None
    assert sum(map(len, keyboard.inline_keyboard)) == 80 + 8 + 1 + 2
    assert max(len(each.encode()) for each in data(given)) <= 64
    assert max(len(label) for row in labels(keyboard) for label in row) <= 42


def test_answer_without_anything_else_to_tap_has_thumbs() -> None:
    """Whatever was said can be judged."""
    assert labels(answer_keyboard(answer())) == [THUMBS]


def test_articles_found_beside_the_cited_ones_open_below_the_chips() -> None:
    """They say that they are further ones, and the numbers keep the first row to themselves."""
    given = replace(understood(POST), related=(COD, HARBOUR))
    also = [["📄 Also: Cod is dear"], ["📄 Also: Harbour freezes"]]

    assert labels(answer_keyboard(given)) == [["1"], ["✕ Ostrand Post"], *also, THUMBS]
    assert data(given)[2:4] == ["a:a2:1", "a:a1:1"]


def test_buttons_of_articles_keep_to_64_bytes_and_one_line() -> None:
    """Whatever the id, and headlines in Cyrillic."""
    longest = replace(COD, article="a" * 32, title="Щ" * 300)
    given = replace(answer((Claim("x", (1,)),), (citation(1, "q"),)), related=(longest,))

    assert len(data(given)[1].encode()) <= 64
    assert labels(answer_keyboard(given))[1] == ["📄 Also: " + "Щ" * 39 + "…"]


def test_answer_that_tells_a_story_offers_its_timeline() -> None:
    """Not one to a question for a fact, or for news of no topic, and no refusal."""

    def rows(question: str) -> list[list[str]]:
        given = answer((Claim("x", (1,)),), (citation(1, "q"),))
        return labels(answer_keyboard(replace(given, understood=Understood(question))))

    told = answer((), ())
    refused = replace(told, understood=Understood("What happened to the ferry?"))

    assert rows("What happened to the ferry?") == [["1"], ["🕒 Timeline", "👁 Watch this"], THUMBS]
    assert rows("Who steered the ferry that night?") == [["1"], ["👁 Watch this"], THUMBS]
    assert rows("What is new?") == [["1"], THUMBS]
    assert ["🕒 Timeline"] not in labels(answer_keyboard(refused))
