"""Tests of the fakes: a judge that is wrong would pass a bot that is wrong."""
