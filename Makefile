PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOME_OF_SAMPLE := .warraq
HOST ?= 127.0.0.1
PORT ?= 8000
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
  --no-emit-index-url --no-emit-find-links
UPGRADE ?= --upgrade
# Two processes, each with whole files: the tests of a file share what its fixtures build.
SPREAD := --numprocesses 2 --dist loadfile
# The lock files are complete. With --no-deps, pip before 23.3 does not warn about the extra
# lxml[html_clean] of justext, whose name it does not normalize.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run test test-fast lint screenshots bench bench-quality bench-speed bench-load faults lock clean

# Tests start many processes; cached bytecode saves each of them two seconds.
unexport PYTHONDONTWRITEBYTECODE

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-14s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "warraq needs Python 3.11 or newer; choose one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml setup.py $(wildcard index/kernels/*.pyx search/*/kernels/*.pyx index/kernels/*.h) | $(BIN)/python
	@echo "Installing warraq (once) …"
	@$(PIP) install --require-hashes --no-deps -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements-dev.lock $(VENV)/.run
	@echo "Installing the development tools (once) …"
	@$(PIP) install --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

run: $(VENV)/.run ## Index the sample archive and serve it, printing the address
	@$(BIN)/warraq --home $(HOME_OF_SAMPLE) add corpus/sample
	@exec $(BIN)/warraq --home $(HOME_OF_SAMPLE) serve --host $(HOST) --port $(PORT)

test: ## Lint, check types, run every test, and print the time it took
	@started=$$(date +%s); \
	  $(MAKE) --no-print-directory lint && $(BIN)/python -m pytest $(SPREAD); status=$$?; \
	  seconds=$$(( $$(date +%s) - started )); \
	  echo "make test took $$((seconds / 60)) min $$((seconds % 60)) s"; exit $$status

test-fast: $(VENV)/.test ## Lint and run the tests that start no process, in less than a minute
	@started=$$(date +%s); \
	  $(BIN)/ruff check . && $(BIN)/ruff format --check --quiet . && \
	  $(BIN)/python -m pytest $(SPREAD) --hypothesis-profile fast \
	    -m "not slow and not browser and not faults and not shared" $(TESTS); status=$$?; \
	  echo "make test-fast took $$(( $$(date +%s) - started )) s"; exit $$status

lint: $(VENV)/.test ## Lint, check the format and the types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

screenshots: $(VENV)/.test ## Take the pictures of docs/screenshots again (needs chromium)
	@$(BIN)/python -m tests.screenshots

bench: $(VENV)/.test ## Measure quality and everything of bench-speed
	@$(BIN)/python -m benchmarks.quality
	@$(MAKE) --no-print-directory bench-speed

bench-quality: $(VENV)/.test ## Compare ranking and analyzer scores with the pinned ones
	@$(BIN)/python -m benchmarks.gate --full
	@$(BIN)/python -m benchmarks.words
	@$(BIN)/python -m benchmarks.extraction

bench-speed: $(VENV)/.test ## Measure speed, size and memory, compared with other engines and for growing archives
	@$(BIN)/python -m benchmarks.speed
	@$(BIN)/python -m benchmarks.growth
	@$(BIN)/python -m benchmarks.targets

bench-load: $(VENV)/.test ## Load a server with wrk: requests per second, cost of the front end, memory
	@$(BIN)/python -m benchmarks.load
	@$(BIN)/python -m benchmarks.load.page_weight

faults: $(VENV)/.test ## Kill writers, damage files, fill disks, and check that nothing is lost (FAULTS=--small: a tenth)
	@$(BIN)/python -m benchmarks.faults $(FAULTS)
	@$(BIN)/python -m benchmarks.hostile.files $(if $(findstring --small,$(FAULTS)),--files 1000)

lock: $(VENV)/.test ## Upgrade the dependencies in both lock files (UPGRADE= only adds what is missing)
	@$(COMPILE) $(UPGRADE) --extra word --group build pyproject.toml -o requirements.lock
	@$(COMPILE) $(UPGRADE) --group dev pyproject.toml -o requirements-dev.lock

clean: ## Remove the environment, caches and the sample's archive
	@rm -rf $(VENV) .venv-* $(HOME_OF_SAMPLE) .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
