"""Reports to the Committee on the Peaceful Uses of Outer Space, built from the record with the source of every figure.

`scope` says what is asked for, `figures` what is found and from which acts. What may be told follows from the consents
in the scope and from `consult.visibility`; nothing else decides it.
"""
