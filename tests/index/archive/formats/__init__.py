"""Tests of index.archive.formats."""
