# make demo    code a sample report and print its events
# make test    everything a change must pass: formatting rules, types, tests, documentation
# make desk    review the sample reports in the browser
# make bench   how fast the coder is, and where the time goes; where their extras are installed, the dataset and the desk
# Each sets up .venv by itself, from the locked requirements.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := samples/reports/r01.txt

.PHONY: demo desk test bench evaluate lock clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.compiled
	$(BIN)/rasd code $(SAMPLE) --format cards

test: $(VENV)/.dev $(VENV)/.compiled $(VENV)/.assets
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/rasd lexicon check
	$(BIN)/pytest $(ARGS)

desk: $(VENV)/.dev $(VENV)/.compiled $(VENV)/.assets
	$(BIN)/rasd serve --demo

evaluate: $(VENV)/.core
	$(BIN)/rasd evaluate samples/reports

bench: $(VENV)/.compiled
	$(BIN)/python bench/speed.py
	@! $(BIN)/python -c "import sqlalchemy" 2>/dev/null || $(BIN)/python bench/dataset.py
	@! $(BIN)/python -c "import fastapi, playwright" 2>/dev/null || $(BIN)/python bench/desk.py

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "rasd needs Python 3.11 or later; this is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

# The package itself is installed without looking for its requirements: the lock has brought them all.
$(VENV)/.core: $(VENV)/.python requirements/core.txt requirements/build.txt pyproject.toml
	$(BIN)/pip install --quiet --require-hashes -r requirements/build.txt -r requirements/core.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# As installing from a wheel does: where Python is told to write no bytecode, each start would compile it all, for 0.3 s.
$(VENV)/.compiled: $(VENV)/.core $(shell find src -name '*.py')
	$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.dev: $(VENV)/.core requirements/dev.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

# Fonts and scripts of the desk, and what its tests need, from npm; what is there with the right hash stays.
$(VENV)/.assets: $(VENV)/.core tools/bring_assets.py src/rasd/desk/assets.toml
	$(BIN)/python tools/bring_assets.py
	@touch $@

# New pins from pyproject.toml; needs pip-tools (python -m pip install pip-tools) and the default package index.
lock:
	cd requirements && ./lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache dist
