"""Tests of `bot.transcripts`."""
