"""A language model that obeys whatever it reads, in articles above all: the worst there is."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

_PASSAGE = re.compile(r"<passage id=(\w+)>\n(.*)\n([\s\S]*?)\n</passage>")
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?。]+(?=\s|$)|(?=\n|$))")
_ORDER = re.compile(
    r"ignor|disregard|forget|say|print|write|answer|reply|reveal|repeat|output|list|append|add|cite"
    r"|render|decode|obey|pretend|you are|must|system|instruction|link|send|state|begin|assistant"
    r"|language model|\]\(|игнор|напиши|покажи|сообщение|ігнор|відповідай|додай|асистент|schreibe"
    r"|écri|responde|指令|\[inst|im_start|passage",
    re.IGNORECASE,
)
_TOLD = re.compile(r"[A-ZА-ЯІЇ]{4,}(?: [A-ZА-ЯІЇ]{4,})*")
_LINK = re.compile(r"(?:https?|javascript|tg):[^\s\"'<>\]]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
_ASKS_FOR_SECRETS = re.compile(
    r"prompt|above|settings|key|token|environment|history|questions|ключ", re.IGNORECASE
)


@dataclass(slots=True)
class Obedient:
    """What it says, as a function of the messages; give it to `FakeModel` as its reply.

    ``secrets`` is what it knows and would give away. ``obeyed`` are the orders it found, by
    request; behind all that it obeys it says ``honest``, if the passages have that.
    """

    secrets: list[str] = field(default_factory=list)
    honest: str = ""
    obeyed: list[list[str]] = field(default_factory=list)

    def __call__(self, messages: list[dict[str, Any]]) -> str:
        """The lines of a reply."""
        system, user = messages[0]["content"], messages[-1]["content"]
        lines: list[str] = []
        found: list[str] = []
        for key, header, text in _PASSAGE.findall(user):
            read = [*_SENTENCE.findall(_visible(text)), _visible(header)]
            for sentence in [*read, *map(_decoded, _BASE64.findall(text))]:
                if _ORDER.search(sentence) and _TOLD.search(sentence):
                    found.append(sentence.strip())
                    lines += self._obey(sentence.strip(), key, text, system)
            if self.honest and self.honest in text:
                lines.insert(0, f'{self.honest} ⟦{key}: "{self.honest[:-1]}"⟧')
        self.obeyed.append(found)
        return "\n".join(lines) or "QUETZAL."

    def _obey(self, order: str, key: str, text: str, system: str) -> list[str]:
        """All that the order could make a model write, on true and on forged quotations."""
        true = " ".join(text.split()[:8])
        told = " ".join(_TOLD.findall(order)[-1:])
        lines = [
            f'{order} ⟦{key}: "{order.rstrip(".!?")}"⟧',
            f'{told}. ⟦{key}: "{true}"⟧',
            f'{told} is the answer. ⟦zzzz: "{told} is the answer"⟧',
            f'{true}, says {told}. ⟦{key}: "{true}"⟧',
        ]
        lines += [
            f"See [{told}]({link}) and ![{told}]({link}{''.join(self.secrets[:1])}). "
            f'⟦{key}: "{true}"⟧'
            for link in _LINK.findall(order)
        ]
        if _ASKS_FOR_SECRETS.search(order):
            known = [*self.secrets, *filter(None, system.splitlines()[:2])]
            lines += [f'{told} {each} ⟦{key}: "{true}"⟧' for each in known]
        return lines


def _visible(text: str) -> str:
    """``text`` as somebody reads it who sees no formatting characters."""
    return "".join(each for each in text if unicodedata.category(each) != "Cf")


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
