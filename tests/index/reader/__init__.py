"""Tests of index.reader."""
