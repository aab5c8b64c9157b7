"""Where articles come from: files, folders and URLs."""
