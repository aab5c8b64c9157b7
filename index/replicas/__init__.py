"""Homes that have the shared index as a replica: its words, vectors and columns on this machine."""
