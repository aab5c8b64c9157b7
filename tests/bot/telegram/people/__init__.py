"""Tests of bot.telegram.people."""
