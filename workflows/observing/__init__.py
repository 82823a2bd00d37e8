"""Observation of the flight of objects, part by part."""
