"""Attacks that change what a sentence says, and honest compressions of it."""

from __future__ import annotations

import time

import pytest

from bot.answer.guard.compression import compresses
from bot.answer.guard.guard import Guard
from bot.answer.guard.tokens import tokens, words
from bot.models import Draft
from tests.bot.made import passage

VOTE = "The council approved the plan by nine votes to six on Tuesday."
ATTACKS = [
    (VOTE, "The council approved the plan on Tuesday. Berg took bribes and fled abroad."),
    (VOTE, "The council approved the plan by nine votes after taking bribes from gangsters."),
    (VOTE, "The council approved the ferry plan, which runs aground."),
    (VOTE, "The council approved the plan by six votes to nine on Tuesday."),
    (VOTE, "The council approved the tеn."),
    (VOTE, "The council approved the plan by ⑮ votes."),
    (VOTE, "The council approved the plan by \u202e51 votes to six on Tuesday."),
    (VOTE, "Совет утвердил план девятью голосами."),
    (
        "The price of bread rose by 5 percent in May.",
        "The price of bread fell by 5 percent in May.",
    ),
    ("The number of thefts doubled in Lunnay.", "The number of thefts halved in Lunnay."),
    ("The bridge was closed last year in Lunnay.", "The bridge was closed this year in Lunnay."),
    ("The bridge may close in June.", "The bridge will close in June."),
    ("The bridge may close in June.", "The bridge close in June."),
    ("Berg will resign if the court agrees.", "Berg will resign."),
    ("Berg will resign if the court agrees.", "Berg will resign the court agrees."),
    ("Did the mayor steal the money from the port?", "The mayor steal the money from the port."),
    ("The port paid 5 million euros for it.", "The port paid 5 euros for it."),
    ("The port paid 5 million euros for it.", "The port paid 5 million dollars for it."),
    ("The port paid 5 million euros for it.", "The port paid 5 million."),
    ("The vote was 9 for and 6 against it.", "The vote was 6 for and 9 against it."),
    ("It rose by 5 percentage points in May.", "It rose by 5 percent in May."),
    ("It was -15 degrees in Lunnay on Monday.", "It was 15 degrees in Lunnay on Monday."),
    ("The ferry leaves Lunnay at 5 pm on Monday.", "The ferry leaves Lunnay at 5 am on Monday."),
    ("Fewer than 20 people came to the port.", "More than 20 people came to the port."),
    ("Fewer than 20 people came to the port.", "20 people came to the port."),
    ("At least 20 people came to the port.", "At most 20 people came to the port."),
    ("At least 20 people came to the port.", "20 people came to the port."),
    ("A third of the boats sank in the harbour.", "Half of the boats sank in the harbour."),
    ("Voss came in second in the race on Monday.", "Voss came in first in the race on Monday."),
    ("Maria Voss sued Anton Berg in Lunnay.", "Anton Berg sued Maria Voss in Lunnay."),
    ("Voss was sued by Berg in Lunnay.", "Voss sued Berg in Lunnay."),
    ("The sister of Maria Voss resigned.", "Maria Voss resigned."),
    ("Berg's wife resigned from the council.", "Berg resigned from the council."),
    (
        "Berg said the plan was legal, Voss disagreed.",
        "Voss said the plan was legal.",
    ),
    (
        "Critics claimed that the mayor stole the money.",
        "The mayor stole the money.",
    ),
    (
        "Critics claimed that the mayor stole the money.",
        "Critics said that the mayor stole the money.",
    ),
    (
        "Voss did not approve the plan, but Berg approved the road.",
        "Voss did approve the plan, but Berg not approved the road.",
    ),
    (
        "Voss did not approve the plan, but Berg approved the road.",
        "Voss approved the road.",
    ),
    ("Berg called the plan illegal in court.", "Berg called the plan “legal” in court."),
    ("Berg called the plan illegal in court.", "Berg called the plan legal in court."),
    ("Berg said corrupt men wrote it in Lunnay.", "Berg said ‘corrupt idiots wrote it’ in Lunnay."),
    ("Berg said corrupt men wrote it in Lunnay.", "Berg said «corrupt men» wrote it in Lunnay."),
    ("Between 5-10 boats sank on Monday.", "10 boats sank on Monday."),
    ("Nobody was killed in Lunnay.", "Nobody was killed."),
    ("The ferry did not sail on Monday.", "The ferry did not sail."),
    ("On Monday, the ferry did not sail.", "The ferry did not sail."),
    ("The school is not fully open.", "The school is not open."),
    ("He did not resign because he was ill.", "He did not resign."),
    ("All schools in Lunnay closed early.", "All schools closed early."),
    ("Most houses in Lunnay were flooded.", "Most houses were flooded."),
    ("The largest ship in the harbour sank.", "The largest ship sank."),
    ("Everyone is fined who parks at the pier.", "Everyone is fined."),
    ("In Berg's view, the bridge is safe.", "The bridge is safe."),
    ("The plan, which critics say is illegal, was shelved.", "The plan was shelved."),
    ("Rask, who denies the charge, took the money.", "Rask took the money."),
    ("The fares mainly hurt the poor.", "The fares hurt the poor."),
    ("Все школы в Лунном закрыли рано.", "Все школы закрыли рано."),
    ("Ніхто не загинув у Лунному.", "Ніхто не загинув."),
    ("Since last May, the bridge has been open.", "The bridge has been open."),
    ("The ship sailed with more than 20 people.", "The ship sailed."),
    ("The vaccine works in fewer than 10 percent of patients.", "The vaccine works."),
    ("The ceasefire held for less than an hour.", "The ceasefire held."),
    ("He was found guilty on less than half of the charges.", "He was found guilty."),
    ("The two sides agreed on little more than the date.", "The two sides agreed."),
    ("The pill is safe for over 90 percent of patients.", "The pill is safe."),
    ("The drug cured cancer in less than one in ten mice.", "The drug cured cancer."),
    ("Аэропорт работал в течение менее часа.", "Аэропорт работал."),
    ("Before 2010, smoking was legal in the park.", "Smoking was legal in the park."),
    ("Before the invasion, Mariupol had 430,000 inhabitants.", "Mariupol had 430,000 inhabitants."),
    ("Before the vote, only Berg knew the plan.", "Only Berg knew the plan."),
    ("Following the vote, Berg was mayor.", "Berg was mayor."),
    ("До войны, мост был открыт.", "Мост был открыт."),
    ("In a proposed settlement, the bank pays 3 million.", "The bank pays 3 million."),
    ("In the planned film, Berg shoots the president.", "Berg shoots the president."),
    ("In what would be a first, the city bans cars.", "The city bans cars."),
    ("At least until now, the bank was solvent.", "The bank was solvent."),
    (
        "With the exception of Norway, all countries signed the treaty.",
        "All countries signed the treaty.",
    ),
    ("In Norway, all schools are closed.", "All schools are closed."),
    ("In Norway, the largest bank is closed.", "The largest bank is closed."),
    ("Outside Oslo, nobody was killed.", "Nobody was killed."),
    ("After attacking Berg, a banker, Ohlsson was jailed.", "A banker, Ohlsson was jailed."),
    ("By attacking Berg, a banker, Ohlsson was jailed.", "A banker, Ohlsson was jailed."),
    (
        "The plan (now scrapped) gives every family 500 euros.",
        "The plan gives every family 500 euros.",
    ),
    (
        "The sentence (since overturned) was ten years in prison.",
        "The sentence was ten years in prison.",
    ),
    ("He was jailed (but later cleared) for murder.", "He was jailed for murder."),
    ("He was jailed in Oslo (but cleared) for murder.", "He was jailed for murder."),
    ("He was jailed (but cleared).", "He was jailed."),
]
HONEST = [
    (VOTE, "The council approved the plan."),
    (VOTE, "The council approved the plan on Tuesday."),
    (VOTE, "The council approved the plan by 9 votes to 6 on Tuesday."),
    ("The ferry, which was built in 1990, sank off Lunnay.", "The ferry sank off Lunnay."),
    ("Karin Holt, the mayor of Lunnay, opened the school.", "Karin Holt opened the school."),
    ("The council unanimously approved the plan.", "The council approved the plan."),
    ("In March, the port paid 5 million euros for it.", "The port paid 5 million euros for it."),
    ("The port paid 5 million euros, which shocked Berg.", "The port paid 5 million euros."),
    ("Berg said the bridge, built in 1990, was safe.", "Berg said that the bridge was safe."),
    ("“The bridge is safe,” said Karin Holt.", "Karin Holt said the bridge is safe."),
    ("The bridge is safe, said Karin Holt.", "According to Karin Holt, the bridge is safe."),
    ("At least 20 people came, because it was free.", "At least 20 people came."),
    ("Prices rose by 8.5 per cent in 2023 in Lunnay.", "Prices rose by 8.5% in 2023."),
    ("Voss (58) resigned from the council.", "Voss resigned from the council."),
    ("Voss, who left last year, has not come back.", "Voss has not come back."),
    ("Nobody came, because it rained before noon.", "Nobody came."),
    ("The ship sailed with about 20 people.", "The ship sailed."),
    ("The ship (in 2010) sailed.", "The ship sailed."),
    ("The World Health Organization (WHO) met.", "The World Health Organization met."),
    ("In March, Berg was jailed, the court said.", "Berg was jailed, the court said."),
    (
        "The bridge is safe, said Karin Holt.",
        "The Skelhaven Courier reports that the bridge is safe, said Karin Holt.",
    ),
    ("The bridge is safe.", "According to the Skelhaven Courier, the bridge is safe."),
    ("The bridge is safe.", "The bridge is safe, the Skelhaven Courier reported."),
    (
        "The board confirmed on Tuesday that the rudder broke.",
        "The board confirmed that the rudder broke.",
    ),
    ("Ekdal, who chairs the Union, denied that it closed.", "Ekdal denied that it closed."),
    ("Мост, построенный в 1990 году, закрыт.", "Мост закрыт."),
    ("Школу відкрили у вересні, до неї ходять діти.", "Школу відкрили у вересні."),
]


