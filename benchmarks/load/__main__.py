"""``python -m benchmarks.load``: the load of a server."""

from benchmarks.load.server_load import main

main()
