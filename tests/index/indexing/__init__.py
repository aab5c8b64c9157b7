"""Tests of index.indexing."""
