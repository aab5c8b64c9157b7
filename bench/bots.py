"""Questions a second of one, two and three bots on one PostgreSQL, behind one webhook.

::

    python -m bench.bots [--people 20] [--questions 2] [--first]

Each bot is a process with a home of its own that has the index of the sample; a stand-in for
Telegram posts what people write to one of them by chance, and counts what comes back. Bots are
added one by one, and then ended one by one, so that whatever else the machine does hits all alike:
of two turns with as many bots the mean counts. With ``--first``, which root alone may, all of it
goes before what else the machine does.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import shutil
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bench.priority import go_first
from bot.store.schema import metadata
from index.embedding.bundled import BundledEmbedder
from index.jobs.relocation import relocate
from tests.bot.telegram.running import RunningBot, free_address
from tests.conftest import SAMPLE, indexed, open_library
from tests.fakes.balancer import Balancer
from tests.fakes.telegram import FakeTelegram
from tests.postgresql import Server, binaries

if TYPE_CHECKING:
    from tests.fakes.telegram import User

BOTS = 3
_LONGEST = 300.0
_QUESTIONS = (
    "What did a kilo of cod cost at the Skelhaven auction in March 2025?",
    "What happened to the bell of St Brenna in December 2023?",
    "Who is Lady Ingrid?",
    "What was said about the storm flood wall?",
    "When did the pier close?",
)


def main() -> None:
    """Print rates and ratios."""
    options = _options()
    programs = binaries()
    if programs is None:
        raise SystemExit("no PostgreSQL server is installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="pressmark-bots-"))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        server = Server.start(programs)
        stack.callback(server.stop)
        if options.first:
            go_first(os.getpid())
            go_first(int((server.data / "postmaster.pid").read_text().split()[0]))
        url = server.url(server.database())
        homes = _homes(folder, url)
        telegram = stack.enter_context(FakeTelegram())
        addresses = [free_address() for _ in homes]
        balancer = stack.enter_context(Balancer(addresses, seed=1))
        web = {"webhook_url": f"{balancer.url}/posts", "users": "everyone", "database": url}
        bots = [
            RunningBot(telegram, home, http=address, **web)
            for home, address in zip(homes, addresses, strict=True)
        ]
        rates = _measure(telegram, bots, options)
    means = {number: statistics.mean(found) for number, found in rates.items()}
    for number, mean in means.items():
        said = {"questions/s": round(mean, 2), "ratio": round(mean / means[1], 2)}
        print(json.dumps({f"{number} bots": said}), flush=True)


def _homes(folder: Path, url: str) -> list[Path]:
    """A home for each, whose catalog is on the server."""
    home = folder / "first"
    embedder = BundledEmbedder()
    library = open_library(home, embedder)
    assert indexed(library, SAMPLE).state == "done"
    library.close()
    moved = open_library(home, embedder, database=SecretStr(url))
    assert moved.tables is metadata
    relocate(moved, home)
    moved.close()
    (home / "catalog.sqlite").unlink()
    return [shutil.copytree(home, folder / f"bot{n}" / "home") for n in range(BOTS)]


def _measure(
    telegram: FakeTelegram, bots: list[RunningBot], options: argparse.Namespace
) -> dict[int, list[float]]:
    rates: dict[int, list[float]] = {number: [] for number in range(1, BOTS + 1)}
    names = itertools.count(1)
    try:
        for number, bot in enumerate(bots, start=1):
            before = len(telegram.calls_of("setWebhook"))
            bot.start()
            telegram.wait_for_call("setWebhook", before + 1, timeout=_LONGEST)
            _ask(telegram, names, options)  # the first question loads what answers it
            rates[number].append(_ask(telegram, names, options))
        for number in range(BOTS, 0, -1):
            rates[number].append(_ask(telegram, names, options))
            bots[number - 1].stop()
    finally:
        for bot in bots:
            bot.stop()
    return rates


def _ask(telegram: FakeTelegram, names: itertools.count[int], options: argparse.Namespace) -> float:
    """Questions a second: each of some people asks some at once, and waits for the last answer."""
    people = [
        telegram.user(id=10_000 + next(names), name=f"P{number}")
        for number in range(options.people)
    ]
    begun = time.monotonic()
    for asked, person in itertools.product(range(options.questions), people):
        person.send(_QUESTIONS[(asked + person.id) % len(_QUESTIONS)])
    for person in people:
        telegram.wait_until(partial(_has, person, options.questions), _LONGEST)
    return float(len(people) * options.questions / (time.monotonic() - begun))


def _has(person: User, count: int) -> bool:
    return len(person.bot_messages) >= count


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=20, help="who ask at the same time")
    parser.add_argument("--questions", type=int, default=2, help="of each of them")
    parser.add_argument("--first", action="store_true", help="go before all else (needs root)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
