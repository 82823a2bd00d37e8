"""The record of an agreement: what its text means to the reader of agreements, and the ladder that it would give."""
