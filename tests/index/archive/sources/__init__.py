"""Tests of index.archive.sources."""
