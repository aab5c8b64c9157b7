"""Real servers on loopback that stand in for the outside world: Telegram and language models."""
