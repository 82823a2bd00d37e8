"""Files that are asked for and made beside the pages: an audit log, a report.

`rows` keeps what was asked for and how far it is; `making` makes it, here at once or in the background; `keeping` is
the folder in which the files lie; `taking` gives one to whoever may have it, and enters that in the log. What can be
made is said by a `Maker`.
"""
