"""Lending of lunar samples and scientific data: from the request to the return and the results."""
