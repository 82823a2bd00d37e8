"""The audit log that backs a State's submission: entries of the record, narrowed, each proved in a signed checkpoint.

An audit log is no document of the United Nations; only an annex that a ministry clears is filed (procedures.md 13.1,
13.6). It is made in one of three sets. What a set or its maker may not have is left out and stays named by the digest
in its entry, so that a redacted copy verifies as the whole does: `consult-verify.py audit FILE` checks either, and the
format is described there (`consult.log.verifier`). The same record, question and instant give the same bytes.
"""
