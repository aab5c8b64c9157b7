"""Near duplicates: how many copies are found, how many other stories are folded, how fast.

::

    python -m bench.duplicates [--archive FILE.jsonl] [--rounds 3]

Stories from the sample archive, or from a file with a "body" on each line, are copied with the
edits that newsrooms make, and changed by one fact each. Copies should be found, and never a
changed story; the speed of signatures is set against hashing each run in plain Python.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from index.duplicates import bands, judge, runs, signature_of
from index.text import lexicon
from index.text.calendar import months, weekdays
from index.text.language import detect
from index.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Edit = Callable[[str, random.Random], str]

ARCHIVE = Path(__file__).resolve().parents[1] / "examples" / "archive"
_LEAST_WORDS = 80
_NAME = re.compile(r"(?<=[a-zа-яіїє,] )[A-ZА-ЯІЇЄ][a-zа-яіїє]{3,}\b")
_FIGURE = re.compile(r"(?<![\d.,:])\d+(?![\d.,:]?\d)")
_SPELLED = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b")
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_MONTHS = ("January", "March", "April", "June", "July", "August", "October", "November")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = re.compile(r"\b(?:" + "|".join(_MONTHS) + r")\b")
_DAY = re.compile(r"\b(?:" + "|".join(_DAYS) + r")\b")
_VERB = re.compile(r"(?<=[a-z] )(?:was|were|is|are|will|would|could|had|has)(?= (?!not\b)[a-z])")
_NEGATION = re.compile(r"(?<=[a-z]) not(?= [a-z])")
_WORDINGS = (
    ("about", "around"), ("people", "persons"), ("announced", "made public"), ("told", "informed"),
    ("town", "city"), ("children", "youngsters"), ("because", "since"), ("houses", "homes"),
    ("almost", "nearly"), ("company", "firm"), ("workers", "staff"), ("large", "big"),
    ("asked", "requested"), ("money", "funds"), ("report", "account"), ("start", "beginning"),
)  # fmt: skip
_STYLE = (
    ("per cent", "percent"), ("“", '"'), ("”", '"'), ("’", "'"), (" – ", " — "), ("Mr ", "Mr. "),
    ("isation", "ization"), ("harbour", "harbor"), ("centre", "center"), ("metre", "meter"),
    (" two ", " 2 "), (" three ", " 3 "), (" five ", " 5 "), (" ten ", " 10 "),
    ("did not", "didn't"),
)  # fmt: skip
_LOCAL = (
    "In Ostrand the news was met with interest. Petra Winkelried, who runs the bakery at the old "
    "station, has followed the matter for nine years and keeps 14 folders of cuttings."
)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of ``text``."""
    return [line for line in text.split("\n") if line.strip()]


def trimmed(text: str, part: float) -> str:
    """The first ``part`` of the paragraphs, at least two."""
    lines = paragraphs(text)
    return "\n\n".join(lines[: max(2, round(len(lines) * part))])


def added(text: str, place: float) -> str:
    """``text`` with a local paragraph, not at its head."""
    lines = paragraphs(text)
    at = max(1, round(len(lines) * place))
    return "\n\n".join([*lines[:at], _LOCAL, *lines[at:]])


def moved(text: str, rng: random.Random) -> str:
    """``text`` with two paragraphs behind the lead exchanged."""
    lines = paragraphs(text)
    if len(lines) > 3:  # noqa: PLR2004
        one, two = rng.sample(range(1, len(lines)), 2)
        lines[one], lines[two] = lines[two], lines[one]
    return "\n\n".join(lines)


def dropped(text: str, rng: random.Random) -> str:
    """``text`` without one paragraph behind the lead."""
    lines = paragraphs(text)
    if len(lines) > 3:  # noqa: PLR2004
        del lines[rng.randrange(1, len(lines))]
    return "\n\n".join(lines)


