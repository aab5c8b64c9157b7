"""Tests of bot.answer.writing."""
