# One command a wish. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh

VENV := .venv
BIN := $(VENV)/bin
CODE := $(wildcard bot adapters storage tests)
# For two cores: some tests mostly wait, for leases to end and for processes to stop.
WORKERS ?= 3

# Where this is set, each process that a test starts would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

# What is installed, as two stamps: enough to run, and everything. The second brings the first with it.
RUNTIME := $(VENV)/.runtime-installed
ALL := $(VENV)/.all-installed
# Programs that others wrote, to test against. Without npm the tests that need them are skipped, and say so.
CLIENTS := tests/clients
PEERS := $(CLIENTS)/node_modules/.installed
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
FIND_PYTHON := for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; done

# A Python that was upgraded away takes what was installed with it.
$(shell test -x $(BIN)/python || rm -f $(RUNTIME) $(ALL))

.PHONY: help setup run test check bench crash noise pictures format messages lock clean

help: ## List these targets.
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-9s %s\n", $$1, $$2 }'

setup: $(ALL) $(PEERS) ## Make .venv with everything that work on Kindling needs.

run: $(RUNTIME) ## Set up what is missing, then open the demo at http://127.0.0.1:8080.
	@$(BIN)/kindling demo

test: $(ALL) $(PEERS) ## Run the tests.
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

check: $(ALL) $(PEERS) ## Everything a change has to pass: style, types, arrows, tests.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

bench: $(ALL) ## Measure, each figure beside its baseline.
	$(BIN)/python -m tests.bench

crash: $(ALL) ## Kill it under load, again and again, and count what was kept.
	$(BIN)/python -m tests.crash

noise: $(ALL) ## Live two hundred busy years and count what was too much.
	$(BIN)/python -m tests.noise

pictures: $(ALL) ## Take the README's pictures of the demo and of Slack anew.
	$(BIN)/pytest -q tests/browser -k readmes_picture
	mkdir -p docs/pictures
	cd test-output/pictures && cp first-minute.png slack-tip.png slack-quiz.png ../../docs/pictures/

format: $(ALL) ## Put imports and spaces in order.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(ALL) ## Collect the sentences for translators in bot/messages/kindling.pot.
	$(BIN)/pybabel --quiet extract --no-location --sort-output --add-comments=Translators: \
		--project=Kindling --copyright-holder="Kindling contributors" -o bot/messages/kindling.pot bot/messages

# An index of your own goes in by the environment (UV_DEFAULT_INDEX), so that no address stands in the files.
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url
lock: ## Choose versions anew and write both lock files.
	@test -x $(BIN)/uv || $(MAKE) setup
	$(LOCK) --upgrade --group build --output-file requirements.txt
	$(LOCK) --upgrade --group build --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## Remove .venv and what tools left behind.
	rm -rf $(VENV) $(CLIENTS)/node_modules build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(FIND_PYTHON); \
	if [ -z "$$python" ]; then \
		echo "Kindling needs Python 3.11 or later, and none was found. Install it, then run make again." >&2; exit 1; fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv." >&2; exit 1; fi; \
	"$$python" -m venv --clear $(VENV)

$(RUNTIME): requirements.txt pyproject.toml | $(BIN)/python
	@echo "Setting up .venv (about half a minute the first time)"
	@$(INSTALL) --require-hashes -r requirements.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(ALL): requirements-dev.txt requirements.txt pyproject.toml | $(BIN)/python
	@echo "Setting up .venv with the tools (about a minute the first time)"
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(RUNTIME) $@

$(PEERS): $(CLIENTS)/package.json $(CLIENTS)/package-lock.json
	@if ! command -v npm >/dev/null; then \
		echo "No npm here, so tests against other people's programs are skipped. On Debian and Ubuntu: apt install npm."; \
	elif cd $(CLIENTS) && npm ci --ignore-scripts --no-audit --no-fund --silent; then touch node_modules/.installed; \
	else echo "npm could not install what $(CLIENTS)/package-lock.json names; tests that need it are skipped."; fi
