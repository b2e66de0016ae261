# Needs GNU make, git and Python 3.11 or newer with venv; everything else is installed in .venv.

PYTHON ?= python3
PORT   ?= 8000
ARGS   ?=

VENV := .venv
BIN  := $(VENV)/bin
UV   := 0.13.9

# What is installed is known by the contents of these files: a clone's dates say nothing.
RUNTIME := $(VENV)/installed-$(shell cat requirements.lock requirements-build.lock pyproject.toml | cksum | tr ' ' -)
DEV     := $(VENV)/installed-dev-$(shell cat requirements-dev.lock requirements-build.lock pyproject.toml | cksum | tr ' ' -)

# Workers and programs that are started share what the first of them has compiled.
unexport PYTHONDONTWRITEBYTECODE

PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet

.DEFAULT_GOAL := help
.PHONY: help demo serve test test-everywhere lint contracts format types migrations compiled bench \
        browser hooks lock architecture venv runtime dev clean

help: ## List what can be made
	@echo 'make TARGET, where TARGET is one of:'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1#\2/p' $(MAKEFILE_LIST) \
	  | while IFS='#' read -r name words; do printf '%-18s %s\n' "$$name" "$$words"; done
	@echo 'PYTHON=python3.13 chooses the interpreter of a new .venv.'

demo: runtime ## Try Kindred with an invented community at http://127.0.0.1:8000 (PORT=…)
	@exec $(BIN)/kindred demo --port $(PORT)

serve: runtime ## Run web, worker and clock in one process, with the settings of .env
	@exec $(BIN)/kindred serve

test: dev browser ## Run all tests, in parallel (ARGS='tests/stories -k trio')
	@exec $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

test-everywhere: dev browser ## Run every story in every chat, with the large counts
	@KINDRED_TEST_EVERYWHERE=1 exec $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

lint: dev ## Look for faults of style, layout and import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	@$(MAKE) --no-print-directory contracts

contracts: dev ## Check which package may import which
	$(BIN)/lint-imports --no-cache

format: dev ## Lay out the code and mend what can be mended without thought
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: dev ## Check types, strictly
	$(BIN)/mypy

migrations: dev ## Check the migrations: one head, no drift, up-down-up
	$(BIN)/python -m storage.kernel.migrations.check

compiled: dev # The tests, once for all who will run them at the same time
	@said=$$($(BIN)/python -m pytest --collect-only -qq 2>&1) || { echo "$$said"; exit 1; }

bench: dev ## Measure: commands, search, matching, Slack and Discord at scale
	@exec $(BIN)/python -m bench $(ARGS)

architecture: dev ## Draw docs/images/architecture.svg from the imports
	@PYTHONPATH=. $(BIN)/python tests/setup/architecture.py docs/images/architecture.svg

browser: dev
	@$(BIN)/python tests/setup/browser.py

hooks: dev ## Check each commit before it is made
	$(BIN)/pre-commit install

lock: ## Write the lock files anew (UPGRADE=1: with the newest versions)
	@test -x .cache/uv-$(UV)/bin/uv || { $(make_venv) .cache/uv-$(UV) \
	  && .cache/uv-$(UV)/bin/python -m pip install --quiet uv==$(UV); }
	$(compile) pyproject.toml -o requirements.lock
	$(compile) --group dev --constraint requirements.lock pyproject.toml -o requirements-dev.lock
	$(compile) --group build --constraint requirements-dev.lock -o requirements-build.lock

clean: ## Remove .venv and all caches; the next run starts from nothing
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

compile = .cache/uv-$(UV)/bin/uv pip compile --quiet --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
  $(if $(UPGRADE),--upgrade)

# A virtual environment is made when there is none, or when its Python has gone or been replaced.
venv:
	@$(BIN)/python -c 'import pip' 2>/dev/null || { $(make_venv) --clear $(VENV); }

runtime: venv
	@test -e $(RUNTIME) || { echo 'Installing what Kindred needs: about a minute, once …' \
	  && $(call install,requirements.lock) && $(install_kindred) \
	  && rm -f $(VENV)/installed-[0-9]* && touch $(RUNTIME); }

dev: venv
	@test -e $(DEV) || { echo 'Installing what Kindred and its tests need: about a minute, once …' \
	  && $(call install,requirements-dev.lock) && $(install_kindred) \
	  && rm -f $(VENV)/installed-* && touch $(DEV) $(RUNTIME); }

# The lock file names everything, so there is nothing to resolve; compiling uses every core, and
# leaves out a quarter that is never imported: the packages' own tests, and what mypy has compiled.
install = $(PIP) install --require-hashes --no-deps --no-compile -r $(1) \
  && $(BIN)/python -m compileall -q -j 0 -x '/tests/|/mypyc?/' $(VENV)/lib >/dev/null

# What only builds Kindred is put in a folder of its own for that minute, and is no part of what runs.
BUILD := $(VENV)/build
install_kindred = $(PIP) install --require-hashes --no-deps --no-compile --target $(BUILD) \
    -r requirements-build.lock \
  && PYTHONPATH=$(BUILD) $(PIP) install --no-deps --no-build-isolation --no-index --editable . \
  && rm -rf $(BUILD)

define make_venv
  command -v $(PYTHON) >/dev/null \
    || { echo '$(PYTHON) is not installed. On Debian: apt-get install python3 python3-venv' >&2; exit 1; }; \
  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
    || { echo "Kindred needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1)." \
         'Choose another one with make PYTHON=/path/to/python3.11 …' >&2; exit 1; }; \
  $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
    || { echo 'Python has no venv here. On Debian: apt-get install python3-venv' >&2; exit 1; }; \
  $(PYTHON) -m venv
endef
