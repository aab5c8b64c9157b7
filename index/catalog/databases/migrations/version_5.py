"""The first version that is not refused: homes of before have nothing that tells what they lack."""

revision = "5"
down_revision = None


def upgrade() -> None:
    """Nothing: a home begins with it, or was made with it."""
