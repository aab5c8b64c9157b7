"""The bot as a process: what people see who talk to it."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest

from .conftest import ANN, BOSS, DESK, QUIET, STRANGER

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram, Group, Message, User

    from .running import RunningBot

QUESTION = "What happened to the bell of St Brenna in December 2023?"
OTHER_QUESTION = "What did a kilo of cod cost at the Skelhaven auction in March 2025?"
REFUSED = "Who won the race to Mars?"
_ids, _anns = itertools.count(STRANGER), itertools.count(ANN)


@pytest.fixture
def ann(tg: FakeTelegram) -> User:
    """Somebody who may ask, and has not written before."""
    return tg.user(id=next(_anns), name="Ann")


@pytest.fixture
def stranger(tg: FakeTelegram) -> User:
    """Somebody new who may not."""
    return tg.user(id=next(_ids), name="Mallory")


@pytest.fixture
def boss(tg: FakeTelegram) -> User:
    """The admin."""
    return tg.user(id=BOSS, name="Boss", started=True)


@pytest.fixture
def desk(tg: FakeTelegram, ann: User, stranger: User) -> Group:
    """The listed group; the stranger is a member of it."""
    return tg.group(id=DESK, title="Desk", members=[ann, stranger])


def asked(user: User, question: str = QUESTION) -> Message:
    """The answer to a question in private."""
    user.send(question)
    return user.wait_for_message()


def test_answer_has_links_sources_and_number_buttons(tg: FakeTelegram, ann: User) -> None:
    """Typing first, then one message."""
    before = len(tg.calls)
    answer = asked(ann)
    ann.expect_silence(0.2)

    methods = [call.method for call in tg.calls[before:] if call.method not in QUIET]
    numbers = [button["text"] for button in answer.rows[0]]
    assert methods == ["sendChatAction", "sendMessage"]
    assert len(numbers) > 1
    assert numbers == [str(n + 1) for n in range(len(numbers))]
    chip, *also, share = answer.buttons[len(numbers) : -2]
    assert (chip, share) == ("✕ December 2023", "↗ Share")
    assert answer.buttons[-2:] == ["👍", "👎"]
    assert also
    assert all(label.startswith(("📄 Also: ", "🕒 Timeline", "👁 Watch")) for label in also)
    found = re.fullmatch(r"c:(\w{16}):1", answer.button("1")["callback_data"])
    assert found
    for n in numbers:
        link = f"https://t.me/pressmark_bot?start=c_{found[1]}_{n}"
        assert answer.links[f"[{n}]"] == link
    (sources,) = answer.entity_texts("expandable_blockquote")
    named = [re.match(r"(?:\d+ )+", line)[0].split() for line in sources.splitlines()]  # type: ignore[index]
    assert sorted((n for each in named for n in each), key=int) == numbers
    assert answer.text.endswith(sources)
    assert answer.options["link_preview_options"] == {"is_disabled": True}


def test_tap_opens_a_card_and_the_next_tap_changes_it(ann: User) -> None:
    """The quote stands alone and, marked, in its passage; the card quotes the claim."""
    answer = asked(ann, "Did striking dockers hold up an ambulance?")
    card = ann.tap(answer, "1").message()
    (quote,) = card.entity_texts("blockquote")
    (passage,) = card.entity_texts("expandable_blockquote")

    assert card.entity_texts("bold")[1:] == card.entity_texts("underline") == [quote]
    assert quote in passage
    assert card.reply_to is answer
    assert card.quote is not None
    assert f"{card.quote['text']} [1]" in answer.text
    first = card.text
    assert ann.tap(answer, "2").message() is card
    assert card.text != first
    assert ann.tap(card, "◀").message() is card
    assert card.text == first


def test_card_that_was_deleted_comes_anew(tg: FakeTelegram, ann: User) -> None:
    """Below the answer, as the first time."""
    tg.allow("message to edit not found")
    answer = asked(ann)
    ann.tap(answer, "1").message().deleted = True
    card = ann.tap(answer, "2").message()

    assert card.reply_to is answer
    assert not card.deleted


def test_same_tap_twice_is_no_error(tg: FakeTelegram, ann: User) -> None:
    """Telegram refuses an edit that changes nothing; nobody needs to hear of it."""
    tg.allow("message is not modified")
    answer = asked(ann)
    card = ann.tap(answer, "1").message()
    assert ann.tap(answer, "1").text == ""

    tg.quiet(0.2)
    assert ann.bot_messages[-1] is card


def test_refusal_shows_nearest_articles_and_no_numbers(ann: User) -> None:
    """A refusal is an answer."""
    answer = asked(ann, REFUSED)

    assert answer.text.startswith(
        "The archive does not say.\n\nNo article of the archive names “Mars”.\n\n"
        "Nearest articles:\n• "
    )
    assert answer.buttons[0] == "👁 Watch this"
    assert all(label.startswith("📄 ") for label in answer.buttons[1:-2])
    assert answer.buttons[-2:] == ["👍", "👎"]
    assert answer.links


def test_ask_takes_a_question_behind_it_or_in_the_message_replied_to(ann: User) -> None:
    """Alone it explains itself."""
    ann.send(f"/ask {OTHER_QUESTION}")
    direct = ann.wait_for_message()
    asked_before = ann.send("/ask")
    usage = ann.wait_for_message()
    ann.send("/ask", reply_to=direct)
    again = ann.wait_for_message()

    assert "42 crowns" in direct.text
    assert usage.text.endswith("/ask What happened?")
    assert again.text != usage.text
    assert asked_before.text == "/ask"


def test_cite_opens_any_citation_by_its_id(bot: RunningBot, ann: User) -> None:
    """Ids come from the JSON of the command line."""
    from .running import pressmark  # noqa: PLC0415

    done = pressmark("ask --json bell", bot.home.parent, bot.env)
    ids = re.findall(r'"n": \d+, "id": "([^"]+)"', done.stdout)
    answer = asked(ann)
    ann.send("/cite nosuchid")
    assert ann.wait_for_message().text.startswith("There is no citation")
    ann.send("/cite")
    assert "/cite ID" in ann.wait_for_message().text
    for each in ids[:1]:
        ann.send(f"/cite {each}")
        card = ann.wait_for_message()
        assert card.entity_texts("underline") == card.entity_texts("blockquote")
    assert answer.buttons


def test_start_help_new_and_what_is_unknown(tg: FakeTelegram, ann: User, boss: User) -> None:
    """Each is answered with a sentence."""
    said = []
    for text in ("/start", "/help", "/new", "/nonsense"):
        ann.send(text)
        said.append(ann.wait_for_message().text)
    ann.send_photo(b"jpeg")
    said.append(ann.wait_for_message().text)
    boss.send("/help")

    assert said[0].startswith("I answer questions from a news archive")
    assert "/cite ID" in said[1]
    assert "/reindex" not in said[1]
    assert said[2:] == [
        "The conversation is forgotten. Your next question stands alone.",
        "I do not know this command. /help shows those that I know.",
        "I can read text only. Please write your question in words.",
    ]
    assert "/reindex" in boss.wait_for_message().text
    menus = [menu for scope, menu in tg.commands.items() if f'"chat_id": {BOSS}' in scope]
    commands = [c["command"] for c in menus[0]]
    assert commands[commands.index("help") + 1 :][:3] == ["reindex", "status", "cancel"]


def test_url_of_a_news_page_is_no_command(ann: User) -> None:
    """``/new`` inside a text is nothing special."""
    assert asked(ann, "https://site.example/news/2024").text.startswith("The archive")


def test_edited_command_is_not_carried_out_again(ann: User) -> None:
    """Only new messages count."""
    sent = ann.send("/new")
    ann.wait_for_message()
    ann.edit(sent, "/help")

    ann.expect_silence(0.3)


def test_update_that_comes_twice_is_answered_once(tg: FakeTelegram, ann: User) -> None:
    """Telegram repeats what it believes lost."""
    tg.duplicate_next_update()
    asked(ann)

    ann.expect_silence(0.5)


def test_answer_survives_flood_control_and_a_failing_server(tg: FakeTelegram, ann: User) -> None:
    """It waits as told, and tries again."""
    tg.fail("sendMessage", kind="429", retry_after=1)
    tg.fail("sendMessage", kind="502", nth=2)

    assert asked(ann).buttons


def test_deep_link_opens_the_card_in_private(ann: User) -> None:
    """The way from forwarded answers."""
    answer = asked(ann)
    ann.open_link(answer, "[2]")
    card = ann.wait_for_message()

    assert card.entity_texts("underline") == card.entity_texts("blockquote")
    assert ann.tap(answer, "1").message() is card


@pytest.mark.parametrize(
    "data", ["c:AAAAAAAAAAAAAAAA:1", "c:x", "zzz", "c:'; drop--:1", "x:AAAA:1"]
)
def test_forged_data_get_one_sentence(ann: User, data: str) -> None:
    """Callback data can be sent without any button."""
    ann.send("/help")
    tap = ann.callback(data=data, message=ann.wait_for_message())

    assert tap.text == "This answer is no longer available. Ask the question again."
    assert not tap.alert
    ann.expect_silence(0.2)


def test_number_that_an_answer_does_not_have_is_gone(ann: User) -> None:
    """Also behind a deep link."""
    answer = asked(ann)
    data = answer.button("1")["callback_data"][:-1] + "99"
    assert ann.callback(data=data, message=answer).text.startswith("This answer is no longer")
    ann.open_deeplink(data.replace(":", "_"))

    assert ann.wait_for_message().text.startswith("This answer is no longer available.")


def test_stranger_is_refused_everywhere_with_their_id(ann: User, stranger: User) -> None:
    """Message, command, deep link and tap alike."""
    answer = asked(ann)
    data = answer.button("1")["callback_data"]
    for text in ("hello", "/start", f"/start {data.replace(':', '_')}", "/reindex", "/cite x"):
        stranger.send(text)
        refusal = stranger.wait_for_message()
        assert refusal.text.startswith(f"You may not ask here. Your Telegram id is {stranger.id};")
        tap = stranger.callback(data=data, message=refusal)
        assert f"Your Telegram id is {stranger.id};" in tap.text
    stranger.expect_silence(0.2)


def test_listed_group_admits_its_members_to_ask_and_to_open(
    ann: User, stranger: User, desk: Group, tg: FakeTelegram
) -> None:
    """A member asks in the group, and opens what it answered in private; others do not."""
    outsider = tg.user(id=next(_ids), name="Trudy")
    question = stranger.send(f"/ask {OTHER_QUESTION}", chat=desk)
    answer = stranger.wait_for_message(chat=desk)
    assert answer.reply_to is question
    tap = stranger.tap(answer, "1")
    assert tap.url == answer.links["[1]"]
    stranger.open_link(answer, "[1]")
    card = stranger.wait_for_message()
    assert card.entity_texts("underline") == card.entity_texts("blockquote")
    stranger.send("May I ask here, too?")
    assert stranger.wait_for_message().text.startswith("You may not ask here.")
    outsider.open_link(answer, "[1]")

    assert outsider.wait_for_message().text.startswith("You may not ask here.")
    ann.expect_silence(0.2)


def test_group_is_answered_only_where_the_bot_is_addressed(ann: User, desk: Group) -> None:
    """A mention and a reply are questions; other talk is not, an unknown command neither."""
    desk.chat.bot_status = "administrator"  # so that it sees everything
    ann.send("What a day.", chat=desk)
    ann.send("/weather", chat=desk)
    ann.expect_silence(0.3, chat=desk)
    ann.send(f"@pressmark_bot {OTHER_QUESTION}", chat=desk)
    answer = ann.wait_for_message(chat=desk)
    ann.send(QUESTION, chat=desk, reply_to=answer)
    second = ann.wait_for_message(chat=desk)

    assert "42 crowns" in answer.text
    assert second.text != answer.text


def test_question_in_a_topic_is_answered_in_it(tg: FakeTelegram, ann: User, desk: Group) -> None:
    """Typing, too."""
    topic = desk.topic("Fish")
    ann.send(f"/ask {OTHER_QUESTION}", chat=desk, topic=topic)
    answer = ann.wait_for_message(chat=desk)

    assert answer.thread_id == topic
    assert tg.calls_of("sendChatAction")[-1].params["message_thread_id"] == topic


def test_unlisted_group_hears_a_refusal_only_when_it_asks(tg: FakeTelegram, stranger: User) -> None:
    """No noise between people."""
    room = tg.group(id=-100777, title="Elsewhere", members=[stranger])
    room.chat.bot_status = "administrator"
    stranger.send("Nice weather.", chat=room)
    stranger.expect_silence(0.3, chat=room)
    stranger.send("/ask What happened?", chat=room)

    refusal = stranger.wait_for_message(chat=room)
    assert refusal.text.startswith("You may not ask here.")


def test_reindex_shows_how_it_ends(boss: User) -> None:
    """One message, changed."""
    boss.send("/reindex")
    message = boss.wait_for_message()
    assert message.buttons in (["Cancel"], [])
    boss.wait_for_text("The archive is up to date: 48 articles read (48 unchanged)")

    assert message.text.startswith("The archive is up to date")
    assert message.buttons == []
    boss.expect_silence(0.2)


def test_full_reindex_asks_first(boss: User) -> None:
    """It builds everything anew."""
    boss.send("/reindex full")
    question = boss.wait_for_message()
    assert question.buttons == ["Build anew", "Not now"]
    assert boss.tap(question, "Not now").message().text == "Nothing was started."
    boss.send("/reindex full")
    boss.tap(boss.wait_for_message(), "Build anew")

    boss.wait_for_text("The archive is up to date: 48 articles read", 150)


def test_status_and_cancel_say_how_things_are(boss: User) -> None:
    """When nothing runs."""
    boss.send("/status")
    status = boss.wait_for_message()
    boss.send("/cancel")

    assert re.fullmatch(
        r"4\d articles, indexed (?:today|yesterday) at \d\d:\d\d, reads with the bundled model\.\n"
        r"2 articles have no date\.\nNothing is wrong\.",
        status.text,
    )
    assert boss.wait_for_message().text == "No run is going on. /reindex starts one."
    assert re.match(r"4\d articles, \d+ passages\.\n", boss.tap(status, "Details").message().text)


def test_admin_commands_are_refused_to_everybody_else(ann: User) -> None:
    """In messages and in forged taps."""
    for command in ("/reindex", "/reindex full", "/status", "/cancel"):
        ann.send(command)
        refusal = ann.wait_for_message()
        assert refusal.text == "Only admins may do this. You can still ask: write a question."
    tap = ann.callback(data="j:full:start", message=refusal)

    assert tap.text.startswith("Only admins may do this.")
    assert ann.callback(data="j:1:cancel", message=refusal).text == tap.text
