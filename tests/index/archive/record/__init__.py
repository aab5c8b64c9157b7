"""Tests of index.archive.record."""
