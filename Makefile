# make run    sets everything up and opens the reader on the sample articles
# make test   sets everything up and runs all tests
# make test-pythons    the tests on other Pythons, each in an environment of its own (PYTHONS="python3.12 python3.13")
# make dist   the source archive and the wheel in dist/, checked as package indexes check them
# make test-dist       the same, installed into empty environments of all Pythons that are there
# make test-lowest     tests with the oldest libraries that pyproject.toml allows
# make check  lint, types, import contracts, the house
# make test-terminals  reads Arabic back from real terminals; installs none, says what is missing
# make test-readers    other programs read what we export (3 GB of them, in environments of their own, and Chromium)
# make locale          brings the Arabic catalogue up to date with the texts in the code, and compiles it
# make fuzz            the tests of properties with fresh examples (ROUNDS=5); what fails is written into them
# make torture         a thousand kills and power cuts under the store, and teams of five at work for a long time
# make insight DATA=folder  measures what the program suggests against sentences that people have read
# make bench           speed beside what people would use instead, as ratios, in under ten minutes (ARGS=--strict: 1 if a bar is missed)
# make bench-guard     instructions of start, step, page and tag, held against the stored ones; needs valgrind
# make bench-large     the same with 100,000 articles and annotations, made once and kept; with N=1000000 (ARGS="--keep folder")
#                      indexing, lists and searches of so many articles of fifty sources
# make bench-parts     what each part costs, and how that grows

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready-$(shell cksum < pyproject.toml | cut -d ' ' -f 1)
GROUPS_STAMP := $(STAMP)-groups
ARGS ?=

ROUNDS ?= 1

.PHONY: run test test-pythons test-terminals check test-readers locale fuzz torture insight bench bench-guard bench-large bench-parts wheel dist test-dist test-lowest clean

run: $(STAMP)
	@$(BIN)/claimreader $(ARGS)

test: $(GROUPS_STAMP)
	$(BIN)/python -m pytest -n auto $(ARGS)

PYTHONS ?= python3.12 python3.13

test-pythons:
	@for python in $(PYTHONS); do \
	    $(MAKE) --no-print-directory test PYTHON=$$python VENV=.venv-$$python || exit 1; \
	done

test-terminals: $(GROUPS_STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group terminals
	$(BIN)/python -m pytest -rs -s tests/terminals $(ARGS)

check: $(GROUPS_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/unit/hygiene/test_house.py

# Two environments more: doccano needs libraries of its time. READERS names the folder for both.
READERS ?= .venv-readers
PIP := -m pip install --quiet --disable-pip-version-check

$(READERS)/.ready: pyproject.toml
	@$(PYTHON) -m venv $(READERS)/all && $(PYTHON) -m venv $(READERS)/doccano
	@for env in all doccano; do $(READERS)/$$env/bin/python $(PIP) --upgrade "pip>=25.1"; done
	@$(READERS)/all/bin/python $(PIP) --editable . --group readers
	@$(READERS)/doccano/bin/python $(PIP) --group readers-doccano
	@touch $@

test-readers: $(READERS)/.ready
	DOCCANO_PYTHON=$(READERS)/doccano/bin/python $(READERS)/all/bin/python -m pytest -c /dev/null --rootdir . tests/readers tests/unit/library $(ARGS)

locale: $(GROUPS_STAMP)
	$(BIN)/python tests/write_locale.py

fuzz: $(GROUPS_STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group fuzz
	@$(BIN)/python tests/fuzz.py $(ROUNDS) $(ARGS)

torture: $(GROUPS_STAMP)
	CLAIMREADER_TORTURE=1000 $(BIN)/python -m pytest -n auto tests/unit/store/test_store_kill.py tests/unit/store/test_store_takeover.py \
	    tests/unit/store/test_store_machine.py tests/unit/store/test_store_faults.py \
	    tests/unit/store/test_table_cache_faults.py tests/unit/team/test_team_faults.py tests/unit/team/test_team_kill.py \
	    tests/store_torture $(ARGS)

insight: $(STAMP)
	@$(BIN)/python tests/insight/run.py $(DATA)

bench: $(GROUPS_STAMP)
	@$(BIN)/python tests/bench/run.py $(ARGS)

bench-guard: $(GROUPS_STAMP)
	@$(BIN)/python tests/bench/instructions.py $(ARGS)

bench-large: $(GROUPS_STAMP)
	@$(if $(N),$(BIN)/python tests/bench/corpus.py --sources --articles $(N),$(BIN)/python tests/bench/run.py --large) $(ARGS)
	@$(BIN)/python tests/bench/many_annotations.py

bench-parts: $(GROUPS_STAMP)
	@for bench in bidi_speed show sentences store growth exchange large corpus suggesting quantities; do $(BIN)/python tests/bench/$$bench.py; done

wheel: $(GROUPS_STAMP)
	$(BIN)/python -m build --no-isolation --wheel --outdir dist

# The source archive, and the wheel that is built from it.
dist: $(GROUPS_STAMP)
	@rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist
	@$(BIN)/twine check --strict dist/*
	@$(BIN)/check-wheel-contents dist/*.whl

test-dist: dist
	$(BIN)/python -m pytest -rs tests/release $(ARGS)

test-lowest: $(GROUPS_STAMP)
	@$(BIN)/python tests/lowest_versions.py $(ARGS)

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
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[all]" --group test --group check --group build
	@touch $@

clean:
	rm -rf $(VENV) .venv-* dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