def replaced(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """``text`` with the first of each pair made the second."""
    for old, new in pairs:
        text = text.replace(old, new)
    return text


def reworded(text: str, _: random.Random) -> str:
    """``text`` in other words where they carry no fact."""
    for old, new in _WORDINGS:
        text = re.sub(rf"\b{old}\b", new, text)
    return text


def misspelt(text: str, rng: random.Random) -> str:
    """``text`` with a letter doubled in one of fifty longer words, as bad scans have it."""

    def spoil(match: re.Match[str]) -> str:
        """The word with its third letter doubled, once in fifty times."""
        word = match.group()
        return word if rng.random() > 0.02 else word[:3] + word[2:]  # noqa: PLR2004

    return re.sub(r"\b[a-z]{7,}\b", spoil, text)


def joined(text: str, rng: random.Random) -> str:
    """``text`` with a few sentences joined to the one before them."""
    return re.sub(
        r"\. (?=(?:The|It|In|They|He|She) [a-z])",
        lambda match: "; " if rng.random() < 0.4 else match.group(),  # noqa: PLR2004
        text,
    )


COPIES: dict[str, Edit] = {
    "byline": lambda text, _: f"By Karla Venn\n\n{text}",
    "one paragraph": lambda text, _: " ".join(paragraphs(text)),
    "trimmed tail": lambda text, _: trimmed(text, 0.6),
    "trimmed to a third": lambda text, _: trimmed(text, 0.35),
    "local paragraph inside": lambda text, _: added(text, 0.5),
    "local paragraph below": lambda text, _: added(text, 1.0),
    "house style": lambda text, _: replaced(text, _STYLE),
    "dateline": lambda text, _: f"OSTRAND (Coast Press) — {text}",
    "boilerplate": lambda text, _: f"{text}\n\nSubscribe to our newsletter\n© 2024 Ostrand Post",
    "other words": reworded,
    "moved paragraph": moved,
    "dropped paragraph": dropped,
    "joined sentences": joined,
    "bad scan": misspelt,
    "other words, style, trimmed": lambda text, rng: trimmed(
        replaced(reworded(text, rng), _STYLE), 0.7
    ),
    "dateline, dropped, boilerplate": lambda text, rng: (
        f"OSTRAND (Coast Press) — {dropped(text, rng)}\n\nRead more: all about the coast"
    ),
}
"""Edits that leave an article the same news."""


def one(text: str, pattern: re.Pattern[str], rng: random.Random, new: Callable[[str], str]) -> str:
    """``text`` with one match of ``pattern`` replaced."""
    places = [found for found in pattern.finditer(text) if _is_fact(found.group())]
    if not places:
        return text
    match = rng.choice(places)
    return text[: match.start()] + new(match.group()) + text[match.end() :]


def _is_fact(found: str) -> bool:
    folded = found.casefold()
    calendar = folded in months() or folded in weekdays()
    return found[0].islower() or not (set(words(found)) & lexicon.words("openers")) or calendar


def other(choices: Sequence[str], rng: random.Random) -> Callable[[str], str]:
    """A function that gives one of ``choices`` that is not its argument."""
    return lambda old: rng.choice([choice for choice in choices if choice != old])


CHANGES: dict[str, Edit] = {
    "figure": lambda text, rng: one(text, _FIGURE, rng, lambda old: str(int(old) + 1)),
    "number in words": lambda text, rng: one(text, _SPELLED, rng, other(_NUMBERS, rng)),
    "name": lambda text, rng: one(text, _NAME, rng, lambda _: "Varnholt"),
    "weekday": lambda text, rng: one(text, _DAY, rng, other(_DAYS, rng)),
    "month": lambda text, rng: one(text, _MONTH, rng, other(_MONTHS, rng)),
    "negation added": lambda text, rng: one(text, _VERB, rng, lambda old: f"{old} not"),
    "negation dropped": lambda text, rng: one(text, _NEGATION, rng, lambda _: ""),
    "toll": lambda text, _: f"The number of dead rose to 197 on Sunday, rescuers said.\n\n{text}",
}
"""Changes of one fact that make an article other news."""
DISGUISES = ("byline", "trimmed tail", "house style", "local paragraph inside", "moved paragraph")
"""Edits that a changed story may have had besides."""


def sample() -> list[str]:
    """The articles of the sample archive that are long enough, in English."""
    lines = (ARCHIVE / "skelhaven-courier.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["body"] for line in lines]
    texts += [one["text"] for one in json.loads((ARCHIVE / "ostrand-post.json").read_bytes())]
    for path in sorted((ARCHIVE / "quayside-weekly").glob("*.md")):
        texts.append(path.read_text(encoding="utf-8").split("---\n", 2)[-1].strip())
    return [text for text in texts if len(text.split()) >= _LEAST_WORDS and detect(text) == "en"]


def pairs(texts: Iterable[str], edits: dict[str, Edit], *, seed: int) -> list[tuple[str, str, str]]:
    """Name of the edit, text and edited text, where the edit did something."""
    found = []
    for number, text in enumerate(texts):
        for name, edit in edits.items():
            edited = edit(text, random.Random(f"{seed} {number} {name}"))  # noqa: S311
            if edited != text:
                found.append((name, text, edited))
    return found


def disguised(texts: Iterable[str], *, seed: int) -> list[tuple[str, str, str]]:
    """Changed stories that were edited besides, where the change is still in them."""
    found = []
    for number, (name, text, changed) in enumerate(pairs(texts, CHANGES, seed=seed)):
        edit = DISGUISES[number % len(DISGUISES)]
        rng = f"{seed} {number}"
        copy = COPIES[edit](text, random.Random(rng))  # noqa: S311
        edited = COPIES[edit](changed, random.Random(rng))  # noqa: S311
        if copy != edited:
            found.append((f"{name}, {edit}", text, edited))
    return found


def report(title: str, found: list[tuple[str, str, str]]) -> None:
    """Print how many of the pairs are folded, kind by kind."""
    kinds: dict[str, list[bool]] = {}
    for name, text, edited in found:
        kinds.setdefault(name, []).append(judge(text, edited).is_copy)
    folded = sum(sum(verdicts) for verdicts in kinds.values())
    print(f"{title}: {folded} of {len(found)} folded")
    for name, verdicts in kinds.items():
        print(f"  {name}: {sum(verdicts)} of {len(verdicts)}")


def plain(text: str) -> list[int]:
    """The same number of least hashes, run by run, as most code does it."""
    found = words(text)
    runs = [" ".join(found[at : at + 4]) for at in range(len(found) - 3)]
    return [min(zlib.crc32(f"{key}{run}".encode()) for run in runs) for key in range(32)]


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Measure the recognition of near duplicates.")
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    texts = sample()
    if options.archive:
        lines = options.archive.open(encoding="utf-8")
        texts = [
            text for line in lines if len((text := json.loads(line)["body"]).split()) > _LEAST_WORDS
        ]
    copies = pairs(texts, COPIES, seed=1)
    keys = {text: set(bands(signature_of(runs(text)))) for text in texts}
    met = sum(bool(keys[text] & set(bands(signature_of(runs(copy))))) for _, text, copy in copies)
    print(f"candidates: {met} of {len(copies)} copies")
    report("copies", copies)
    report("changed", pairs(texts, CHANGES, seed=2))
    report("changed and edited", disguised(texts, seed=3))
    ours = min(
        seconds(lambda: [signature_of(runs(text)) for text in texts]) for _ in range(options.rounds)
    )
    theirs = seconds(lambda: [plain(text) for text in texts[:20]]) * len(texts) / len(texts[:20])
    size = sum(len(text.split()) for text in texts) / 600
    print(
        f"signatures: {size / ours:.0f} articles of 600 words a second, {theirs / ours:.0f} × plain"
    )


if __name__ == "__main__":
    main()
