PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOME_OF_SAMPLE := .warraq
HOST ?= 127.0.0.1
PORT ?= 8000
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run test lint screenshots bench bench-quality bench-speed bench-load faults lock clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-14s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "warraq needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml setup.py index/kernels/compiled.pyx search/matching/kernels/compiled.pyx | $(BIN)/python
	@echo "Setting up (once) …"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements-dev.lock $(VENV)/.run
	@echo "Setting up the tests (once) …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/.run ## Index the sample archive and serve it, printing the address
	@$(BIN)/warraq --home $(HOME_OF_SAMPLE) add corpus/sample
	@exec $(BIN)/warraq --home $(HOME_OF_SAMPLE) serve --host $(HOST) --port $(PORT)

test: lint ## Lint, check types, and run every test
	@$(BIN)/python -m pytest

lint: $(VENV)/.test ## Lint, check the format and the types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

screenshots: $(VENV)/.test ## Make the pictures of docs/screenshots anew (needs chromium)
	@$(BIN)/python -m tests.screenshots

bench: $(VENV)/.test ## Measure quality, then all that bench-speed does
	@$(BIN)/python -m benchmarks.quality
	@$(MAKE) --no-print-directory bench-speed

bench-quality: $(VENV)/.test ## Compare the quality of the ranking and the analyzer with what is pinned
	@$(BIN)/python -m benchmarks.gate --full

bench-speed: $(VENV)/.test ## Measure speed, size and memory beside other engines, and as the archive grows
	@$(BIN)/python -m benchmarks.speed
	@$(BIN)/python -m benchmarks.growth
	@$(BIN)/python -m benchmarks.targets

bench-load: $(VENV)/.test ## Drive a server with wrk: requests a second, the front end's cost, memory
	@$(BIN)/python -m benchmarks.load
	@$(BIN)/python -m benchmarks.load.page_weight

faults: $(VENV)/.test ## Kill, damage and crowd an archive, and see that nothing is lost (about five minutes)
	@$(BIN)/python -m benchmarks.faults

lock: $(VENV)/.test ## Resolve the dependencies anew and write both lock files
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate --upgrade --group build pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate --upgrade --group dev pyproject.toml -o requirements-dev.lock

clean: ## Remove the environment, caches and the sample's archive
	@rm -rf $(VENV) $(HOME_OF_SAMPLE) .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
