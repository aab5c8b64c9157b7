"""Tests of index.duplicates."""
