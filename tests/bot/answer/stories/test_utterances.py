"""Whose words stand between quotation marks, in English, Russian and Ukrainian."""

from __future__ import annotations

import pytest

from bot.answer.stories.utterances import Speaker, is_by, utterances


def spoken(text: str) -> list[tuple[str, str]]:
    """Who says what."""
    return [(each.speaker.name, each.quote.of(text)) for each in utterances(text)]


@pytest.mark.parametrize(
    ("text", "who", "quote"),
    [
        (
            '"We will not raise the fares," said harbour director Erlend Voss, 56, on Monday.',
            "Erlend Voss",
            "We will not raise the fares,",
        ),
        (
            '"That is nonsense," Karin Holt told the Quayside Weekly.',
            "Karin Holt",
            "That is nonsense,",
        ),
        (
            "Karin Holt, the mayor, said “there is no money for it”.",
            "Karin Holt",
            "there is no money for it",
        ),
        (
            'Karin Holt told the Post on Monday: "There is no money for it."',
            "Karin Holt",
            "There is no money for it.",
        ),
        (
            'Then Karin Holt flatly denied it and said nothing. Karin Holt: "I was never asked."',
            "Karin Holt",
            "I was never asked.",
        ),
        (
            'According to Anna Lind, "the boat was old and slow".',
            "Anna Lind",
            "the boat was old and slow",
        ),
        (
            "«Мы не повысим цены», — сказал директор порта Эрленд Восс.",
            "Эрленд Восс",
            "Мы не повысим цены",
        ),
        (
            "«Ми не підвищимо ціни», — заявила мер міста Карін Гольт.",
            "Карін Гольт",
            "Ми не підвищимо ціни",
        ),
        ("По словам Анны Линд, «корабль был старым».", "Анны Линд", "корабль был старым"),
    ],
)
def test_speaker_is_the_subject_of_the_verb_beside_the_quotation(
    text: str, who: str, quote: str
) -> None:
    """In front of it or behind it, with what somebody is."""
    assert spoken(text) == [(who, quote)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ('"We will not," said the mayor, Tomas Brandt.', "Tomas Brandt"),
        ('"We will not," said the mayor, Tomas Brandt, 56, on Monday.', "Tomas Brandt"),
        ('"We will not," said the mayor of Oslo, Tomas Brandt (SPD).', "Tomas Brandt"),
        ('"We will not," said the head of the harbour authority, Jan Voss.', "Jan Voss"),
        ('"We will not," said his wife, Anna Lind.', "Anna Lind"),
        ('"We will not," said Tomas Brandt\'s rival, Anna Lind.', "Anna Lind"),
        ('"We will not," said Anna Lind, a spokeswoman for Karin Holt.', "Anna Lind"),
        ('"We will not," said a spokeswoman for Karin Holt, Anna Lind.', "Anna Lind"),
        ('"We will not," said Skelhaven mayor Tomas Brandt.', "Tomas Brandt"),
        ('"We will not," said the acting mayor Tomas Brandt outside Oslo.', "Tomas Brandt"),
        ('"We will not," said founder and chief executive Jan Voss.', "Jan Voss"),
        ('"We will not, Tomas Brandt," said the mayor, Anna Lind.', "Anna Lind"),
        ('"We will not," the mayor, Tomas Brandt, said on Monday.', "Tomas Brandt"),
        ('The mayor of Oslo, Tomas Brandt, said: "We will not."', "Tomas Brandt"),
        ('"We will not," Tomas Brandt, the mayor, said on Monday.', "Tomas Brandt"),
        ('According to the mayor, Tomas Brandt, "we will not".', "Tomas Brandt"),
        ("«Мы против этого», – сказал мэр Томас Брандт.", "Томас Брандт"),
        ("«Мы против этого», – сказал мэр, Томас Брандт.", "Томас Брандт"),
        ("«Мы против этого», – сказал мэр Осло, Томас Брандт.", "Томас Брандт"),
        ("«Мы против этого», – заявила Анна Линд, представитель Осло.", "Анна Линд"),
        ("Мэр города, Томас Брандт, заявил: «Мы против этого».", "Томас Брандт"),
        ("По словам мэра, Томаса Брандта, «мы против этого».", "Томаса Брандта"),
        ("«Мы против этого», – сказал мэр Сергей Ким.", "Сергей Ким"),
        ("«Мы против этого», – сказал мэр Андрей Толстой.", "Андрей Толстой"),
        ("«Мы против этого», – сказал депутат А. Иванов.", "А. Иванов"),
        ("«Мы против этого», – сказал глава Франции Жан Леру.", "Франции Жан Леру"),
        ("«Ми проти цього», – заявив мер Артем Гнатюк.", "Артем Гнатюк"),
        ("«Ми проти цього», – заявив глава компанії, Іван Петренко.", "Іван Петренко"),
        ("«Ми проти цього», – заявив керівник ради, Микола Петренко.", "Микола Петренко"),
        ("«Ми проти цього», – сказала речниця Тараса Гнатюка, Ольга Линник.", "Ольга Линник"),
    ],
)
def test_speaker_may_be_named_beside_what_he_is(text: str, who: str) -> None:
    """Behind it and a comma, where it can be nobody else."""
    assert [name for name, _ in spoken(text)] == [who]


