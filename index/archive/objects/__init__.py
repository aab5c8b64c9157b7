"""JSON: where articles are in values of any shape, and what is read of a broken file."""
