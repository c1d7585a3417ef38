"""What the command line has in common: options, faults, lines of a terminal."""
