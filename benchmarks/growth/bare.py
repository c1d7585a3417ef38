"""A bare Flask application, served by gunicorn with the settings of ``warraq serve``.

``python -m benchmarks.growth.bare`` prints its address when it listens.
"""

from __future__ import annotations

import os
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication


class _Server(BaseApplication):  # type: ignore[misc]
    def load_config(self) -> None:
        def listening(arbiter: Any) -> None:
            print("http://{}:{}/".format(*arbiter.LISTENERS[0].sock.getsockname()[:2]), flush=True)

        settings: dict[str, Any] = {
            "bind": ["127.0.0.1:0"],
            "workers": 1,
            "worker_class": "sync",
            "worker_tmp_dir": "/dev/shm" if os.access("/dev/shm", os.W_OK) else None,
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": listening,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app = Flask("bare")
        app.add_url_rule("/", view_func=lambda: "")
        return app


if __name__ == "__main__":
    _Server().run()
