"""The page of an answer in a real browser: on a phone and on a desktop, by day and at night."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from bot.answer.factory import make_answerer
from bot.settings import Settings
from bot.web.listener import Listener
from bot.web.metrics import Metrics
from bot.web.page_routes import Pages
from bot.web.readiness import Readiness
from bot.web.site import make_site
from tests.bot.telegram.running import free_address
from tests.fakes import browser
from tests.fakes.browser import Browser

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from index.library import Library

pytestmark = pytest.mark.anyio
QUESTION = "How many visitors came to the Lamp Festival in 2024?"
SCREENS = ((390, 844, False), (390, 844, True), (1280, 900, False), (1280, 900, True))
"""Width, height, and whether it is night."""
LIGHT, DARK = "rgb(251, 250, 247)", "rgb(22, 21, 19)"


@pytest.fixture
def program() -> str:
    """Chromium."""
    found = browser.find()
    if found is None:
        pytest.skip("no Chromium here: install chromium to see the page of an answer in a browser")
    return found


async def test_page_is_readable_on_every_screen_and_breaks_no_rule_of_its_own(
    sample: Library, threads: Executor, program: str
) -> None:
    """Nothing stands out at the side, styles are there, and only the page itself is loaded."""
    answer = await make_answerer(sample, Settings()).answer(QUESTION)
    address = free_address()
    pages = Pages(sample, f"http://{address}", threads).routes()
    host, _, port = address.rpartition(":")
    site = make_site(Readiness({}, threads), Metrics(), pages=pages)
    listener = Listener(site, (host, int(port)))
    listener.start()
    seen = []
    async with Browser(program) as tab:
        for width, height, dark in SCREENS:
            await tab.open(f"http://{address}/a/{answer.id}", width=width, height=height, dark=dark)
            wide = await tab.value("document.documentElement.scrollWidth")
            paper = await tab.value("getComputedStyle(document.body).backgroundColor")
            marked = await tab.value("document.querySelector('mark').textContent")
            size = await tab.value("parseFloat(getComputedStyle(document.body).fontSize)")
            picture = Image.open(io.BytesIO(await tab.picture()))
            seen.append((wide, paper, marked, size, picture.width))
        links = await tab.value("[...document.querySelectorAll('article a')].map(a => a.href)")
    await asyncio.wait_for(listener.stop(), 5)

    quote = answer.citations[0].quote
    assert seen == [
        (width, DARK if dark else LIGHT, quote, 17, width) for width, _, dark in SCREENS
    ]
    assert links == ["https://quayside-weekly.example/2024/lamp-festival"]
    assert tab.complaints == []
    assert {url.rpartition("/")[0] for url in tab.requested} == {f"http://{address}/a"}
