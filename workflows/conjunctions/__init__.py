"""Close approaches of two objects in orbit, part by part."""
