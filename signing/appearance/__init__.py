"""What a visible signature looks like and where it goes on the page."""
