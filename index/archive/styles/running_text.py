"""How much text runs through a page and through its parts; links and menus do not count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    Element = Any
    Amount = tuple[int, int]

ARTICLES = frozenset(("article", "main"))
_ASIDE = frozenset(("a", "nav", "aside", "footer", "button", "head"))


class RunningText:
    """Characters of running text: in all, in its articles, and so of each element ``asked`` for.

    Args:
        tree: A tree of lxml without comments, scripts and styles.
        asked: The elements whose text is counted apart.

    Attributes:
        inside: For each element, what it and all in it hold: in all, and in articles.
        own: The same of its own text alone.
    """

    def __init__(self, tree: Element, asked: set[Element]) -> None:
        from lxml.etree import iterwalk  # noqa: PLC0415 - only texts with markup need it

        self.all = self.in_articles = 0
        self.inside: dict[Element, Amount] = {}
        self.own: dict[Element, Amount] = dict.fromkeys(asked, (0, 0))
        aside = articles = 0
        for event, element in iterwalk(tree, events=("start", "end")):
            begins = event == "start"
            step = 1 if begins else -1
            if element in asked:
                before, before_in = (0, 0) if begins else self.inside[element]
                self.inside[element] = self.all - before, self.in_articles - before_in
            aside += step * (element.tag in _ASIDE)
            articles += step * (element.tag in ARTICLES)
            text = element.text if begins else element.tail
            if text and not aside:
                owner = element if begins else element.getparent()
                self._count(owner, len(text.strip()), in_article=articles > 0)

    def _count(self, owner: Element, letters: int, *, in_article: bool) -> None:
        inside = letters if in_article else 0
        self.all += letters
        self.in_articles += inside
        if owner in self.own:
            of_all, of_articles = self.own[owner]
            self.own[owner] = of_all + letters, of_articles + inside
