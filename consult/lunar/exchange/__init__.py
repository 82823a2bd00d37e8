"""Import and export of the register: GeoJSON in lunar coordinates, and CSV. Nothing is ever half imported."""

from consult.lunar.exchange.exporting import export
from consult.lunar.exchange.importing import Importer, Report, import_file, import_text, read_text
from consult.lunar.exchange.rows import FORMATS, RowError

__all__ = ["FORMATS", "Importer", "Report", "RowError", "export", "import_file", "import_text", "read_text"]
