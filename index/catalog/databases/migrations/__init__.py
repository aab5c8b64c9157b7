"""What changed from one version of the tables to the next, a module a version, for Alembic.

Each says what it did in words of its own, not by ``schema``, which goes on to change.
"""
