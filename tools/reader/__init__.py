"""Trains a reader: which sentence of a passage answers a question. Answers do not ask it yet.

``candidates`` writes what the product finds, ``train`` learns from it (torch), ``export`` makes the
files that ``reader`` runs with numpy and ONNX Runtime, ``evaluate`` measures them on articles that
were left out. ``docs/reading.md`` has the commands and what was measured.
"""
