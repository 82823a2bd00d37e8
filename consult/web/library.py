"""The library: procedures and instruments, open to everybody who acts for a party."""

from flask import Blueprint

from consult import citations

bp = Blueprint("library", __name__)
bp.add_app_template_global(citations.cite, "cite")
bp.add_app_template_global(citations.law, "law")
