"""Timelines, news and quotations over the sample archive, and over small ones of their own."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from bot.answer.stories.reporter import Reporter
from bot.answer.stories.testimony import person_and_topic
from bot.notes import phrases
from bot.store import answers
from tests.bot.made import in_language

if TYPE_CHECKING:
    from bot.answer.stories.accounts import Account
    from index.library import Library
    from tests.conftest import World


@pytest.fixture(scope="module")
def reporter(library: Library) -> Reporter:
    """Tells stories of the sample."""
    return Reporter(library)


def days(account: Account) -> list[str]:
    """Of its lines, in order."""
    return [(line.card.published or "")[:10] for line in account.lines]


def told(account: Account) -> list[str]:
    """The first claim of each line."""
    return [account.answer.claims[line.claims[0]].text for line in account.lines]


def story(outlet: str, day: str, headline: str, text: str) -> str:
    """A file with an article."""
    return f'---\ntitle: "{headline}"\nsource: {outlet}\ndate: {day}\n---\n\n{text}\n'


def test_timeline_has_the_steps_of_a_story_oldest_first(reporter: Reporter) -> None:
    """A line of each article about it, and of no other; each is cited and can be looked up."""
    found = reporter.timeline("Dock strike")

    assert days(found) == ["2023-04-17", "2023-04-25", "2023-05-10"]
    assert [each.n for each in found.answer.citations] == [1, 2, 3]
    assert all(each.quote for each in found.answer.citations)


def test_timeline_folds_copies_and_says_where_else_they_stand(reporter: Reporter) -> None:
    """The wire story of two outlets is one step."""
    found = reporter.timeline("Lady Ingrid ferry")
    (step,) = [line for line in found.lines if "refloated" in line.card.title]

    assert days(found) == sorted(days(found))
    assert [card.source for card in step.also_in] == ["Ostrand Post"]
    assert ("2024-03-11", "Ostrand Post") in found.coverage()


def test_timeline_marks_what_is_disputed(reporter: Reporter) -> None:
    """At the claim, with who denies it."""
    found = reporter.timeline("Dock strike")

    assert [(note.text, note.claim) for note in found.answer.notes if note.kind == "dispute"] == [
        ("Disputed by the union, in the same article.", 1)
    ]


def test_timeline_says_what_it_leaves_out_for_want_of_a_date(reporter: Reporter) -> None:
    """It has no place among dated steps."""
    found = reporter.timeline("St Brenna bell")

    assert [note.text for note in found.answer.notes if note.claim is None] == [
        "One article about it has no date and is left out."
    ]


def test_timeline_of_undated_articles_alone_says_so(world: World) -> None:
    """There is nothing to tell, and people learn why."""
    text = "The bakery on Mill Street in Marlow has closed. Nobody wanted to buy the bakery."
    world.index_files({"bakery.txt": f"Bakery on Mill Street closes\n\n{text}"})

    found = Reporter(world.library).timeline("bakery on Mill Street")

    assert found.answer.refused
    assert notes(found) == ["One article about it has no date and is left out."]


def notes(account: Account) -> list[str]:
    """What is said around it."""
    return [note.text for note in account.answer.notes]


def test_misspelt_words_of_a_story_are_offered_without_their_slips(reporter: Reporter) -> None:
    """Refused or not, where something else is told of those; names of people and outlets, too."""

    def meant(account: Account) -> list[str]:
        """What is offered."""
        return [note.text for note in account.answer.notes if note.kind == "meant"]

    assert meant(reporter.timeline("stom Runa")) == ["Did you mean: “storm Runa”"]
    assert meant(reporter.timeline("teh flod wal")) == ["Did you mean: “the flood wall”"]
    assert meant(reporter.latest("Skelhaven Curier")) == ["Did you mean: “Skelhaven Courier”"]
    assert meant(reporter.quotes("Gregor Halmm", "eels")) == [
        "Did you mean: “Gregor Halm about eels”"
    ]
    assert meant(reporter.quotes("Gregor Halmm", "the opera")) == []
    assert meant(reporter.timeline("storm Runa")) == []


def test_story_that_the_archive_has_not_is_refused_and_its_words_are_named(
    reporter: Reporter,
) -> None:
    """As a question is; articles that only happen to be nearest are not shown."""
    found = reporter.timeline("volcano eruption")

    assert found.answer.refused
    assert found.lines == ()
    assert notes(found) == ["No article of the archive has “volcano” or “eruption”."]
    assert found.answer.nearest == ()
    assert notes(reporter.latest("the crocodiles")) == [
        "No article of the archive has “crocodiles”."
    ]


def test_account_is_kept_as_an_answer_under_its_name(reporter: Reporter, library: Library) -> None:
    """Told anew it takes the place of what was told before; its citations can be looked up."""
    reporter.timeline("Hosepipe ban", name="t_again")
    found = reporter.timeline("Hosepipe ban", name="t_again")

    kept = library.catalog.query(answers.find_answer, "t_again")
    cited = library.catalog.query(answers.cited, found.answer.citations[0].id)

    assert kept["claims"][0]["text"] == found.answer.claims[0].text
    assert cited.verbatim == "Hosepipe ban from Wednesday after driest June since 1976"


def test_account_as_json_has_lines_in_the_place_of_an_answer(reporter: Reporter) -> None:
    """Each with its claims, article, copies and notes."""
    found = reporter.timeline("Hosepipe ban").as_json()

    (step,) = found["steps"]
    assert list(found) == ["query", "steps", "refused", "citations", "nearest", "notes", "ms"]
    assert step["claims"] == [
        {"text": "Hosepipe ban from Wednesday after driest June since 1976", "citations": [1]}
    ]
    assert step["source"] == "Skelhaven Courier"
    assert step["notes"] == [{"kind": "side", "text": "Skelhaven Courier, 2023-07-11."}]


def test_latest_is_the_newest_by_story_with_how_each_begins(reporter: Reporter) -> None:
    """Articles of one story stand together, where its newest does."""
    found = reporter.latest()

    assert days(found)[:3] == ["2025-03-21", "2025-03-18", "2025-03-12"]
    assert told(found)[0] == "Cod at 42 crowns: the dearest fish in the history of the market"
    assert [len(line.claims) for line in found.lines[:3]] == [2, 2, 2]
    assert [card.published for card in found.lines[2].also_in] == ["2025-02-28T06:30:00+01:00"]
    assert len(found.lines) == 20


def test_latest_of_an_outlet_or_a_topic_is_of_it_alone(reporter: Reporter) -> None:
    """The name of an outlet may be written small; of storms is no sewage in a storm drain."""
    post, ban = reporter.latest("ostrand post"), reporter.latest("Hosepipe ban")

    assert {line.card.source for line in post.lines} == {"Ostrand Post"}
    assert told(ban) == ["Hosepipe ban from Wednesday after driest June since 1976"]
    assert days(reporter.latest("storm")) == ["2024-11-29", "2024-11-23", "2023-10-28"]
    assert reporter.latest("crocodiles").answer.refused


def test_latest_of_an_outlet_that_has_nothing_new_says_so(world: World) -> None:
    """Its name is no word that articles lack: none of them has a date."""
    world.index_files({"a.md": "---\ntitle: Eels\nsource: Echo\n---\n\nThe eels died in May.\n"})

    found = Reporter(world.library).latest("echo")

    (note,) = found.answer.notes
    assert found.answer.refused
    assert [in_language(each, phrases.told, note).split(":")[0] for each in ("en", "ru", "uk")] == [
        "Nothing new came in from “Echo”",
        "От «Echo» ничего нового не поступило",
        "Від «Echo» нічого нового не надійшло",
    ]


def test_digest_has_a_line_a_story(reporter: Reporter) -> None:
    """Its headline."""
    found = reporter.latest("Hosepipe ban", digest=True)

    assert [len(line.claims) for line in found.lines] == [1]


def test_what_came_in_since_a_moment_is_new(world: World) -> None:
    """However old it is; where nothing came, that is said and the newest are told."""
    world.index_files(
        {"a.md": story("Post", "2024-03-01", "Ferry sails again", "The ferry sails on Monday.")}
    )
    moment = time.time()
    world.index_files(
        {"b.md": story("Post", "2023-03-01", "Bakery wins a prize", "Its rye bread won it all.")}
    )
    reporter = Reporter(world.library)

    assert days(reporter.latest(since=0.0)) == ["2024-03-01", "2023-03-01"]
    assert days(reporter.latest(since=moment)) == ["2023-03-01"]
    assert days(reporter.latest("bakery prize", since=moment)) == ["2023-03-01"]
    nothing = reporter.latest(since=moment + 3600)
    assert days(nothing) == ["2024-03-01", "2023-03-01"]
    assert next(n.text for n in nothing.answer.notes if n.claim is None).endswith(
        "; these are the newest."
    )


def test_quotes_are_what_somebody_said_newest_first(reporter: Reporter) -> None:
    """Verbatim, with the sentence that says so, and nobody else's words."""
    found = reporter.quotes("Erlend Voss")

    assert days(found) == ["2024-06-25", "2023-04-17"]
    assert told(found)[1] == '"A port that is closed does not pay anybody\'s wages," Voss said.'
    said = [line.said for line in found.lines]
    assert [each.speaker for each in said if each] == ["Voss", "Voss"]
    assert said[1] is not None
    assert said[1].quotes == ("A port that is closed does not pay anybody's wages,",)
    assert [span.start for span in found.lines[1].spoken(told(found)[1])] == [1]


