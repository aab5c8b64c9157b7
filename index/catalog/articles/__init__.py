"""Articles in the catalog: taken in, told apart, in versions, found in files, withdrawn."""
