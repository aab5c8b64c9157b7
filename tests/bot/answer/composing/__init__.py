"""Tests of bot.answer.composing."""
