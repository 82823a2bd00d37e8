"""Parts of the procedure on joint inventions; written for it alone."""
