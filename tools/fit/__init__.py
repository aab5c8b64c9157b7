"""Fits the stored weights: `python -m tools.fit.ranking` and its sisters."""
