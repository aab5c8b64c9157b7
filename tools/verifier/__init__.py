"""Trains the guard's verifier: `data`, `model`, `train`, `export`."""
