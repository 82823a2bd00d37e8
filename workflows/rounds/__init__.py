"""A round: a call with an exact closing instant, applications, their review, and results that are announced."""
