"""Parts of the one procedure of all meetings."""
