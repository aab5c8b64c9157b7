"""Watches in Telegram."""
