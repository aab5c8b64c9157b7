"""Encoders on the processor: how one runs, and how its file is written."""
