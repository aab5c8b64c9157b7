"""Words, sentences, names, figures and languages of any text."""
