"""Trains a reader: which sentence of a passage answers a question.

``candidates`` writes what the product finds, ``train`` learns from it (torch), ``export`` makes the
files that ``index/reader`` runs with numpy and ONNX Runtime. ``tools/fit/reading.py`` measures it;
``docs/reading.md`` has the commands and what was measured.
"""
