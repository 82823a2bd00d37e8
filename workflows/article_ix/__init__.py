"""Parts of the consultation before a planned activity (OST IX), shared by duty, request and precaution."""
