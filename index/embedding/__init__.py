"""Embedders: the bundled one, others, and how their texts and vectors are told apart."""
