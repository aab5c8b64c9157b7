"""Answers and citations in the catalog."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.store import answers, schema
from index.digests import citation_id
from index.errors import NotFoundError
from index.models import Query, Span
from tests.bot.contract import check_cited

if TYPE_CHECKING:
    from pathlib import Path

    from index.library import Library
    from tests.conftest import World

OLD = {"a.jsonl": '{"id": "a", "title": "Pier", "body": "It rained. The pier closed in May."}'}
NEW = {"a.jsonl": '{"id": "a", "title": "Pier", "body": "It rained. The pier closed in June."}'}


def cite(library: Library, sentence: str) -> None:
    """Keep a citation ``c1`` of a sentence that one of the passages has."""
    (hit,) = library.retriever.search(Query(sentence, 1))
    start = hit.passage.span.start + hit.passage.text.index(sentence)
    with library.catalog.write() as connection:
        answers.store_citations(
            connection, [("c1", hit.passage.id, Span(start, start + len(sentence)))]
        )


def cited(library: Library) -> dict[str, object]:
    """What stands behind ``c1``."""
    with library.catalog.read() as connection:
        return answers.cited(connection, "c1").as_json()


def test_a_citation_is_a_quote_in_a_passage_of_an_article(world: World) -> None:
    """Offsets count in the stored text, and the quote is their slice."""
    world.index_files(OLD)
    cite(world.library, "The pier closed in May.")
    (hit,) = world.search("pier")

    found = cited(world.library)

    assert found == {
        "id": "c1",
        "quote": "The pier closed in May.",
        "in": "text",
        "start": 11,
        "end": 34,
        "passage": {
            "id": hit.passage.id,
            "text": "It rained. The pier closed in May.",
            "start": 0,
            "end": 34,
        },
        "article": {
            "id": hit.passage.card.article,
            "title": "Pier",
            "source": None,
            "published": None,
            "precision": None,
            "url": None,
            "author": None,
        },
        "superseded": False,
        "withdrawn": False,
    }


def test_an_old_citation_keeps_its_old_text(world: World) -> None:
    """The body changed: searches find the new version, the citation says it is superseded."""
    world.index_files(OLD)
    cite(world.library, "The pier closed in May.")

    result = world.index_files(NEW)

    assert result["articles"]["updated"] == 1
    assert [hit.passage.text for hit in world.search("pier")] == [
        "It rained. The pier closed in June."
    ]
    found = cited(world.library)
    assert (found["quote"], found["superseded"]) == ("The pier closed in May.", True)


def test_an_old_citation_survives_a_full_rebuild(world: World) -> None:
    """It hangs on the catalog, not on the index."""
    world.index_files(OLD)
    cite(world.library, "The pier closed in May.")

    world.index(kind="full")

    assert cited(world.library)["quote"] == "The pier closed in May."


def test_a_citation_of_a_withdrawn_article_shows_no_text(world: World) -> None:
    """Ids, offsets and title stay, quote and text are null."""
    world.index_files(OLD)
    cite(world.library, "The pier closed in May.")
    (hit,) = world.search("pier")

    world.library.withdraw(hit.passage.card.article)

    found = cited(world.library)
    passage, article = found["passage"], found["article"]
    assert isinstance(passage, dict)
    assert isinstance(article, dict)
    assert (found["quote"], passage["text"], found["withdrawn"]) == (None, None, True)
    assert (article["title"], found["start"], passage["id"]) == ("Pier", 11, hit.passage.id)


def test_storing_a_citation_again_changes_nothing(world: World) -> None:
    """The same passage and offsets have the same id."""
    world.index_files(OLD)

    cite(world.library, "The pier closed in May.")
    cite(world.library, "The pier closed in May.")

    with world.library.catalog.write() as connection:
        answers.store_citations(connection, [])
        assert len(connection.execute(select(schema.citations)).all()) == 1


def test_an_unknown_citation_is_not_found(world: World) -> None:
    """The sentence says where ids are."""
    with (
        world.library.catalog.read() as connection,
        pytest.raises(NotFoundError, match=r"^c9: there is no such citation; the ids stand in"),
    ):
        answers.cited(connection, "c9")


def store(library: Library, answer: str, conversation: str | None, question: str) -> None:
    """Keep an answer."""
    content = {"understood": {"question": question}}
    with library.catalog.write() as connection:
        answers.store_answer(
            connection, answer=answer, conversation=conversation, question="q", content=content
        )


def test_an_answer_is_found_by_its_id(world: World) -> None:
    """With its conversation."""
    store(world.library, "x", "chat", "Who?")

    with world.library.catalog.read() as connection:
        assert answers.find_answer(connection, "x") == {
            "understood": {"question": "Who?"},
            "conversation": "chat",
            "owner": "chat",
        }
        with pytest.raises(NotFoundError, match=r"^y: there is no such answer"):
            answers.find_answer(connection, "y")


def test_the_last_questions_of_a_conversation_come_oldest_first(world: World) -> None:
    """Those of others do not count, and a forgotten conversation has none."""
    for number in range(4):
        store(world.library, f"x{number}", "chat", f"q{number}")
    store(world.library, "y", "another", "other")

    with world.library.catalog.write() as connection:
        recent = answers.recent_turns(connection, "chat", limit=3)
        earlier = answers.recent_turns(connection, "chat", limit=3, before="x2")
        answers.forget_conversation(connection, "chat")
        forgotten = answers.recent_turns(connection, "chat", limit=3)
        kept = answers.find_answer(connection, "x3")

    assert [question for question, _ in earlier] == ["q0", "q1"]
    assert [question for question, _ in recent] == ["q1", "q2", "q3"]
    assert (forgotten, kept["conversation"]) == ([], None)


def test_no_conversation_is_shared_by_all(sample: Library, sample_home: Path) -> None:
    """The sample's home holds no answers: what one test stores reaches no other."""
    store(sample, "x", None, "Who?")

    assert sample.home.root != sample_home


