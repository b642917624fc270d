# `make run` and `make test` install what is missing first. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
JOBS ?= 2
VENV := .venv
BIN := $(VENV)/bin
PIP = $(BIN)/uv pip
ENVIRONMENT = -q --python $(BIN)/python
# Programs and tests start many processes, each of which would compile its modules anew where bytecode is not to be kept.
export PYTHONDONTWRITEBYTECODE :=
HEADLESS = $(if $(DISPLAY)$(WAYLAND_DISPLAY),,1)

.PHONY: help run test test-slow lint format shots bench install install-dev lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install ## install what is missing and run (without a display: a scripted session on a virtual screen)
	@packaging/bootstrap.sh $(if $(HEADLESS),demo,run)
	@$(BIN)/python -m app.demo

test: install-dev ## install what is missing and run every test that is not slow
	@packaging/bootstrap.sh test
	@$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -m "not slow" -n $(JOBS) --dist loadfile --ignore tests/e2e/test_day.py $(PYTEST_ARGS)
	$(BIN)/python -m pytest -m "not slow" tests/e2e/test_day.py $(PYTEST_ARGS)

test-slow: install-dev ## the long tests: two hundred crashes, full sessions
	@packaging/bootstrap.sh test
	$(BIN)/python -m pytest -m slow -n $(JOBS) --dist worksteal $(PYTEST_ARGS)

lint: install-dev ## formatting, lint, strict types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install-dev ## rewrite files as the linter wants them
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

shots: install-dev ## screenshots of every window in both themes, into build/shots/
	@packaging/bootstrap.sh test
	$(BIN)/python tests/shots.py

bench: install-dev ## every figure, into build/bench.json (BENCH="append idle" for some)
	@packaging/bootstrap.sh test
	$(BIN)/python -m tests.bench.run $(BENCH)

install: $(VENV)/.installed ## the environment with what the application needs

install-dev: $(VENV)/.installed-dev ## the environment with what the tests need too

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Daytrail needs Python 3.11 or newer; name one: make run PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "Python lacks venv; on Debian: apt-get install -y python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install -q --disable-pip-version-check uv

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/uv
	$(PIP) sync $(ENVIRONMENT) --require-hashes requirements.lock
	$(PIP) install $(ENVIRONMENT) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(BIN)/uv
	$(PIP) sync $(ENVIRONMENT) --require-hashes requirements-dev.lock
	$(PIP) install $(ENVIRONMENT) --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.installed

lock: | $(BIN)/uv ## resolve the dependencies anew into both hashed lock files
	$(BIN)/uv pip compile -q pyproject.toml --group build --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-dev.lock
	$(BIN)/uv pip compile -q pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements-dev.lock -o requirements.lock

clean: ## remove what was built (not the environment, never recorded data)
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
