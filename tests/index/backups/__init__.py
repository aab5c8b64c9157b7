"""Tests of index.jobs."""
