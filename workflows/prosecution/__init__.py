"""Parts of the procedure on criminal jurisdiction aboard a station; written for it alone."""
