"""The same product for machines: one noun a file, over the same functions and the same policy as the pages.

A noun declares its operations (`consult.api.frame`), takes what pages take, and answers values of `consult.api.values`.
A new noun is a file here and a line in `catalogue`; route, reading, problems and document follow.
"""
