"""Tests of index.search."""
