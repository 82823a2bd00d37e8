"""How what was recorded reaches people: within this product, and by the messages that leave it.

`here` and `serving` serve an act, here and by messages; `moves` keeps how far that came. `messages` keeps what is to
leave, one row a message, written in the transaction that asks for it; `wording` says what each says when it is sent,
`sending` sends it by the `carriers`.
"""
