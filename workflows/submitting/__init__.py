"""A submission to a body of the United Nations: scoped, compiled, reviewed, consented to, cleared, and issued."""
