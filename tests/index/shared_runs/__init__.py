"""Runs that many processes share."""
