"""What the desk keeps and asks beside the cases themselves: marks of what was seen, what others did since, service
that failed, and saved views of the list.
"""

from consult.desk.failures import FailedService, failed_services
from consult.desk.marks import Mark, find_mark, go_back, mark_seen
from consult.desk.news import News, news_since
from consult.desk.views import View, find_view, list_views, remove_view, rename_view, save_view

__all__ = [
    "FailedService",
    "Mark",
    "News",
    "View",
    "failed_services",
    "find_mark",
    "find_view",
    "go_back",
    "list_views",
    "mark_seen",
    "news_since",
    "remove_view",
    "rename_view",
    "save_view",
]
