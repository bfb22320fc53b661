# Everything here makes its own environment from constraints.txt; nothing but Python 3.11+ and make is needed.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
    $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
DEMO := .venv-demo
FULL := .venv-full
PIP_FLAGS := --quiet --quiet --disable-pip-version-check --constraint constraints.txt
SOURCES := $(shell find dedup -type f ! -name '*.pyc' 2>/dev/null)
LAWS := $(shell find tests -name 'test_*law*.py' -o -name 'test_*parity*.py')
WORKERS ?= auto
ARGS ?=

.PHONY: help demo test test-slow test-laws mutation fuzz test-all-pythons lint docs notebook build completion clean

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

demo: $(DEMO)/.installed  ## clean the shipped article and explain every passage that went
	@$(DEMO)/bin/dedup clean examples/bridge.txt --explain
	@printf '\n%s\n\n' "---- what is left: dedup clean examples/bridge.txt ----"
	@$(DEMO)/bin/dedup clean examples/bridge.txt

test: $(VENV)/.test  ## all quick tests, the code blocks of the documentation included
	$(VENV)/bin/python -m pytest -q -n $(WORKERS) --dist loadfile -m "not slow" $(ARGS)

test-slow: $(FULL)/.full  ## the tests that need Redis, Ray, Spark, Chromium, other extractors or minutes
	$(FULL)/bin/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder -m slow $(ARGS)

test-laws: $(VENV)/.test  ## the laws over thousands of generated articles each
	HYPOTHESIS_PROFILE=deep $(VENV)/bin/python -m pytest -q -n $(WORKERS) --dist worksteal -m law $(LAWS) $(ARGS)

mutation: $(VENV)/.mutate  ## change the code that decides, bit by bit, and see whether a test notices
	$(VENV)/bin/python -m benchmarks.mutation --check $(ARGS)

fuzz: $(VENV)/.fuzz  ## all fuzzers for SECONDS together, the laws as oracle
	$(VENV)/bin/python -m tests.fuzz.run all --seconds $(or $(SECONDS),60)

test-all-pythons:  ## wheel and sdist in empty environments of every Python found
	bash .ci/pythons.sh

lint: $(VENV)/.lint  ## ruff, mypy --strict and the import contract
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

docs: $(VENV)/.docs  ## the documentation as a site in site/
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --strict --quiet

notebook: $(VENV)/.docs  ## run docs/session.ipynb anew and store what it printed
	$(VENV)/bin/jupyter nbconvert --to notebook --execute --inplace --log-level ERROR docs/session.ipynb
	$(VENV)/bin/python docs/generate.py docs/session.ipynb

build: $(VENV)/.test  ## wheel and sdist in dist/
	$(VENV)/bin/python -m pip install $(PIP_FLAGS) build
	$(VENV)/bin/python -m build --no-isolation

clean:  ## remove everything that was made here
	rm -rf $(VENV) $(DEMO) $(FULL) .cache .fuzz mutants build dist site .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis

# An environment, then one stamp for each set of extras that has been installed into it.

%/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv $* || { echo "$(PYTHON) cannot make environments; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$@ -m pip install $(PIP_FLAGS) hatchling editables

$(DEMO)/.installed: pyproject.toml constraints.txt $(SOURCES) | $(DEMO)/bin/python
	@$(DEMO)/bin/python -m pip install $(PIP_FLAGS) --no-build-isolation --force-reinstall --no-deps .
	@$(DEMO)/bin/python -m pip install $(PIP_FLAGS) --no-build-isolation .
	@touch $@

$(VENV)/.test: EXTRAS := test,formats
$(VENV)/.lint: EXTRAS := lint
$(VENV)/.docs: EXTRAS := test,formats,docs
$(VENV)/.mutate: EXTRAS := test,formats,mutate
$(VENV)/.fuzz: EXTRAS := test,fuzz
$(FULL)/.full: EXTRAS := test,all,browser,bench,spark
$(VENV)/.test $(VENV)/.lint $(VENV)/.docs $(VENV)/.mutate $(VENV)/.fuzz: | $(VENV)/bin/python
$(VENV)/.test $(VENV)/.lint $(VENV)/.docs $(VENV)/.mutate $(VENV)/.fuzz $(FULL)/.full: pyproject.toml constraints.txt
	$(@D)/bin/python -m pip install $(PIP_FLAGS) --no-build-isolation --editable '.[$(EXTRAS)]'
	@touch $@

# A pip before 24 fails over one extra in two spellings, as the extractors have it: lxml[html-clean], lxml[html_clean].
# pyspark is there as source only, and without build isolation needs a setuptools that can make a wheel.
$(FULL)/.full: | $(FULL)/.pip
$(FULL)/.pip: | $(FULL)/bin/python
	$(@D)/bin/python -m pip install $(PIP_FLAGS) pip setuptools
	@touch $@
