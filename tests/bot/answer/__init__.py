"""Tests of the way from hits to a checked answer."""
