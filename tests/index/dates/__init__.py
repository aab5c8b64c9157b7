"""Tests of index.dates."""
