"""How warraq grows: archives of several sizes, made of the same articles."""
