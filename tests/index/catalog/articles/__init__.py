"""Tests of index.catalog.articles."""
