"""Who is in a chat, and leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.telegram.errors import bad

if TYPE_CHECKING:
    from tests.fakes.telegram.models import Account, Chat, Json

    from .context import Context, Handler

RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def get_chat(context: Context) -> Json:
    """ChatFullInfo."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    full = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys((*gifts, "gifts_from_channels"), False),
    }
    return context.chat().json() | full


def get_chat_member(context: Context) -> Json:
    """ChatMember of a known account; "left" for one that is not in the chat."""
    chat, user_id = context.chat(), context.params["user_id"]
    account = context.world.accounts.get(user_id)
    if account is None:
        raise bad("member not found")
    return member(chat, account)


def get_chat_administrators(context: Context) -> list[Json]:
    """ChatMembers of the humans that administer a group; other bots are not listed."""
    chat = context.chat()
    if chat.type == "private":
        raise bad("there are no administrators in the private chat")
    return [member(chat, chat.members[user_id]) for user_id in sorted(chat.admins)]


def leave_chat(context: Context) -> bool:
    """Takes the bot out of a group."""
    chat = context.chat()
    if chat.type == "private":
        raise bad("can't leave private chats")
    chat.bot_status = "left"
    context.world.note(chat, "leave", context.bot)
    return True


def member(chat: Chat, account: Account) -> Json:
    """The ChatMember object."""
    if account.is_bot:
        admin, status = chat.bot_status == "administrator", chat.bot_status
    else:
        admin = account.id in chat.admins
        status = "member" if account.id in chat.members else "left"
    if admin:
        rights = dict.fromkeys(RIGHTS, False) | {"can_manage_chat": True}
        return {"user": account.json(), "status": "administrator", **rights}
    until = {"until_date": 0} if status == "kicked" else {}
    return {"user": account.json(), "status": status, **until}


HANDLERS: dict[str, Handler] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
}
