"""Knowledge of the Arabic language: words, levels, months, dates; pure functions, no state."""
