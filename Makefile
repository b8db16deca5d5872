# make run    sets everything up and opens the reader on the sample articles
# make test   sets everything up and runs all tests
# make check  lint, types, import contracts

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready-$(shell cksum < pyproject.toml | cut -d ' ' -f 1)
GROUPS_STAMP := $(STAMP)-groups
ARGS ?=

.PHONY: run test check wheel clean

run: $(STAMP)
	@$(BIN)/claimreader $(ARGS)

test: $(GROUPS_STAMP)
	$(BIN)/python -m pytest -n auto $(ARGS)

check: $(GROUPS_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: $(GROUPS_STAMP)
	$(BIN)/python -m build --no-isolation --wheel --outdir dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "claimreader needs Python 3.11 or newer; try: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)

# The stamps' names change with pyproject.toml, so a changed dependency is installed at the next call.
$(STAMP): $(VENV)/bin/python
	@echo "Setting up (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(GROUPS_STAMP): $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group test --group check --group build
	@touch $@

clean:
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
