"""Tests of index.stores."""
