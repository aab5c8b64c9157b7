"""What a claim says beside the news: that the outlet which printed it reports it."""

from __future__ import annotations

import re
from functools import lru_cache

from index.text import lexicon

_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


def reported(claim: str, outlet: str | None) -> str:
    """``claim`` without the words that say that ``outlet`` reports it; no other outlet's."""
    found = _frame(outlet).fullmatch(claim) if outlet else None
    return next(each for each in found.groups() if each) if found else claim


@lru_cache(maxsize=256)
def _frame(outlet: str) -> re.Pattern[str]:
    name = rf"(?:the )?[\"“«]?{re.escape(_ARTICLE.sub('', outlet))}[\"”»]?"
    forms = "|".join(lexicon.alternatives("reports-of-outlet"))
    return re.compile(forms.replace("{OUTLET}", name), re.IGNORECASE)
