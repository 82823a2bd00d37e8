"""Documents in the form in which missions and the United Nations exchange them: one value, drawn as HTML, Word and PDF.

What is said in a document is a `Document` of `values`: a header, then blocks. Nothing here knows a case or a report;
whoever has something to say builds the value, and each drawing says all of it. The same value gives the same bytes.
"""
