"""The other side of the API: what a command line needs to work on an instance that is elsewhere.

It knows HTTP and JSON, the few addresses of `entries` and the verifier of the log; no Flask, no database, no procedure
and no step. What may be done, what a filing asks and where anything is, the instance says in its answers. Nothing that
it says is believed beyond that: what is read is of the expected type or refused, what is printed cannot steer a
terminal, and the log is checked by a policy and a checkpoint that are kept here.
"""
