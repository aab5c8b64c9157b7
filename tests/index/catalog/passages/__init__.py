"""Tests of index.catalog.passages."""
