"""A run: from the files of the archive to a generation of the index."""
