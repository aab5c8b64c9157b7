"""The tables of the asking side, handed to the catalog when it is opened.

``people`` are known by their Telegram ids, groups by theirs, which are below 0; ``profiles`` are
what else they are called and chose. What they asked is counted by days (``used``), and what they
think of answers is kept once a person (``feedback``). ``searches`` are kept so that their further
pages can be opened later, with their ``seekers``; ``looks`` tell since when something is new to
somebody, ``cards`` and ``albums`` are there so that a start changes nothing for whoever taps or
sends, and ``moved`` are the groups that have another id now. ``watches`` are what people want to
be told of, in which chat, and ``told`` the articles that were.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
)

from index.catalog.collation import prose, word
from index.catalog.schema import FLEETING, passages

metadata = MetaData()

people = Table(
    "people",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", prose(), nullable=False),
    Column("language", word(8)),  # chosen by themselves, or for a group
    Column("state", word(16)),  # admitted, waiting, banned; null: as the settings say
    Column("code", word(16)),  # of one who waits
    Column("changed_at", Float, nullable=False),
    Index("people_by_state", "state"),
)
profiles = Table(
    "profiles",
    metadata,
    Column("who", BigInteger, primary_key=True, autoincrement=False),  # person, or group below 0
    Column("username", word(64)),  # folded, as it was last seen
    Column("timezone", word(64)),  # chosen by themselves, or for a group
    Index("profiles_by_username", "username"),
)
invitations = Table(
    "invitations",
    metadata,
    Column("code", word(32), primary_key=True),  # random
    Column("left", Integer, nullable=False),
    Column("expires_at", Float, nullable=False),
    Column("made_by", BigInteger, nullable=False),
)
used = Table(
    "used",
    metadata,
    Column("day", word(10), primary_key=True),  # UTC
    Column("who", BigInteger, primary_key=True, autoincrement=False),  # person, or group below 0
    Column("questions", Integer, nullable=False),
    sqlite_with_rowid=False,
)
feedback = Table(
    "feedback",
    metadata,
    Column("answer", word(32), primary_key=True),
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),  # a citation, or 0: the answer
    Column("verdict", word(16), nullable=False),  # up, down, unsupported
    Column("at", Float, nullable=False),
    sqlite_with_rowid=False,
)
searches = Table(
    "searches",
    metadata,
    Column("id", word(32), primary_key=True),  # random
    Column("query", prose(), nullable=False),
    Column("asked_at", Float, nullable=False),
)
seekers = Table(
    "seekers",
    metadata,
    Column("search", word(32), primary_key=True),
    Column("who", BigInteger, nullable=False),
    Column("timezone", word(64), nullable=False),  # whose days are meant by its words
    Index("seekers_by_who", "who"),
)
moved = Table(
    "moved",
    metadata,
    Column("old", BigInteger, primary_key=True, autoincrement=False),  # the group
    Column("new", BigInteger, nullable=False),  # the supergroup that it became
    Column("at", Float, nullable=False),
)
looks = Table(
    "looks",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),  # when they were shown what is new
    sqlite_with_rowid=False,
)
watches = Table(
    "watches",
    metadata,
    Column("id", word(16), primary_key=True),  # random
    Column("chat", BigInteger, nullable=False),  # where it is told; 0: in a terminal
    Column("thread", BigInteger),  # topic of a group
    Column("person", BigInteger, nullable=False),  # whose it is; 0: of who sits at the terminal
    Column("words", prose(), nullable=False),
    Column("language", word(8), nullable=False),  # that was spoken when it was made
    Column("hour", Integer),  # of a daily digest; null: at once
    Column("made_at", Float, nullable=False),  # articles that came before are not told
    Column("looked_until", Float, nullable=False),  # those that came by then were looked at
    Column("settled_at", Float, nullable=False),  # when that was, or the hour was chosen
    Index("watches_by_chat", "chat"),
    Index("watches_by_person", "person"),
)
told = Table(
    "told",
    metadata,
    Column("watch", word(16), primary_key=True),
    Column("article", word(32), primary_key=True),
    Column("at", Float, nullable=False),
    sqlite_with_rowid=False,
)
cards = Table(
    "cards",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("answer", word(32), primary_key=True),
    Column("message", BigInteger, nullable=False),  # that shows a citation of the answer
    Column("at", Float, nullable=False),
    sqlite_with_rowid=False,
)
albums = Table(
    "albums",
    metadata,
    Column("id", word(64), primary_key=True),  # media_group_id
    Column("wanted", Boolean, nullable=False),  # whether its caption came that has it added
    Column("waiting", JSON, nullable=False),  # messages with documents that came before it
    Column("changed_at", Float, nullable=False),
)
answers = Table(
    "answers",
    metadata,
    Column("id", word(32), primary_key=True),  # random
    Column("conversation", word(64)),
    Column("question", prose(), nullable=False),
    Column("content", JSON, nullable=False),
    Column("created_at", Float, nullable=False),
    Index("answers_by_conversation", "conversation", "created_at"),
)
citations = Table(
    "citations",
    metadata,
    Column("id", word(32), primary_key=True),  # index.digests.citation_id
    Column("passage", word(32), ForeignKey(passages.c.id), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)
updates = Table(
    "updates",
    metadata,
    Column(
        "id",  # Telegram's update_id; a row's own number in SQLite
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("payload", JSON, nullable=False),
    Column("state", word(16), nullable=False),  # received, done, aside
    Column("received_at", Float, nullable=False),
    Column("chat", BigInteger),  # or person, where it is of no chat
    Column("owner", word(32)),  # the bot that has it in hand, where several share a database
    Index("updates_by_state", "state"),
)
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", word(64), primary_key=True),  # the update that asked, with chat and message
    Column("chat", BigInteger, nullable=False),
    Column("question", BigInteger, nullable=False),  # id of the message that asked
    Column("state", word(16), nullable=False),  # open, due, done, refused
    Column("content", JSON, nullable=False),  # where to, what is owed, what arrived
    Column("created_at", Float, nullable=False),
    Column("owner", word(32)),  # as of an update
    Index("deliveries_by_question", "chat", "question"),
    Index("deliveries_by_state", "state"),
)
bots = Table(
    "bots",
    metadata,
    Column("name", word(32), primary_key=True),  # random; of one that shares the database
    Column("lease", Float, nullable=False),  # until when it is believed to be there
    Column("newest", BigInteger, nullable=False),  # id of a private message that it knows
    info={FLEETING: True},
)
charges = Table(
    "charges",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("bot", word(32), nullable=False),  # that alone works for the chat
    Index("charges_by_bot", "bot"),
    info={FLEETING: True},
)
