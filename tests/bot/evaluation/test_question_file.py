"""Reading a questions file: what is optional, what is wrong, and where."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.evaluation.question_file import Question, QuestionsError, read_questions

if TYPE_CHECKING:
    from pathlib import Path


def written(path: Path, *lines: Any) -> Path:
    """The file with a line each."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_every_field_but_the_question_is_optional(tmp_path: Path) -> None:
    """The kind is the type, else language and whether it can be answered."""
    path = written(
        tmp_path / "q.jsonl",
        {"question": " Who? "},
        {"question": "Кто?", "answerable": False},
        {
            "question": "When?", "type": "date", "answerable": True, "answer": "In May",
            "answers": ["In May", "May"], "evidence": [{"title": "T", "fact": "It was May."}],
        },
    )  # fmt: skip

    assert read_questions([path]).each == (
        Question("Who?", "en unlabelled"),
        Question("Кто?", "ru unanswerable", answerable=False),
        Question("When?", "date", ("It was May.",), ("In May", "May"), answerable=True),
    )


def test_facts_and_answers_without_words_are_left_out(tmp_path: Path) -> None:
    """Nothing is found everywhere, or nowhere."""
    evidence = [{"fact": " "}, {"fact": " It was May. "}]
    line = {"question": "When?", "evidence": evidence, "answer": "", "answers": [" ", "May"]}

    (question,) = read_questions([written(tmp_path / "q.jsonl", line)]).each

    assert question.facts == ("It was May.",)
    assert question.references == ("May",)


def test_headline_alone_is_evidence(tmp_path: Path) -> None:
    """What only the headline says has no sentence of the text."""
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "?", "evidence": [{"title": "Ferry sails again"}]}\n')

    (question,) = read_questions([file]).each

    assert question.facts == ("Ferry sails again",)


def test_null_is_absent(tmp_path: Path) -> None:
    """Tools write every field."""
    empty: dict[str, None] = dict.fromkeys(["evidence", "answer", "answers", "answerable", "type"])
    path = written(tmp_path / "q.jsonl", {"question": "Who?", **empty})

    (question,) = read_questions([path]).each

    assert question == Question("Who?", "en unlabelled")
    assert not question.scorable


def test_byte_order_mark_empty_lines_and_carriage_returns_are_no_matter(tmp_path: Path) -> None:
    """What editors leave behind."""
    path = tmp_path / "q.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"question": "A?"}\r\n\r\n  \n{"question": "B?"}')

    assert [each.text for each in read_questions([path]).each] == ["A?", "B?"]


def test_digest_is_of_the_content_and_not_of_the_name(tmp_path: Path) -> None:
    """A file may be moved and is the same questions; another order of files is not."""
    one, two = (
        written(tmp_path / "1", {"question": "A?"}),
        written(tmp_path / "2", {"question": "B?"}),
    )
    moved = written(tmp_path / "3", {"question": "A?"})

    assert read_questions([one]).digest == read_questions([moved]).digest
    assert read_questions([one, two]).digest == read_questions([moved, two]).digest
    assert read_questions([one, two]).digest != read_questions([two, one]).digest


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "this is not JSON (Expecting property name enclosed in double quotes, column 2)."),
        (b"[" * 100_000, "this is not JSON that can be read."),
        (b'{"question": ' + b"1" * 5000 + b"}", "this is not JSON that can be read."),
        (b'"Who?"', 'expected an object, {"question": "…"}.'),
        (b"\xff", "this is not UTF-8 text."),
        (b'{"question": "\\ud800"}', "this is not UTF-8 text."),
        (b"{}", 'the field "question" is missing or empty.'),
        (b'{"question": "  "}', 'the field "question" is missing or empty.'),
        (b'{"question": 7}', 'the field "question" is not a text.'),
        (b'{"question": "?", "type": 7}', 'the field "type" is not a text.'),
        (b'{"question": "?", "answer": 7}', 'the field "answer" is not a text.'),
        (b'{"question": "?", "answers": "x"}', 'the field "answers" is not a list.'),
        (b'{"question": "?", "also": "x"}', 'the field "also" is not a list.'),
        (
            b'{"question": "?", "complete": [1]}',
            'the field "complete" has an entry that is not a text.',
        ),
        (
            b'{"question": "?", "answers": [7]}',
            'the field "answers" has an entry that is not a text.',
        ),
        (
            b'{"question": "?", "answerable": 1}',
            'the field "answerable" is neither true nor false.',
        ),
        (b'{"question": "?", "evidence": {}}', 'the field "evidence" is not a list.'),
        (
            b'{"question": "?", "evidence": ["x"]}',
            'the field "evidence" has an entry without a text "fact".',
        ),
    ],
)
def test_wrong_line_is_named_with_file_and_number(tmp_path: Path, line: bytes, reason: str) -> None:
    """One sentence that says what is wrong with it."""
    path = tmp_path / "q.jsonl"
    path.write_bytes(b'{"question": "A?"}\n' + line)

    with pytest.raises(QuestionsError) as raised:
        read_questions([path])

    assert str(raised.value) == f"{path}:2: {reason}"


def test_file_that_is_not_there_or_a_folder_or_empty_is_a_sentence(tmp_path: Path) -> None:
    """Each says which."""
    empty = written(tmp_path / "empty.jsonl")

    with pytest.raises(QuestionsError, match=r"none: cannot be read \(No such file or directory\)"):
        read_questions([tmp_path / "none"])
    with pytest.raises(QuestionsError, match=r"cannot be read \(Is a directory\)"):
        read_questions([tmp_path])
    with pytest.raises(QuestionsError, match=r"empty\.jsonl: there are no questions in it"):
        read_questions([empty])