def test_quotes_about_a_topic_are_about_it(reporter: Reporter) -> None:
    """The reader reads it."""
    (text,) = told(reporter.quotes(*person_and_topic("Karin Holt about the resignation")))

    assert text.startswith("“I neither threatened Mr Voss nor wrote his resignation,” Holt told")


def test_who_said_nothing_is_refused(reporter: Reporter) -> None:
    """Though articles name them, which are shown, or nobody knows them."""
    known, unknown = reporter.quotes("Gudrun Ask"), reporter.quotes("bill gates")
    other, apart = reporter.quotes("Karin Holt", "tennis"), reporter.quotes("Gudrun Bade")

    assert all(each.answer.refused for each in (known, unknown, other, apart))
    assert notes(known) == ["Nothing was found that “Gudrun Ask” says in quotation marks."]
    assert known.answer.nearest[0].title.startswith("Gudrun Ask, who built 118 boats")
    assert notes(unknown) == ["No article of the archive names “bill gates”."]
    assert unknown.answer.nearest == ()
    assert notes(other) == [
        "Nothing was found that “Karin Holt” says in quotation marks about “tennis”."
    ]
    assert notes(apart) == ["No article of the archive names “Gudrun Bade”."]


def test_words_that_two_outlets_print_are_one_line(world: World) -> None:
    """Of the first of them."""
    said = 'Then Anna Lind came.\n\n"Nobody will pay for this wall," said Anna Lind{}.'
    world.index_files(
        {
            "a.md": story("Post", "2024-03-01", "Wall is dear", said.format(" on Friday")),
            "b.md": story("Herald", "2024-03-02", "Who pays?", said.format(" in Vollum")),
        }
    )

    found = Reporter(world.library).quotes("Anna Lind")

    assert days(found) == ["2024-03-01"]
    assert [card.source for card in found.lines[0].also_in] == ["Herald"]


@pytest.mark.parametrize(
    ("words", "person", "topic"),
    [
        ("Karin Holt", "Karin Holt", ""),
        ("Karin  Holt about the budget", "Karin Holt", "the budget"),
        ("Карин Хольт о бюджете", "Карин Хольт", "бюджете"),
        ("Карін Гольт про бюджет", "Карін Гольт", "бюджет"),
    ],
)
def test_topic_stands_behind_the_person(words: str, person: str, topic: str) -> None:
    """In three languages."""
    assert person_and_topic(words) == (person, topic)


def test_withdrawn_article_is_in_no_account(world: World) -> None:
    """From the moment it is withdrawn."""
    world.index_files(
        {"a.md": story("Post", "2024-03-01", "Ferry sails again today", "It sails on Monday.")}
    )
    reporter = Reporter(world.library)
    (line,) = reporter.timeline("ferry sails").lines
    world.library.withdraw(line.card.article)

    assert reporter.timeline("ferry sails").answer.refused
