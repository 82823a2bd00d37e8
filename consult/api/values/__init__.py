"""What answers of the API hold: frozen values, one noun a file, made from the values of the pages."""
