"""One module per command: the module ``search`` has the command ``search`` as ``command``."""