@pytest.mark.parametrize(
    "text",
    [
        '"We will not," said the mayor, Tomas Brandt\'s rival.',
        '"We will not," said a spokeswoman for the mayor, Tomas Brandt.',
        '"We will not," said the wife of the mayor, Tomas Brandt.',
        '"We will not," said the mayor, Tomas Brandt, and the lawyer.',
        '"We will not," said the mayor, Tomas Brandt, Anna Lind and others.',
        '"We will not," said the mayor, Tomas Brandt told us.',
        '"We will not," said the mayor, addressing Tomas Brandt.',
        '"We will not," said the mayor when Tomas Brandt left.',
        '"We will not," said the mayor and Tomas Brandt agreed.',
        '"We will not," said the lawyer Tomas Brandt hired.',
        '"We will not, Tomas Brandt," said the mayor.',
        '"We will not," said a visitor to the capital, Oslo.',
        '"We will not," said the man suing Tomas Brandt.',
        '"We will not," said co-owner Tomas Brandt and his wife Anna Lind.',
        "«Мы против этого», – сказала жена Ивана Петровича Сидоренко.",
        "«Мы против этого», – сказал представитель Франции Эмманюэля Макрона.",
        '"We will not," said Brandt critic Anna Lind.',
        'The party ousting its leader, Tomas Brandt, said: "We will not."',
        'A rival of the mayor, Tomas Brandt, said "we will not".',
        'The lawyer called the mayor, Tomas Brandt, saying "we will not".',
        'He met the mayor, Tomas Brandt, said Anna Lind: "We will not."',
        "«Мы против этого», – сказал представитель мэра, Томаса Брандта.",
        "«Мы против этого», – сказал мэр, обращаясь к Томасу Брандту.",
        "«Мы против этого», – сказал муж мэра, Анны Линд.",
        "«Мы против этого», – заявил представитель Ивана Петренко.",
        "«Мы против этого», – сказали мэр Томас Брандт и депутат.",
        "«Ми проти цього», – заявив речник мера, Івана Петренка.",
    ],
)
def test_name_beside_what_another_is_is_not_the_speakers(text: str) -> None:
    """Nor one of two, nor one that another sentence begins with."""
    assert spoken(text) == []


def test_case_is_told_by_what_the_article_has_besides() -> None:
    """A feminine verb leaves open whether "Ивана" is a woman's name."""
    text = "«Мы против этого», – сказала жена мэра, Ивана Петренко."

    assert spoken(f"Вчера Иван молчал. Потом Иван ушёл. {text}") == []


@pytest.mark.parametrize(
    "text",
    [
        'Erlend Voss knew it when she said "you are fired at once".',
        'After Erlend Voss left, the mayor said: "I am glad he has left."',
        '"We are not amused by this," said a spokesman for Karin Holt.',
        'Erlend Voss and Karin Holt said "we are done with this now".',
        'Karin Holt called it "a very long story" in her letter to the board.',
        'He met Erlend Voss. "You will regret this one day," the lawyer told him.',
        'Erlend Voss said he would go. The lawyer objected. "It is against the law."',
        '"Will you resign at once?" asked Kaj Torrent. The mayor laughed. "No, I will not."',
    ],
)
def test_nobody_is_credited_with_what_may_be_anothers(text: str) -> None:
    """Where no name is the subject, the words are left out."""
    found = [who for who, quote in spoken(text) if quote != "Will you resign at once?"]

    assert found == []


