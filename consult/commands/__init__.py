"""Commands, one noun a file; `consult.cli` lists them."""
