"""Backups of a whole installation, made while it runs and put back without forking its log.

A backup is one ZIP file: the record as an SQLite database whichever database keeps it (so that it can be put back into
either), the documents by digest, the installation's own files, and a manifest with the SHA-256 of each. It holds no
key, no password and nothing that the signer remembers: keys lie apart from the record, and an old memory of the signer
would let it sign another history.
"""
