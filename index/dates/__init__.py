"""Dates: those that articles and questions name, and those of records."""
