"""How long adding and searching take, beside other engines."""
