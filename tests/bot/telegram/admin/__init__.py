"""Tests of bot.telegram.admin."""
