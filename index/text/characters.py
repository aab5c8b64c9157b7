"""Characters that nobody sees: those that an emoji or a script needs, and those that hide words.

A joiner makes a family of three people, a selector a red heart of a black one, and Persian and
Hindi are spelled with joiners. Between Latin letters the same characters are seen as nothing: there
they split a word, by which no reader but every program is misled.
"""

from __future__ import annotations

import re
import unicodedata

_FLAGS = "|".join(
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in region) + "\U000e007f"
    for region in ("gbeng", "gbsct", "gbwls")
)
"""England, Scotland and Wales, the only emoji that are spelled with tag characters (UTS #51)."""
_NEEDLESS = re.compile(
    f"({_FLAGS})|"
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef"
    "\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
"""Flags, and what no text needs: soft hyphens, zero-width spaces, fillers, marks that turn the
writing round, noncharacters, and tag characters, with which words are smuggled past a reader."""
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_DEPENDENT = re.compile(f"[\u200c-\u200f\u061c{_SELECTORS}]")
"""Needed or not by what stands beside them: joiners, marks of direction, selectors of a form."""
_TURNS = frozenset("\u061c\u200e\u200f")
_JOINER, _KEYCAP = "\u200d", "\u20e3"
_LOOKS = frozenset("\ufe0e\ufe0f")
"""An emoji as text, and as a picture."""
_JOINED = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdff"
    "\ufe70-\ufefc\U00010a00-\U00011fff]"
)
"""Scripts written with joiners: Arabic, those of India and around, Mongolian (Unicode 23.2)."""
_VARIED = re.compile(
    "[\u1000-\u109f\u1800-\u18af\u2200-\u22ff\u2e80-\u9fff\ua840-\ua87f\uaa60-\uaa7f\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""What has forms to select: Chinese characters, signs of mathematics, Burmese, Mongolian."""
_PICTURES = re.compile("[‼⁉〰ℹ\U0001f000-\U0001faff]")
"""Emoji whose category does not tell: some are punctuation, the newest unassigned to Python."""
_FIRST_ARROW = "\u2190"
_GOES_ON = re.compile(f"[{_JOINER}{_SELECTORS}{_KEYCAP}\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_KEYS = frozenset("0123456789#*")
_SPLIT = frozenset({"Lu", "Ll", "Lt", "Nd", "Nl", "No"})
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))


def seen(text: str) -> str:
    """``text`` without the invisible characters that neither an emoji nor a script needs."""
    if text.isascii():
        return text
    kept = _NEEDLESS.sub(lambda match: match[1] or "", text)
    return _DEPENDENT.sub(lambda match: match[0] if _is_needed(match) else "", kept)


def unbroken(text: str, end: int, *, start: int = 0) -> int:
    """The last place up to ``end``, behind ``start``, where no emoji and no letter is cut.

    ``end`` itself where there is none.
    """
    place = end
    while start < place < len(text) and goes_on(text, place):
        place -= 1
    return place if place > start else end


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of ``text`` from ``start`` to ``end``, wider where it cuts an emoji or a letter."""
    while start > 0 and goes_on(text, start):
        start -= 1
    while end < len(text) and goes_on(text, end):
        end += 1
    return start, end


def goes_on(text: str, place: int) -> bool:
    """Whether what stands before and behind ``place`` is seen as one."""
    after = text[place]
    if after in _FLAG_LETTERS:
        return is_flag(text, place)
    joined = text[place - 1] == _JOINER
    return joined or bool(_GOES_ON.match(after) or unicodedata.combining(after))


def is_flag(text: str, place: int) -> bool:
    """Whether the letters before and behind ``place`` are one flag."""
    letters = place - len(text[:place].rstrip(_FLAG_LETTERS))
    return text[place] in _FLAG_LETTERS and letters % 2 == 1


def _is_needed(match: re.Match[str]) -> bool:
    """Whether a joiner, a mark of direction or a selector changes what is seen around it."""
    text, place, own = match.string, match.start(), match[0]
    before, after = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    if own == _JOINER and _is_picture(after) and _ends_picture(text[max(place - 2, 0) : place]):
        return True
    if own in _LOOKS:
        return _is_picture(before) or (before in _KEYS and after == _KEYCAP)
    if _DEPENDENT.match(before):
        return False
    if own in _TURNS:
        return _turns_at(before, after)
    if own in "\u200c\u200d":
        return bool(_JOINED.match(before) or _JOINED.match(after))
    return bool(_VARIED.match(before))


def _ends_picture(text: str) -> bool:
    return _is_picture(text[:-1] if text[-1:] in _LOOKS else text[-1:])


def _is_picture(letter: str) -> bool:
    """Whether it is an emoji, or a symbol that can be one."""
    if not letter or letter.isascii():
        return False
    kind = unicodedata.category(letter)
    return (
        kind == "So" or (kind == "Sm" and letter >= _FIRST_ARROW) or bool(_PICTURES.match(letter))
    )


def _turns_at(before: str, after: str) -> bool:
    """Whether a mark of direction may stand there: beside Hebrew or Arabic or their punctuation.

    Never beside a figure or a letter of another script, which it would split or turn.
    """
    kinds = [unicodedata.category(each) for each in before + after]
    if any(kind in _SPLIT for kind in kinds) or _DEPENDENT.match(after):
        return False
    written = [unicodedata.bidirectional(each) for each in before + after]
    return any(each in {"R", "AL"} for each in written) or any(kind[0] == "P" for kind in kinds)
