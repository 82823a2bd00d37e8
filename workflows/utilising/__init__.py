"""Parts of the use of a station: the arrangement of one project, its way aboard, its results."""
