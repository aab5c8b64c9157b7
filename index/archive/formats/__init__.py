"""A module a format: from a stream to records."""
