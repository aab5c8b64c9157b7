"""A bound that names an event and no date: "since the invasion", «после выборов в Испании»."""

from __future__ import annotations

from index.text import lexicon

_EVENT = (
    r"(?<![\w'’-]){sets-bound}\s+"
    r"(?:(?:the|his|her|its|their|this|that|last|first)\s+(?:[\w'’-]+\s+){0,7}?[\w'’-]+"
    r"|{capital}[\w'’-]+(?:\s+[\w'’-]+){0,5}?|(?<=[а-яіїєґ]\s)[а-яёіїєґ]+(?:\s+[\w'’-]+){0,5}?)"
    r"(?=\s*[,.?!;:)]|\s*$|\s+{ends-event}\b)"
)
_LEAST_LETTERS = 4


def event(hidden: str) -> str | None:
    """The first bound by an event in a question whose dates and outlets are hidden, verbatim."""
    for match in lexicon.pattern(_EVENT).finditer(hidden):
        named = match.group().split(maxsplit=1)[1]
        said_of = lexicon.pattern(r"{is-no-event}\s+$").search(hidden[: match.start()])
        if said_of or not named.isprintable():
            continue
        is_idiom = lexicon.pattern("{is-idiom}").fullmatch(named)
        if not is_idiom and len(named) >= _LEAST_LETTERS:
            return match.group()
    return None
