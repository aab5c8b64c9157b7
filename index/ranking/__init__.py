"""Puts candidates in order: features of each, one small fitted scorer, a selection that covers.

A question is a whole and its parts (``index.planning``). Each candidate has features against the
whole and against every part; ``weights.json``, made by ``tools/fit/ranking.py``, weighs them.
"""
