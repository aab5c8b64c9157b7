"""Who may ask."""

from __future__ import annotations

import pytest
from telegram import ChatMember, ChatMemberLeft, ChatMemberMember, ChatMemberRestricted, User
from telegram.error import BadRequest

from bot.telegram.people.access import Access, Membership
from bot.telegram.views import chat_texts

pytestmark = pytest.mark.anyio
DESK, ANN, BOB, BOSS = -100500, 1001, 1002, 1


def access(users: str) -> Access:
    """With one admin and the ids in ``users`` listed."""
    listed = frozenset() if users in {"everyone", "admins"} else users.split(",")
    return Access(users, frozenset({BOSS}), frozenset(int(each) for each in listed))


class Telegram:
    """Says who is where, and counts how often it was asked."""

    def __init__(self, member: ChatMember | None) -> None:
        self.member = member
        self.asked = 0
        self.now = 0.0

    async def get_member(self, _chat: int, _person: int) -> ChatMember:
        """The member, or Telegram's refusal."""
        self.asked += 1
        if self.member is None:
            raise BadRequest("Chat not found")
        return self.member

    @property
    def membership(self) -> Membership:
        """What asks this Telegram."""
        return Membership(self.get_member, clock=lambda: self.now)


USER = User(ANN, "Ann", is_bot=False)
INSIDE, OUTSIDE = ChatMemberMember(USER), ChatMemberLeft(USER)


@pytest.mark.parametrize(
    ("users", "person", "chat", "may"),
    [
        ("everyone", ANN, ANN, True),
        ("admins", ANN, ANN, False),
        ("admins", BOSS, BOSS, True),
        ("admins", BOSS, DESK, True),
        ("1001", ANN, ANN, True),
        ("1001", ANN, DESK, True),
        ("1001", BOB, BOB, False),
        ("1001", BOSS, BOSS, True),
        ("-100500", ANN, DESK, True),
        ("-100500", ANN, ANN, False),
        ("-100500", ANN, -7, False),
    ],
)
def test_message_is_judged_by_person_and_listed_group(
    users: str, person: int, chat: int, *, may: bool
) -> None:
    """A listed group admits who writes in it, and nowhere else."""
    assert access(users).may_write(person, chat) is may


async def test_current_member_of_a_listed_group_may_open_citations() -> None:
    """Taps and links are answered as long as they are in."""
    rules = access("-100500")

    assert await rules.may_open(ANN, Telegram(INSIDE).membership)
    assert not await rules.may_open(ANN, Telegram(OUTSIDE).membership)


async def test_restricted_member_counts_only_while_inside() -> None:
    """Telegram keeps restrictions of those who left."""
    rights = dict.fromkeys(
        [
            "can_send_messages",
            "can_change_info",
            "can_invite_users",
            "can_pin_messages",
            "can_send_polls",
            "can_send_other_messages",
            "can_add_web_page_previews",
            "can_manage_topics",
            "can_send_audios",
            "can_send_documents",
            "can_send_photos",
            "can_send_videos",
            "can_send_video_notes",
            "can_send_voice_notes",
            "can_edit_tag",
            "can_react_to_messages",
        ],
        False,
    )
    for inside in (True, False):
        member = ChatMemberRestricted(USER, is_member=inside, until_date=0, **rights)  # type: ignore[arg-type]
        assert await Telegram(member).membership.holds(DESK, ANN) is inside


async def test_membership_is_asked_again_after_some_minutes() -> None:
    """Who left cannot go on for long."""
    telegram = Telegram(INSIDE)
    membership = telegram.membership
    assert await membership.holds(DESK, ANN)
    telegram.member = OUTSIDE
    assert await membership.holds(DESK, ANN)
    telegram.now = 301.0

    assert not await membership.holds(DESK, ANN)
    assert telegram.asked == 2


async def test_nobody_is_inside_where_telegram_does_not_say() -> None:
    """A failure admits nobody, and only for seconds."""
    telegram = Telegram(None)
    membership = telegram.membership
    assert not await membership.holds(DESK, ANN)
    telegram.member = INSIDE
    assert not await membership.holds(DESK, ANN)
    telegram.now = 21.0

    assert await membership.holds(DESK, ANN)
    assert telegram.asked == 2


async def test_known_people_are_not_looked_up() -> None:
    """Admins and listed people need no question to Telegram."""
    telegram = Telegram(None)

    assert await access("1001,-100500").may_open(ANN, telegram.membership)
    assert await access("-100500").may_open(BOSS, telegram.membership)
    assert telegram.asked == 0


def test_refusal_names_the_id_and_where_there_is_no_admin_the_line_for_env() -> None:
    """So that an operator can copy it."""
    assert "PRESSMARK_ADMINS" not in chat_texts.stranger(5, admins=True)
    assert chat_texts.stranger(5, admins=False).splitlines()[-1] == "PRESSMARK_ADMINS=5"
    assert "5" in chat_texts.stranger(5, admins=True)
    assert len(chat_texts.stranger_toast(10**15)) <= 200