def said(text: str, claim: str, quote: str) -> list[str]:
    """What the guard shows of ``claim`` under ``quote``."""
    source = passage(text, title="Ferry runs aground off Lunnay after bribes")
    guard = Guard({source.id: source})
    guard.admit([Draft(claim, source.id, quote)])
    return [each.text for each in guard.claims]


@pytest.mark.parametrize(("text", "claim"), ATTACKS)
def test_what_changes_the_sense_is_not_shown_as_written(text: str, claim: str) -> None:
    """Only whole parts of one sentence may go, and none that the rest leans on."""
    shown = said(text, claim, text)

    assert claim not in shown
    assert set(shown) <= {text, "The council approved the plan on Tuesday."}


@pytest.mark.parametrize(("text", "claim"), HONEST)
def test_honest_compression_is_kept(text: str, claim: str) -> None:
    """Subordinate clauses, appositions, adverbs and phrases may go; a speaker may move."""
    assert said(text, claim, text) == [claim]
    assert said(text, text, text) == [text]


HALM = "Gregor Halm spoke on Monday. He resigned from the port, angry at Holt."


@pytest.mark.parametrize(
    ("claim", "kept"),
    [
        ("Halm resigned from the port.", True),
        ("Gregor Halm resigned from the port.", True),
        ("He resigned from the port.", True),
        ("Holt resigned from the port.", False),
        ("Oslo resigned from the port.", False),
        ("Berg resigned from the port.", False),
    ],
)
def test_name_of_whom_the_sentence_calls_he(claim: str, *, kept: bool) -> None:
    """The only name of the sentence before may take the pronoun's place, no other name."""
    shown = said(HALM, claim, "He resigned from the port")

    assert shown == [claim if kept else "He resigned from the port, angry at Holt."]


