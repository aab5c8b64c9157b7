"""Tests of index.archive.pages."""
