# Storewarden: everything a newcomer types. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := .venv-uv/bin/uv
SECONDS ?= 60
export UV_PYTHON_DOWNLOADS := never
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help run setup check test lint contracts audit bench bench-logs bench-advisories fuzz docs clean

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

run: $(VENV)/.ready ## set up, start the demo estate, check it, serve the pages until Ctrl-C (ONCE=1: stop after the scoreboard)
	@$(BIN)/python -m lab run

setup: $(VENV)/.ready ## make the virtual environment with the locked dependencies

$(UV): scripts/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Storewarden needs Python 3.11 or newer; say which: make PYTHON=/path/to/python3.11")'
	@echo "Setting up: uv"
	@$(PYTHON) -m venv .venv-uv
	@.venv-uv/bin/python -m pip install --quiet --disable-pip-version-check -r scripts/uv.txt 2>.venv-uv/pip.log || { cat .venv-uv/pip.log; exit 1; }

$(VENV)/.ready: $(UV) uv.lock pyproject.toml
	@echo "Setting up: the locked dependencies"
	@$(UV) sync --quiet --locked --python $(PYTHON)
	@touch $@

check: $(VENV)/.ready lint contracts ## the fast part, for every commit
	@$(BIN)/pytest -q -n 2 --hypothesis-profile=quick -m "not slow and not lab and not browser and not postgresql and not mariadb and not corpus"

test: $(VENV)/.ready ## the whole suite: system packages, lint, types, contracts, audit, all tests on all Pythons
	@sh scripts/system_packages.sh
	@$(MAKE) --no-print-directory lint contracts audit
	@$(BIN)/pytest -q -n 2 --dist loadfile
	@sh scripts/other_python.sh $(UV)

lint: $(VENV)/.ready ## style, types, dead code, undeclared dependencies
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/vulture
	@$(BIN)/deptry --no-ansi src
	@$(BIN)/towncrier build --draft --version next >/dev/null

contracts: $(VENV)/.ready ## the floors and walls of the house
	@$(BIN)/lint-imports --no-cache

audit: $(VENV)/.ready ## known vulnerabilities in the locked dependencies
	@sh scripts/audit.sh $(UV)

bench: $(VENV)/.ready ## measure; figures go to benchmarks/RESULTS.md
	@$(BIN)/python benchmarks/run.py

bench-logs: $(VENV)/.ready ## measure the log river on 1,500,000 lines; figures go to benchmarks/RESULTS.md
	@$(BIN)/python benchmarks/logs/bench.py

bench-advisories: $(VENV)/.ready ## measure inventory, matching and loading of advisories; figures go to benchmarks/RESULTS.md
	@$(BIN)/python benchmarks/advisories/bench.py
	@$(BIN)/python benchmarks/inventory/bench.py

fuzz: $(UV) ## give every parser inputs that nobody would write, SECONDS=60 each; what came of it goes to docs/fuzzing.md
	@UV_PROJECT_ENVIRONMENT=.venv-fuzz $(UV) sync --quiet --locked --group fuzz --no-group lab --python $(PYTHON)
	@nice .venv-fuzz/bin/python -m tests.fuzz.run $(SECONDS)

docs: $(VENV)/.ready ## write the generated pages again
	@$(BIN)/python -m storewarden checks --format markdown > docs/checks.md
	@$(BIN)/python scripts/detections.py

clean: ## remove what was set up and what the lab made
	rm -rf .venv .venv-uv .venv-3.13 .venv-fuzz .lab
