"""Faults: kills, damaged files, full disks and concurrent processes."""
