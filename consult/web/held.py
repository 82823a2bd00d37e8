"""The templates as they were when the application was joined, whatever lies in their folder since.

A template is read when a page is first drawn by it, which may be weeks after the start, and again by each process that
is renewed. Where a new version has been put into the tree meanwhile, and the server goes on until it is restarted, it
would draw its pages by templates of another version. All of them are half a megabyte, read in some milliseconds.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from flask import Flask
from jinja2 import BaseLoader, Environment, TemplateNotFound


class Held(BaseLoader):
    """Gives templates out of memory, each under the path that it was read from."""

    def __init__(self, folder: Path) -> None:
        """Read them all."""
        self.folder = folder
        self.texts: Mapping[str, str] = {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*.*"))
            if path.is_file()
        }

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Give a template; TemplateNotFound where none of this name was there."""
        if template not in self.texts:
            raise TemplateNotFound(template)
        return self.texts[template], str(self.folder / template), lambda: True

    def list_templates(self) -> list[str]:
        """List them by name."""
        return list(self.texts)


def begin(app: Flask) -> None:
    """Draw the pages of an application by the templates as they are now."""
    app.jinja_loader = Held(Path(app.root_path) / str(app.template_folder))
