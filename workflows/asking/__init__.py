"""What procedures share in which a State asks others for something that they need not give."""
