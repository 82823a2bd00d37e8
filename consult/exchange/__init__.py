"""What leaves as a file for another system and comes in from one: notices as JSON, contact points as CSV.

Whatever comes in is looked at first, row by row, and is recorded whole or not at all; a look says exactly what a run
would do. What nobody may do on a page nobody does by a file: the same services write, in the same standing. Lunar
activities have their own reader and writer (`consult.lunar.exchange`). User, instant and limits are arguments.
"""

from consult.exchange.faults import BadFile, Fault

__all__ = ["BadFile", "Fault"]
