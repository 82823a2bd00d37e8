"""Pages: one noun a file. A route reads, acts and answers; rules and queries live below."""
