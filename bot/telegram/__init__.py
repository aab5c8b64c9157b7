"""The bot in Telegram: updates in, messages out; everything it knows it asks of `bot.answer`."""
