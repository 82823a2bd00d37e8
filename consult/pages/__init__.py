"""Page dataclasses: exactly what a template receives, one value a page."""
