"""What a question asks for: its topic, parts, outlets, dates and wishes."""
