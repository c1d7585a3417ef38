"""Measuring warraq: the quality of its ranking on judged sets, and its speed beside others."""
