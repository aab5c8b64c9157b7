"""Tests of index.archive.objects."""
