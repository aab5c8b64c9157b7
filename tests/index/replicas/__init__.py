"""Tests of index.replicas."""
