"""Objects launched into outer space as an index tells of them: read from a table in the form of the United Nations
index, each line with its source and grade, to look things up in.
"""

from consult.objects.importing import Report, import_table
from consult.objects.index import Found, Line, count_lines, has_line, list_objects

__all__ = ["Found", "Line", "Report", "count_lines", "has_line", "import_table", "list_objects"]
