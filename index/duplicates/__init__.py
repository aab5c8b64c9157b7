"""Near duplicates of whole articles: wire copies, syndication, re-runs.

``signature_of`` and ``bands`` find candidates without reading every text, ``judge`` compares two
texts, ``unmatched_passages`` says what a copy has in addition. Being a copy is not transitive: fold
an article into a group only if it is a copy of the group's original.
"""

from index.duplicates.judgement import DAYS, Judgement, in_window, judge, unmatched_passages
from index.duplicates.signatures import Signature, bands, overlap, runs, signature_of

__all__ = [
    "DAYS",
    "Judgement",
    "Signature",
    "bands",
    "in_window",
    "judge",
    "overlap",
    "runs",
    "signature_of",
    "unmatched_passages",
]
