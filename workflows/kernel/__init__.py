"""The kernel: the language in which procedures are written, and what runs them.

Standard library only; ``transitions`` is used in ``machine`` alone. Nothing here reads a clock, a database or a user.
"""
