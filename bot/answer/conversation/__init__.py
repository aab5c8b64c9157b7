"""What a question takes over from the conversation before it."""
