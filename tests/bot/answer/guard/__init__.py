"""Tests of bot.answer.guard."""
