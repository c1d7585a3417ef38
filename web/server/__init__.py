"""Running the application with gunicorn."""
