"""Parts of the procedure on harmful radio interference: law, places, papers and rows."""
