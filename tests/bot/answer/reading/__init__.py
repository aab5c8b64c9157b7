"""Tests of bot.answer.reading."""
