"""Runs that many processes share, where the catalog and Chroma are on servers."""
