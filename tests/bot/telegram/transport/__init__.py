"""Tests of bot.telegram.transport."""
