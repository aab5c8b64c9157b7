"""The asking side: questions in, checked answers out, in Telegram and in the terminal."""
