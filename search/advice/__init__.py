"""What else to ask where little or nothing was found."""
