"""Tests of bot.answer.conversation."""
