"""Mirrors ``index/ranking``."""
