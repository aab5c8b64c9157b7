"""Runs have an owner, and a time until when it is believed to be alive."""

from alembic import op
from sqlalchemy import Column, Float

from index.catalog.collation import word

revision = "6"
down_revision = "5"


def upgrade() -> None:
    """Nobody works on a run while the tables change: both are empty."""
    op.add_column("jobs", Column("owner", word(32)))
    op.add_column("jobs", Column("lease", Float))
