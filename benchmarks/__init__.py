"""Benchmarks: ranking quality, speed, growth, load, hostile queries and faults."""
