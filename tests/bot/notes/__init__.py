"""Tests of bot.notes."""
