"""What the bot shows and takes over HTTP: health, metrics, posted updates, pages of answers."""
