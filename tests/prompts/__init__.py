"""Tests of the texts for language models."""
