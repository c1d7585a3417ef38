"""Running the application: gunicorn, its worker, request log, timing and metrics."""
