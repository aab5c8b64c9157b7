"""Figures, missed questions and judged answers: as text, and as a questions file. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.telegram import texts
from bot.telegram.rich import shorten

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from bot.store.feedback import Judged
    from bot.store.usage_counts import Figures, Missed

_LONGEST_QUESTION = 120
_LONGEST_TITLE = 80


def figures_text(found: Figures, verdicts: Counter[str], *, days: int) -> str:
    """What the last days came to."""
    if not found.questions or found.slowest is None:
        return texts.say("stats-none", days=days)
    share = round(100 * found.refused / found.questions)
    lines = [
        texts.say(
            "stats-head", days=days, questions=found.questions, refused=found.refused, share=share
        ),
        texts.say("stats-times", median=f"{found.median:.1f}", late=f"{found.late:.1f}"),
        texts.say(
            "stats-slowest",
            seconds=f"{found.slowest.seconds:.1f}",
            question=shorten(found.slowest.question, _LONGEST_QUESTION),
        ),
        texts.say(
            "stats-thumbs",
            up=verdicts["up"],
            down=verdicts["down"],
            flags=verdicts["unsupported"],
        ),
    ]
    if found.cited:
        lines += ["", texts.say("stats-cited")]
        lines += [
            f"• {shorten(title, _LONGEST_TITLE)} — {texts.say('stats-cited-line', count=count)}"
            for title, count in found.cited
        ]
    return "\n".join(lines)


def missed_text(found: Sequence[Missed]) -> str:
    """The questions that the archive could not answer."""
    if not found:
        return texts.say("missed-none")
    lines = [
        f"• {shorten(each.question, _LONGEST_QUESTION)} — "
        f"{texts.say('missed-times', count=each.count)}"
        for each in found
    ]
    return "\n".join([texts.say("missed-head"), *lines])


def questions_file(judged: Sequence[Judged]) -> str:
    """JSON Lines that ``pressmark eval`` reads: what people agree with becomes what is expected.

    More thumbs up than down: an answer's quotes are evidence, without those that somebody flagged,
    and a refusal was right. Otherwise the question stands alone: nobody said what is right.
    """
    return "".join(json.dumps(_line(each), ensure_ascii=False) + "\n" for each in judged)


def _line(judged: Judged) -> dict[str, Any]:
    content: dict[str, Any] = judged.content
    line = {"question": content["understood"]["question"]}
    if judged.up <= judged.down:
        return line
    if content["refused"]:
        return {**line, "answerable": False}
    evidence = [
        {"title": each["title"], "fact": each["quote"]}
        for each in content["citations"]
        if not judged.flagged[each["n"]]
    ]
    return {**line, "evidence": evidence, "answerable": True} if evidence else line
