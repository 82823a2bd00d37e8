"""Parts of the procedure ``settlement``: terms, frame, papers, and its rows by chapter."""
