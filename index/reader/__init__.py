"""The reader: a small encoder that reads question, headline, date and sentences together."""
