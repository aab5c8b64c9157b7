"""Words that take back, or turn round, what the rest of a sentence says.

What has one of them may never be left out: "jailed, but cleared, for murder" is not "jailed for
murder". English, Russian and Ukrainian.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.text.lexicon import DENIALS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answers.compression import Token

_ENGLISH = (
    r"overturn\w*|overrul\w*|overrid\w*|quash\w*|clear(?:s|ed|ing)|acquit\w*|exonerat\w*|vindicat\w*"
    r"|pardon\w*|withdr[ae]w\w*|retract\w*|recant\w*|rescind\w*|revok\w*|revers(?:e[ds]?|ing|als?)"
    r"|annul\w*|nullif\w*|void(?:ed)?|cancel\w*|repeal\w*|veto\w*|scrap(?:ped|s)|abandon\w*"
    r"|backtrack\w*|suspend\w*|dismiss\w*|reject\w*|dropped|disprov\w+|debunk\w*|refut\w*"
    r"|rebut\w*|contradict\w*|disput(?:e[ds]?|ing)|den(?:y|ie[ds]|ying|ials?)|correct(?:ed|ions?)"
    r"|disavow\w*|unfounded|baseless|untrue|false|falsely|wrong|wrongly|mistaken|mistakenly"
    r"|erroneous|erroneously|fabricated|hoax|later|afterwards|subsequently"
    r"|struck|threw|thrown|vacat(?:e[ds]?|ing)|invalidat\w*|lift(?:s|ed)|halt(?:s|ed)"
    r"|block(?:s|ed)"
)
_RUSSIAN = (
    r"отмен[аеиыуя]\w*|оправда\w*|отозва\w*|отзыв\w*|опров[еи]р[гж]\w*|аннулир\w*|отклон\w*|отверг\w*"
    r"|отрица\w*|помилова\w*|приостанов\w*|прекра[щт]\w*|снят\w*|ложн\w*|ошибочн\w*|неверн\w*|неправд\w*"
    r"|позже|позднее|впоследствии"
)
_UKRAINIAN = (
    r"скас[оу]\w*|виправда\w*|відклик\w*|спрост\w*|анул\w*|зня[вт]\w*|відхил\w*|відкин\w*|запереч\w*"
    r"|помилува\w*|призупин\w*|припинен\w*|хибн\w*|помилков\w*|неправд\w*|пізніше|згодом"
)
_REVERSES = re.compile(f"{_ENGLISH}|{_RUSSIAN}|{_UKRAINIAN}")


def reverses(part: Iterable[Token]) -> bool:
    """Whether ``part`` of a sentence may take back, date later or deny what the rest says."""
    return any(token.key in DENIALS or _REVERSES.fullmatch(token.key) for token in part)
