"""Parts of the consultation before a planned activity (OST IX), shared by the duty to consult and the request for consultation."""
