"""The asking side: questions in, checked answers out, in Telegram and in the terminal."""

__version__ = "0.1.0"
