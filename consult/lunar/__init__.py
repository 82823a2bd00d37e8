"""Planned activities: where, when and on which frequencies they meet; exact on the sphere of the Moon."""
