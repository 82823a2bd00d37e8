"""The peer: the same work by Django's ORM, with django-fsm-2 for the states and django-fsm-log for the history.

It runs in an environment of its own (`make bench-peers`), with this folder's parent as its place. `orders.py` takes
orders line by line, so that product and peer work in turns in one run; `web.py` is served by the same server with the
same processes and threads as the product.
"""