def test_quotation_that_stands_alone_goes_on_with_the_one_before() -> None:
    """In the same paragraph, with the sentence that says whose it is."""
    text = 'It was late. "Nobody asked us," said Erlend Voss. "We were told on Monday."'

    first, second = utterances(text)

    assert second.speaker == first.speaker == Speaker("Erlend Voss")
    assert second.run.of(text) == text.removeprefix("It was late. ")


def test_answer_to_a_question_is_anothers() -> None:
    """Who asks does not answer."""
    text = '"Will you really resign now?" asked Kaj Torrent. "No, I will certainly not."'

    assert spoken(text) == [("Kaj Torrent", "Will you really resign now?")]


def test_new_paragraph_without_a_name_is_nobodys() -> None:
    """Somebody else may begin to speak there; "she said" tells it where only one is named."""
    bare = '"It was cold there," said Anna Lind.\n\n"It was warm to me."'
    told = '"It was cold there," said Anna Lind.\n\n"It was never warm," she said.'

    assert len(spoken(bare)) == 1
    assert spoken(told)[1] == ("Anna Lind", "It was never warm,")


HOLT = "\n\nThey saw Karin Holt win her seat. Voters like Karin Holt."
"""Of which sex she is."""


@pytest.mark.parametrize(
    "before",
    [
        "Karin Holt opened the new harbour on Monday.",
        "Karin Holt did not accept this.",
        "Karin Holt told Fox News Digital that it rains.",
        '"It rains all day," said Karin Holt, a professor at the University of Ostrand.',
    ],
)
def test_words_of_she_are_whose_the_sentence_before_names(before: str) -> None:
    """Whether or not anything is said in it; the line begins with that sentence."""
    text = f'{before} "It will be a good winter," she said.{HOLT}'

    last = utterances(text)[-1]

    assert last.speaker == Speaker("Karin Holt")
    assert last.run.of(text) == text.removesuffix(HOLT)


@pytest.mark.parametrize(
    "before",
    [
        "Erlend Voss opened the new harbour on Monday.",
        "Karin Holt met the widow on Monday.",
        "Karin Holt met the victim's lawyer on Monday.",
        "Karin Holt met Anna Lind on Monday.",
        "Karin Holt's office opened on Monday.",
        "Karin Holt and the widow met on Monday.",
        "Everybody knew Karin Holt on Monday.",
        "Like Karin Holt, the widow was sad.",
        "The Quayside Weekly wrote about it.",
        '"Who was that," Karin Holt asked Anna Lind.',
        'Karin Holt heard it. "It is a lie," somebody shouted at her.',
    ],
)
def test_words_of_she_are_nobodys_where_another_may_be_meant(before: str) -> None:
    """By name or not, or of the other sex."""
    text = f'{before} "It will be a good winter," she said.{HOLT}'

    assert [who for who, quote in spoken(text) if quote.startswith("It will")] == []


def test_they_are_not_taken_for_one_person() -> None:
    """Only for who speaks right before."""
    text = f'Karin Holt opened the harbour. "It will be a good winter," they said.{HOLT}'

    assert spoken(text) == []


@pytest.mark.parametrize(
    ("said", "person", "text", "same"),
    [
        ("Karin Holt", "Karin Holt", "", True),
        ("Karin Holt", "Holt", "", True),
        ("Chief Inspector Wanda Priel", "Wanda Priel", "", True),
        ("Holt", "Karin Holt", "Then Karin Holt came.", True),
        ("Holt", "Karin Holt", "Then Mayor Holt came, the mayor. Then Karin Holt left.", True),
        ("Holt", "Karin Holt", "Then Karin Holt and then Jonas Holt came.", False),
        ("Holt", "Karin Holt", "Nobody else was there.", False),
        ("Jonas Holt", "Karin Holt", "Then Karin Holt came.", False),
        ("Karin Lind", "Karin", "", False),
        ("Представитель Дмитрия Пескова", "Дмитрий Песков", "", False),
        ("", "Holt", "", False),
    ],
)
def test_surname_alone_is_who_the_article_introduces(
    said: str, person: str, text: str, *, same: bool
) -> None:
    """And nobody of whom it has a namesake."""
    assert is_by(Speaker(said), person, text) is same


def test_name_behind_according_to_is_compared_by_its_stem() -> None:
    """It stands in another case there."""
    assert is_by(Speaker("Эрленда Восса", oblique=True), "Эрленд Восс", "")
