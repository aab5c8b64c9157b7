"""What a claim says beside the news: that the outlet which printed it reports it."""

from __future__ import annotations

import re
from functools import lru_cache

_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_FORMS = r"""
(?:according to|as reported by|по данным|по информации|за даними|за інформацією) {OUTLET}, (.+)
(?:как (?:сообщает|пишет|сообщила|сообщил)|як (?:повідомляє|пише)) {OUTLET}, (.+)
{OUTLET} (?:reports|reported|writes|wrote|says|said) (?:that )?(.+)
{OUTLET} (?:сообщает|сообщил|сообщила|пишет|повідомляє|пише), (?:что|що) (.+)
(.+), (?:according to|as reported by) {OUTLET}[.]?
(.+), {OUTLET} (?:reports|reported|writes|wrote|says|said)[.]?
(.+), (?:сообщает|пишет|передает|передаёт|повідомляє|пише|передає) {OUTLET}[.]?
"""
"""How a claim names its outlet, one form a line; the rest of the claim is the group."""


def reported(claim: str, outlet: str | None) -> str:
    """``claim`` without the words that say that ``outlet`` reports it; no other outlet's."""
    found = _frame(outlet).fullmatch(claim) if outlet else None
    return next(each for each in found.groups() if each) if found else claim


@lru_cache(maxsize=256)
def _frame(outlet: str) -> re.Pattern[str]:
    name = rf"(?:the )?[\"“«]?{re.escape(_ARTICLE.sub('', outlet))}[\"”»]?"
    forms = _FORMS.strip().replace("{OUTLET}", name).splitlines()
    return re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE)
