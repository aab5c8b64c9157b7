"""The text of the article on a page, whole and in order, or nothing where there is none.

trafilatura is a witness: it says where the article stands. What is read are the page's own blocks
there, so that a body in two parts is whole, a short page is not mixed with its menu, and
everything stays in order.
"""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.archive.pages.page_notices import heads_a_box, is_notice, is_prompt
from index.archive.pages.surroundings import drop_surroundings, furniture, headline_of
from index.archive.pages.text_blocks import Block, blocks_of, letters_of
from index.archive.styles.running_text import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    Element = Any
    Likeness = tuple[Element | None, str, str]

_MOST_ELEMENTS = 50_000
"""Where extraction, whose time grows with the square of the page, would begin to take seconds."""
_MOST_STEPS = 2_000_000
"""Its way up from each element, and back, which it goes several times."""
_MOST_BLOCKS = 10_000
"""The same of jusText, which compares each paragraph with all others."""
_LEAST_WITNESSED = 250
"""Letters below which trafilatura fills up with whatever it finds."""
_LONG_PARAGRAPH = 80
_BOX = 500
_WELL_FOUND = 0.6


def article_body(tree: Element, *, title: str, url: str | None) -> str:
    """The article of a page without what is hidden; empty where none is found.

    Changes ``tree``: what stands around the article is taken out.
    """
    drop_surroundings(tree, title)
    blocks = [block for block in blocks_of(tree) if not is_prompt(block.text)]
    running = sum(len(block.key) for block in blocks if block.is_running)
    witness = ""
    if running >= _LEAST_WITNESSED and len(blocks) < _MOST_BLOCKS:
        witness = _witness(tree, url=url)
    page = _Page(list(_without_boxes(blocks)), letters_of(witness), headline_of(tree, title), title)
    found = page.article()
    if is_notice(found, title) or page.is_box(found):
        return ""
    if sum(len(block.key) for block in found) < _WELL_FOUND * len(page.witness) and page.trusts:
        return re.sub(r"\n(?![-|\n])", "\n\n", witness.strip())
    return joined(found)


def joined(blocks: list[Block]) -> str:
    """Blocks as text: items and rows by lines, all others by empty lines."""
    lines = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        close = before is not None and before.kind == block.kind and block.kind in ("li", "tr")
        lines += [
            "\n" if close else "\n\n",
            f"- {block.text}" if block.kind == "li" else block.text,
        ]
    return "".join(lines[1:])


