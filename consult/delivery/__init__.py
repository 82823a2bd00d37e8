"""How what was recorded reaches people: within this product, and by the messages that leave it.

`here` moves the rows of `service` on. `messages` keeps what is to leave, one row a message, written in the transaction
that asks for it; what it says is put together when it is sent, from what its addressee may read at that moment.
"""

from consult.delivery.here import deliver_here

__all__ = ["deliver_here"]
