"""What a question asks for, and the words in which a sentence offers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from index.text import lexicon

if TYPE_CHECKING:
    import re

Kind = Literal["person", "name", "place", "date", "number", "cause", "quotation", "truth", "other"]

_KINDS: tuple[Kind, ...] = (
    *("number", "date", "cause", "quotation", "name", "person", "place", "truth"),
)
"""Kinds that have cues, those first that decide where two begin at one place."""
_OFFERED = frozenset(("date", "cause", "quotation", "person", "place"))
"""Kinds of which a sentence tells whether it offers something."""
_SEVERAL = r"\b{and}\s+(?:{by}\s+)?{question-words}\b|\b{several}\b"


def kind_of(question: str) -> Kind:
    """What ``question`` asks for, in English, Russian or Ukrainian: what its first cue says."""
    cues = ((kind, lexicon.pattern(f"{{asks-{kind}}}")) for kind in _KINDS)
    found = [(match.start(), kind) for kind, cue in cues if (match := cue.search(question))]
    return min(found, key=lambda each: each[0])[1] if found else "other"


def offers(kind: Kind) -> re.Pattern[str] | None:
    """Finds what in a sentence offers something of a kind; ``None``: nothing tells."""
    return lexicon.pattern(f"{{shows-{kind}}}") if kind in _OFFERED else None


def asks_several(question: str) -> bool:
    """Whether ``question`` asks twice, or for a comparison: "how many …, and how many …?"."""
    return bool(lexicon.pattern(_SEVERAL).search(question))


def asks_about_notices(question: str) -> bool:
    """Whether ``question`` may be about a correction, a withdrawal or another notice."""
    return bool(lexicon.pattern("{asks-about-notices}").search(question))
