"""Approach to another State's object, or its removal, part by part."""
