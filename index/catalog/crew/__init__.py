"""Who works on the runs that machines share, and what each of them has in hand."""
