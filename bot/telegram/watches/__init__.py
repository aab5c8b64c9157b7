"""Watches in Telegram: how they are made and ended, and what is told of them, unasked."""
