"""Runs: submitted, worked off by the owner of the index, begun by themselves, checked."""
