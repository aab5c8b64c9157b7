"""From the fields of a record to an article: names, dates, markup, what is hidden."""
