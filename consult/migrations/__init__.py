"""Migrations of the database; `consult.migrate` runs them."""
