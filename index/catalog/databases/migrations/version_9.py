"""Runs are shared: who is there to work on them, and the parcels that they are cut into."""

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Integer, LargeBinary

from index.catalog.collation import prose, word

revision = "9"
down_revision = "8"


def upgrade() -> None:
    """Nobody works on a run while the tables change: both are empty."""
    op.create_table(
        "workers",
        Column("name", word(32), primary_key=True),
        Column("kind", word(16), nullable=False),
        Column("place", prose(), nullable=False),
        Column("begun", Float, nullable=False),
        Column("seen", Float, nullable=False),
        Column("parcels", Integer, nullable=False),
    )
    op.create_table(
        "parcels",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("job", Integer, ForeignKey("jobs.id"), nullable=False),
        Column("phase", word(16), nullable=False),
        Column("needs", word(120), nullable=False),
        Column("size", Integer, nullable=False),
        Column("things", JSON, nullable=False),
        Column("owner", word(32)),
        Column("crashes", Integer, nullable=False),
        Column("done", Boolean, nullable=False),
        Column("made", LargeBinary),
    )
    op.create_index("parcels_by_job", "parcels", ["job"])
