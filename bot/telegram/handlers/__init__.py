"""What people do in the chat: questions, taps, searches, verdicts."""
