"""What is indexed where has a log, which homes follow that have the index as replicas."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Float, Integer

from index.catalog.collation import word

revision = "8"
down_revision = "7"


def upgrade() -> None:
    """What was indexed before has no entries: whoever begins to follow takes the whole of it."""
    op.create_table(
        "changes",
        Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
        Column("generation", word(32), nullable=False),
        Column("passage", word(32), nullable=False),
        Column("added", Boolean, nullable=False),
        Column("at", Float, nullable=False),
    )
    op.create_index("changes_by_generation", "changes", ["generation", "seq"])
    op.create_table(
        "replicas",
        Column("home", word(64), primary_key=True),
        Column("generation", word(32), primary_key=True),
        Column("position", BigInteger, nullable=False),
        Column("seen_at", Float, nullable=False),
    )
    op.add_column("generations", Column("switched_at", Float))
    op.add_column("generations", Column("pruned", BigInteger, nullable=False, server_default="0"))