def cite_headline(library: Library, words: str) -> str:
    """Keep a citation of the headline of what these words find; its id."""
    (hit,) = library.retriever.search(Query(words, 1))
    span = Span(0, len(hit.passage.card.title))
    found = citation_id(hit.passage.version, span.start, span.end, title=True)
    library.catalog.change(answers.store_citations, [(found, hit.passage.id, span)])
    return found


def test_a_citation_of_a_headline_counts_in_it(world: World) -> None:
    """The passage is the one that was read with it."""
    world.index_files(OLD)
    found = world.library.catalog.query(answers.cited, cite_headline(world.library, "rain"))

    said = found.as_json()

    assert (said["quote"], said["in"], said["start"], said["end"]) == ("Pier", "title", 0, 4)
    assert said["passage"]["text"] == found.opening == "It rained. The pier closed in May."
    check_cited(said)


def test_a_citation_of_a_headline_stays_that_of_its_version(world: World) -> None:
    """And shows nothing where the article was withdrawn."""
    world.index_files(OLD)
    cited_id = cite_headline(world.library, "rain")
    world.index_files({"a.jsonl": NEW["a.jsonl"].replace("Pier", "Pier reopens")})

    found = world.library.catalog.query(answers.cited, cited_id)
    world.library.withdraw(found.card.article)
    gone = world.library.catalog.query(answers.cited, cited_id).as_json()

    assert (found.verbatim, found.superseded) == ("Pier", True)
    assert (gone["quote"], gone["in"], gone["article"]["title"]) == (None, "title", "Pier")
    check_cited(gone)


def test_below_a_headline_the_article_begins_whatever_passage_was_read(world: World) -> None:
    """More of it on request; from the cited passage come only the ids."""
    text = " ".join(f"On day {n} the crew of the ferry painted deck number {n}." for n in range(99))
    article = {"id": "a", "title": "Ferry painted", "body": f"{text} The paint was magenta."}
    world.index_files({"a.jsonl": json.dumps(article)})
    cited_id = cite_headline(world.library, "magenta paint")

    found = world.library.catalog.query(answers.cited, cited_id)
    wide = world.library.catalog.query(answers.cited, cited_id, around=500)

    assert found.span.start > 0
    assert found.opening.startswith("On day 0 the crew")
    assert "magenta" not in found.opening
    assert wide.opening.startswith(found.opening)
    assert len(found.opening) + 400 < len(wide.opening) <= len(found.opening) + 500


def test_a_headline_is_credited_to_those_alone_that_have_it(world: World) -> None:
    """Who reprints an article under another one did not say it."""
    body = "It rained. The pier closed in May, the harbour office told the reporters of the town."
    printed = [("a", "Pier", "Courier"), ("b", "Pier  ", "Herald"), ("c", "No more pier", "Post")]
    lines = [
        json.dumps({"id": key, "title": title, "body": body, "source": source})
        for key, title, source in printed
    ]
    world.index_files({"a.jsonl": "\n".join(lines)})
    cited_id = cite_headline(world.library, "rain")

    found = world.library.catalog.query(answers.cited, cited_id)

    assert [each.source for each in found.also_in] == ["Herald"]


def test_a_home_of_before_has_all_that_is_needed(world: World) -> None:
    """What is quoted stands in the id; an id of text is none of a headline."""
    assert {each.name for each in schema.citations.columns} == {"id", "passage", "start", "end"}
    world.index_files(OLD)
    (hit,) = world.search("rain")
    kept = citation_id(hit.passage.id, 0, 10)
    world.library.catalog.change(answers.store_citations, [(kept, hit.passage.id, Span(0, 10))])

    found = world.library.catalog.query(answers.cited, kept)

    assert (found.title, found.verbatim, found.opening) == (False, "It rained.", "")
