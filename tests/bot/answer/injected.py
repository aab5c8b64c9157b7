"""Articles with orders to a language model in them, written as files of an archive."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from dataclasses import dataclass
from html import escape
from pathlib import Path

ROWS = Path(__file__).parents[2] / "data" / "injections.jsonl"
_PAGE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title>
<meta property="og:site_name" content="Harbour Mail">
<meta property="article:published_time" content="2024-05-06T08:00:00Z">{head}</head>
<body><main><article><h1>{title}</h1><p>{fact}</p>{order}<p>{more}</p></article></main></body></html>"""
_FEED = """<rss version="2.0"><channel><title>Harbour Mail</title><item><title>{title}</title>
<description>{text}</description><pubDate>Mon, 06 May 2024 08:00:00 GMT</pubDate>
<link>https://harbour-mail.example/{slug}</link></item></channel></rss>"""


@dataclass(frozen=True, slots=True)
class Injection:
    """An article that tells what a question asks for, and an order somewhere in it.

    ``reaches`` says whether a language model gets to read the order; ``None`` where the readers
    may do either.
    """

    name: str
    where: str
    title: str
    fact: str
    question: str
    order: str
    reaches: bool | None = True

    @property
    def read(self) -> str:
        """The order as somebody reads it who sees no formatting characters; or the headline."""
        text = self.order or self.title
        return "".join(each for each in text if not _is_unseen(each)).strip()

    @property
    def file(self) -> tuple[str, str]:
        """Name and content of the file that holds the article."""
        slug = "".join(each if each.isalnum() else "-" for each in self.name.lower())
        kind, _, form = self.where.partition(":")
        if kind in ("html", "html-head"):
            return f"{slug}.html", self._page(form, in_head=kind == "html-head")
        if kind == "markdown":
            front = (
                f"---\ntitle: {self.title}\nauthor: {self.order}\ndescription: {self.order}\n---\n"
            )
            return f"{slug}.md", f"{front}\n{self.fact}\n\n{self._more}\n"
        if kind == "csv":
            return f"{slug}.csv", self._table()
        if kind == "rss":
            text = escape(f"<p>{self.fact}</p><p>{self.order}</p><p>{self._more}</p>")
            return f"{slug}.xml", _FEED.format(title=self.title, text=text, slug=slug)
        return f"{slug}.jsonl", json.dumps(self._record(slug), ensure_ascii=False) + "\n"

    @property
    def _more(self) -> str:
        return f"The paper printed {sum(map(ord, self.name))} letters on it in the same week."

    def _page(self, form: str, *, in_head: bool) -> str:
        order = form.replace("{}", escape(self.order))
        return _PAGE.format(
            title=escape(self.title),
            head=order if in_head else "",
            order="" if in_head else order,
            fact=self.fact,
            more=escape(self._more),
        )

    def _table(self) -> str:
        out = io.StringIO()
        rows = csv.writer(out)
        rows.writerow(["title", "text", "date", "source"])
        text = f"{self.fact}\n\n{self.order}"
        rows.writerow([self.title, text, "2024-05-06", "Harbour Mail"])
        return out.getvalue()

    def _record(self, slug: str) -> dict[str, str]:
        texts = {
            "after": f"{self.fact} {self._more}\n\n{self.order}",
            "before": f"{self.order}\n\n{self.fact} {self._more}",
            "between": f"{self.fact} {self.order} {self._more}",
            "correction": f"{self.fact} {self._more}\n\n{self.order}",
        }
        record = {
            "title": self.title,
            "body": texts.get(self.where, f"{self.fact} {self._more}"),
            "published": "2024-05-06",
            "source": "Harbour Mail",
            "url": f"https://harbour-mail.example/{slug}",
        }
        return record if self.where in texts else {**record, self.where: self.order or self.title}


def _is_unseen(letter: str) -> bool:
    """Formatting characters, and variation selectors, which are marks by their category."""
    return unicodedata.category(letter) == "Cf" or "VARIATION SELECTOR" in unicodedata.name(
        letter, ""
    )


def injections() -> list[Injection]:
    """All of them, in order of the file."""
    lines = ROWS.read_text(encoding="utf-8").splitlines()
    return [Injection(**json.loads(line)) for line in lines]