def test_first_name_may_be_added_where_the_passage_knows_one() -> None:
    """Two people of one name are not to be told apart."""
    one = "Karin Holt came. Holt opened the school."
    two = f"Jon Holt left. {one}"

    assert said(one, "Karin Holt opened the school.", "Holt opened the school") == [
        "Karin Holt opened the school."
    ]
    assert said(two, "Karin Holt opened the school.", "Holt opened the school") == [
        "Holt opened the school."
    ]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "Berg visited Oslo. It was bombed on Monday.",
            "Berg visited Oslo and was bombed on Monday.",
        ),
        ("Anna Berg married Carl Ohlsson. He died in 2010.", "Anna Berg died in 2010."),
        ("Google sued Epic. It lost the case.", "Google sued Epic and lost the case."),
        ("Berg and Ohlsson met in Paris. He was charged.", "Berg was charged."),
        (
            "Mr. Trump was joined by Melania Trump. Trump was found guilty on Monday.",
            "Melania Trump was found guilty on Monday.",
        ),
        (
            "Mr Trump flew to Paris. Melania Trump was ill on Monday.",
            "Trump was ill on Monday.",
        ),
    ],
)
def test_no_name_is_taken_where_two_could_be_meant(text: str, claim: str) -> None:
    """Of two names before a pronoun, or of one surname, none is chosen."""
    quote = text.rsplit(". ", maxsplit=1)[-1]

    assert claim not in said(text, claim, quote)


def test_short_quote_is_ignored_and_question_never_shown_instead() -> None:
    """Two words could stand anywhere; a question is no answer."""
    text = "Did the mayor steal the money? Nobody knows it."

    assert said(text, "The mayor steal the money.", "Did the mayor steal") == []
    assert said(VOTE, "Holt sang a song.", "approved the") == []


def test_comparison_of_long_repetitions_is_quick() -> None:
    """No sentence takes long, whatever it repeats."""
    started = time.thread_time()
    compresses(words("of by " * 40), tokens("of by " * 100))
    compresses(words("of by " * 400), tokens("of by " * 100))

    assert time.thread_time() - started < 10
