"""The frame that carries every noun of the API: the door, reading, answering, problems, and the document.

A noun declares its operations once (`declaring`); route, reading, answer and document are made from that. Why not a
library: flask-openapi3 reads a body with `get_json(silent=True)`, so that a name said twice, NaN, broken UTF-8 and a
wrong media type all arrive as "no body"; it validates by classes that stand when the module is imported, while what a
step asks comes from the edition of the case; and the application has to be its subclass.
"""
