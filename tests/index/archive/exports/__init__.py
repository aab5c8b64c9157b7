"""Tests of what other programs export."""
