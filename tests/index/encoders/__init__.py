"""Tests of how a model is read and run."""
