"""Tests of index.archive.content."""
