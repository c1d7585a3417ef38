"""compose.yaml: every service is restricted, runs a command, and has what the image declares."""

from __future__ import annotations

import re
from typing import Any

import click
import pytest
import yaml

from tests.homes import ROOT
from warraq.cli import main

FILE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_restricted(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert f"USER {service['user']}" in DOCKERFILE
    assert service["volumes"][0] == "archive:/archive"
    assert "VOLUME /archive" in DOCKERFILE


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_a_command(name: str) -> None:
    words = re.sub(r"\$\{\w+:-(\w+)\}", r"\1", SERVICES[name]["command"]).split()
    command = main.commands[words[0]]
    context = command.make_context(
        words[0], words[1:], parent=click.Context(main), resilient_parsing=True
    )
    assert context.command.name == {"server": "serve"}.get(name, name)


def test_only_the_server_starts_by_itself_and_has_a_network() -> None:
    assert [name for name, service in SERVICES.items() if "profiles" not in service] == ["server"]
    assert [n for n, service in SERVICES.items() if service.get("network_mode") != "none"] == [
        "server"
    ]
    (published,) = SERVICES["server"]["ports"]
    assert published.startswith("127.0.0.1:")
