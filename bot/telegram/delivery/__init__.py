"""How what is owed gets to its chat, once."""
