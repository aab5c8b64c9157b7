"""A strict fake of Telegram's Bot API, served over real HTTP on loopback.

The bot under test runs as it is, with ``base_url`` pointing here. `FakeTelegram` gives it
people and groups to talk to, refuses what Telegram would refuse in Telegram's words, notes
what a good bot would not do, and injects faults::

    with FakeTelegram() as tg:
        ann = tg.user(id=1001, name="Ann")
        ann.send("What happened?")
        answer = ann.wait_for_message()
        card = ann.tap(answer, "1").message()
"""

from .fake import FakeTelegram
from .faults import Fault, FaultKind
from .humans import User
from .models import Call, Message, Violation
from .rooms import Group, Room
from .waiting import Tap

__all__ = [
    "Call",
    "FakeTelegram",
    "Fault",
    "FaultKind",
    "Group",
    "Message",
    "Room",
    "Tap",
    "User",
    "Violation",
]
