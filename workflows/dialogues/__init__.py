"""Parts of a series of meetings between two governments, or of a joint committee under an agreement."""
