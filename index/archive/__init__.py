"""Readers: from the files an operator points at to articles, one module a family of formats."""
