"""Blocks that a page brings along apart, to be put where they belong as it arrives.

React streams a part that was late as a hidden block at the end, with the call of a script that
moves it: ``$RC("B:0", "S:0")`` puts block ``S:0`` in the place of what stands for it behind the
template ``B:0``, ``$RS("S:1", "P:1")`` puts it where the template ``P:1`` is. A declarative
shadow root is a template that browsers show where it stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from index.archive.record.hidden import take_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    Element = Any

_CALL = re.compile(r"""\$R([CSR])\(\s*["']([^"']{1,80})["']\s*,\s*["']([^"']{1,80})["']""")
_MOST_CALLS = 2000


def place_streamed_blocks(tree: Element) -> None:
    """Put the blocks of a tree of lxml where a browser would show them."""
    for root in tree.xpath("//template[@shadowrootmode or @shadowroot]"):
        root.tag = "div"
    calls = list(_calls(tree))
    if not calls:
        return
    named = {element.get("id"): element for element in tree.xpath("//*[@id]")}
    for place, block in calls[:_MOST_CALLS]:
        if place in named and block in named:
            _put(named[block], named[place])


def _calls(tree: Element) -> Iterator[tuple[str, str]]:
    """The ids of places and blocks, in the order in which scripts name them."""
    for element in tree.iter("script", "template"):
        if element.tag == "script":
            for kind, first, second in _CALL.findall(element.text or ""):
                yield (second, first) if kind == "S" else (first, second)
        elif block := element.get("data-sid"):
            yield element.get("data-bid") or element.get("data-pid") or "", block


def _put(block: Element, place: Element) -> None:
    """Move ``block`` before ``place``, and take out the place and what stands there meanwhile."""
    parent = place.getparent()
    if parent is None or block is parent or block in place.iterancestors():
        return
    take_out(block)
    block.attrib.pop("hidden", None)
    place.addprevious(block)
    block.tail = None
    if place.get("id", "").rpartition(":")[0].endswith("B"):
        _clear_fallback(place)
    take_out(place)


def _clear_fallback(place: Element) -> None:
    """Take out what stands between a boundary's template and its closing comment."""
    depth, between = 0, []
    for sibling in place.itersiblings():
        mark = (sibling.text or "").strip() if not isinstance(sibling.tag, str) else ""
        if mark == "/$" and depth == 0:
            break
        depth += (mark in ("$", "$?", "$!")) - (mark == "/$")
        between.append(sibling)
    else:
        return  # nobody knows where it ends
    place.tail = None
    for sibling in between:
        sibling.tail = None
        sibling.getparent().remove(sibling)
