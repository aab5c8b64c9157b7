"""Tests of bot.answer.stories."""
