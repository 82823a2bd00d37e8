"""The library: procedures and instruments read for a page, from the values themselves and nothing else.

No database, no clock and no request: what a procedure says here is what its machine does, since both are read from one
value. Not modelled: the history of editions, which the docket keeps.
"""
