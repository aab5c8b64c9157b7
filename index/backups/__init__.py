"""A home in one file: written while it is used, and brought back."""
