"""Drawings as SVG text: state diagrams and timelines, pure functions of small frozen values.

Nothing here knows a web framework, a database or the law. A drawing carries classes only, never a style, so that it can
stand in a page under a strict content security policy; colours, dashes and the print form live in static/drawing.css.
Every drawing has a table beside it that says the same in words. Drawings that leave the product (`printed`,
`report_charts`) carry their colours and patterns as attributes instead, since no style sheet goes with them.
"""
