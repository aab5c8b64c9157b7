"""Bots that share a database share the work: each update and delivery has a bot that has it."""

from alembic import op
from sqlalchemy import BigInteger, Column, inspect

from index.catalog.collation import word

revision = "7"
down_revision = "6"


def upgrade() -> None:
    """Nobody has any yet; what was stored before is of no known chat, and goes in its order."""
    there = inspect(op.get_bind()).get_table_names()
    if "updates" in there:  # a home that never had a bot lacks them, and gets them whole
        op.add_column("updates", Column("chat", BigInteger))
        op.add_column("updates", Column("owner", word(32)))
    if "deliveries" in there:
        op.add_column("deliveries", Column("owner", word(32)))
