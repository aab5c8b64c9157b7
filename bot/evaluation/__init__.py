"""Scores of retrieval and answers on a file of questions: the `eval` command."""
