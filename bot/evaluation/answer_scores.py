"""Scores of one answer against what is known about the right one. All pure.

A score whose question has nothing to compute it from is missing, never 0. A refusal has no words
and no claims, so it loses wherever an answer was wanted.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from bot.evaluation.retrieval import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.evaluation.question_file import Question
    from bot.models import Answer, Citation

SHORT = 8
"""Most words of a gold answer that is looked for in the answer; longer ones are compared."""
_SENTENCE_END = re.compile(r"[.!?…。！？][\s\"'”’»)\]]*$")


def plain(text: str) -> list[str]:
    """The words of ``text`` in lower case without punctuation; a dash separates words."""
    letters = unicodedata.normalize("NFKC", text).lower()
    return "".join(_kept(letter) for letter in letters).split()


def _kept(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Pd" or letter.isspace():
        return " "
    return "" if category.startswith("P") else letter


def contains(answer: str, gold: str) -> float:
    """1 if the words of ``gold`` stand in ``answer`` one after another, else 0."""
    return float(f" {' '.join(plain(gold))} " in f" {' '.join(plain(answer))} ")


def word_f1(answer: str, reference: str) -> float:
    """Harmonic mean of precision and recall of words, each as often as it occurs."""
    said, wanted = Counter(plain(answer)), Counter(plain(reference))
    return f1(sum((said & wanted).values()), said.total(), wanted.total())


def f1(shared: float, one: float, other: float) -> float:
    """Harmonic mean of ``shared / one`` and ``shared / other``; 0 where nothing is shared."""
    return 2 * shared / (one + other) if shared else 0.0


def same_sentence(quote: str, fact: str) -> bool:
    """Whether one contains the other, white space removed from both."""
    one, other = bare(quote), bare(fact)
    return bool(one and other) and (one in other or other in one)


def answer_scores(question: Question, answer: Answer) -> Mapping[str, float]:
    """Every score of one answer that its question has something for, by name."""
    return dict(_scores(question, answer))


def _scores(question: Question, answer: Answer) -> Iterator[tuple[str, float]]:
    said = " ".join(claim.text for claim in answer.claims)
    short = [each for each in question.references if len(each.split()) <= SHORT]
    long = [each for each in question.references if len(each.split()) > SHORT]
    if question.answerable is not None:
        name = "false_refusals" if question.answerable else "right_refusals"
        yield name, float(answer.refused)
    if question.answerable is False:
        return
    if short:
        yield "short_answer", max(contains(said, gold) for gold in short)
    if long:
        yield "word_f1", max(word_f1(said, reference) for reference in long)
    if question.facts:
        yield "first_claim", float(any(_stands_on(answer, question.facts)[:1]))
    yield from _read(question, answer)


def _read(question: Question, answer: Answer) -> Iterator[tuple[str, float]]:
    """Scores of which sentences were chosen, where all that answer are known."""
    if question.answering:
        right = _stands_on(answer, question.answering)
        yield "first", float(any(right[:1]))
        yield "any", float(any(right))
        if answer.claims:
            of_use = _stands_on(answer, question.answering + question.completing)
            yield "precision", sum(of_use) / len(of_use)
    if question.article:
        yield "article", float(any(_of_article(answer, question.article)[:1]))


def _stands_on(answer: Answer, sentences: Sequence[str]) -> list[bool]:
    """Of each claim, in order: whether it quotes one of the sentences."""
    return [
        any(_is_quoted(one, each) for each in cited for one in sentences)
        for cited in _cited(answer)
    ]


def _is_quoted(sentence: str, citation: Citation) -> bool:
    """Whether a citation quotes a sentence; a headline must say all of it.

    A headline of two words stands in many a sentence that says much more.
    """
    if citation.title:
        return bare(sentence).rstrip(".") in bare(citation.quote) and bool(bare(sentence))
    return same_sentence(citation.quote, sentence)


def _of_article(answer: Answer, headline: str) -> list[bool]:
    """Of each claim, in order: whether it quotes the article with this headline."""
    return [
        any(bare(each.card.title) == bare(headline) for each in cited) for cited in _cited(answer)
    ]


def _cited(answer: Answer) -> list[list[Citation]]:
    """The citations of each claim."""
    return [
        [each for each in answer.citations if each.n in claim.citations] for claim in answer.claims
    ]


def quote_counts(question: Question, answer: Answer) -> tuple[float, float, float] | None:
    """Pairs found, quotes and facts, where every fact is a sentence; sums of them give micro F1.

    A pair is a quote and a fact of which one contains the other, each used once.
    """
    facts = [fact for fact in dict.fromkeys(question.facts) if fact]
    if not facts or not all(_SENTENCE_END.search(fact) for fact in facts):
        return None
    quotes = {each.quote: each for each in answer.citations}
    left, found = facts.copy(), 0
    for citation in quotes.values():
        match = next((fact for fact in left if _is_quoted(fact, citation)), None)
        if match is not None:
            left.remove(match)
            found += 1
    return found, len(quotes), len(facts)