def _witness(tree: Element, *, url: str | None) -> str:
    """What trafilatura takes for the article; it works on a copy."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - only pages need it

    if _is_laborious(tree):
        return ""
    found: Any = bare_extraction(
        deepcopy(tree), url=url, include_comments=False, include_tables=True, with_metadata=False
    )
    return (found.text if found else None) or ""


def _is_laborious(tree: Element) -> bool:
    """Whether a page has too many elements, or they stand too deep in each other."""
    from lxml.etree import iterwalk  # noqa: PLC0415 - only pages need it

    count = depth = steps = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        steps += depth
        if count >= _MOST_ELEMENTS or steps > _MOST_STEPS:
            return True
    return False


def _without_boxes(blocks: list[Block]) -> Iterator[Block]:
    """The blocks that do not stand under the heading of a box, in what that heading begins."""
    box: Element = None
    for block in blocks:
        if block.kind == "h" and heads_a_box(block):
            box = block.around if block.around.tag not in ARTICLES else None
        elif box is None or not (block.around is box or box in block.around.iterancestors()):
            box = None
            yield block


@dataclass
class _Page:
    """The blocks of a page, and what is known of where its article is."""

    blocks: list[Block]
    witness: str
    headline: Element | None
    title: str

    def __post_init__(self) -> None:
        self.trusts = len(self.witness) >= _LEAST_WITNESSED
        self.seen = {block for block in self.blocks if self.trusts and block.key in self.witness}

    def article(self) -> list[Block]:
        """The blocks of the article, in order."""
        core = self._core()
        if core is None:
            return []
        self.homes = self._homes(core)
        scope = self._scope(core)
        running = [
            block
            for block in self.blocks
            if block.is_running
            and (block in self.seen or self._is_at_home(block) or _stands_in(block, scope))
        ]
        return self._filled({*running, *self._lead(running[:1])})

    def _lead(self, first: list[Block]) -> list[Block]:
        """The running text right below the headline, with which another element begins."""
        if not first or self.headline is None:
            return []
        below = self.blocks[: self.blocks.index(first[0])]
        places = [i for i, block in enumerate(below) if block.element is self.headline]
        lead = [block for block in below[places[-1] :] if block.is_running] if places else []
        return [block for block in lead if block.around is below[places[-1]].around]

    def _core(self) -> Element | None:
        """What holds most of the running text, of that which was witnessed."""
        amount: Counter[Element] = Counter()
        for block in self.blocks:
            if block.is_running and (block in self.seen or not self.seen):
                amount[block.around] += len(block.key)
        return max(amount, key=amount.__getitem__, default=None)

    def _homes(self, core: Element) -> set[Likeness]:
        """The elements that hold text of the article: the core, its likes, and what was seen."""
        seen: Counter[Likeness] = Counter()
        whole: Counter[Likeness] = Counter()
        for block in self.blocks:
            if block.is_running:
                whole[_likeness(block.around)] += len(block.key)
                seen[_likeness(block.around)] += len(block.key) * (block in self.seen)
        return {_likeness(core)} | {one for one in seen if 2 * seen[one] > whole[one]}

    def _scope(self, core: Element) -> Element | None:
        """The element that is the article: it says so, or the headline stands in it, too."""
        above = [core, *core.iterancestors()]
        around = set() if self.headline is None else set(self.headline.iterancestors())
        stated = [one for one in above if one.tag in ARTICLES or _is_named_body(one)]
        if self.trusts:
            return stated[0] if stated else None
        both = next((one for one in stated or above if one in around), None)
        if both is None or both.tag in ("body", "html"):
            return stated[0] if stated else None
        return both

    def _is_at_home(self, block: Block) -> bool:
        return _likeness(block.around) in self.homes

    def _filled(self, running: set[Block]) -> list[Block]:
        """The running text, and what stands between: headings, items, rows, short lines."""
        places = [i for i, block in enumerate(self.blocks) if block in running]
        if not places:
            return []
        first, last = places[0], places[-1]
        name = letters_of(self.title)
        taken = [
            block
            for place, block in enumerate(self.blocks)
            if block in running
            or (
                block.element is not self.headline
                and block.key != name
                and _fits(block, place, first, last)
                and self._belongs(block)
            )
        ]
        while taken and taken[-1].kind == "h":
            taken.pop()
        return taken

    def _belongs(self, block: Block) -> bool:
        """Whether what is no running text is of the article, by itself."""
        if block.is_linked:
            return block in self.seen and block.is_sentence
        if block in self.seen:
            return True
        return self._is_at_home(block) and (block.kind != "p" or block.is_sentence)

    def is_box(self, found: list[Block]) -> bool:
        """Whether a short text has a heading of its own, and the page another; or it is a head."""
        if not found or self.headline is None or sum(len(one.text) for one in found) > _BOX:
            return False
        if all(_stands_in_head(block) for block in found):
            return True
        around = found[0].around
        if any(block.around is not around for block in found):
            return False
        if around in self.headline.iterancestors():
            return False
        if any(one.tag in ARTICLES for one in (around, *around.iterancestors())):
            return False
        return any(
            block.kind == "h" and block.around is around and block.element is not self.headline
            for block in self.blocks
        )


def _fits(block: Block, place: int, first: int, last: int) -> bool:
    """Whether a block that is no running text stands where it can be part of one."""
    if block.kind == "tr":
        return place > first
    if block.kind == "h":
        return first - 1 <= place < last
    return first < place < last or (block.kind == "li" and place > first)


def _likeness(around: Element) -> Likeness:
    """What elements have in common that hold parts of one text; a body is one wherever it is."""
    names = around.get("class", "")
    is_body = any(letters_of(name) in furniture("bodies") for name in names.split())
    return None if is_body else around.getparent(), around.tag, names


def _is_named_body(element: Element) -> bool:
    return "articlebody" in (element.get("itemprop") or "").lower()


def _stands_in_head(block: Block) -> bool:
    """Whether a block stands in the head of the page, and in no article."""
    above = [one.tag for one in (block.around, *block.around.iterancestors())]
    return "header" in above and not ARTICLES.intersection(above)


def _stands_in(block: Block, scope: Element | None) -> bool:
    return scope is not None and (block.around is scope or scope in block.around.iterancestors())
