# Everything starts here, on a bare Linux machine with Python 3.11: `make demo` and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
# the first of these that is a Python 3.11; name another with `make PYTHON=…`
PYTHON ?= $(firstword $(foreach p,python3.11 python3 python,$(shell $(p) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && command -v $(p))))
COMPILE := $(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-annotate

# what the tests must not depend on: a zone with daylight saving, behind UTC
export TZ_OF_TESTS := America/New_York
export DO_NOT_TRACK := 1
# where it is set, every process compiles all that it imports anew: a stack then takes three times as long to start
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup demo test lint typecheck bench scale honesty soak models eval lock clean

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | while IFS='|' read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

setup: $(VENV)/.project $(VENV)/.jars ## Install what Earshot needs into .venv, Kafka's jars and Prefect's empty database into .cache

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 found (tried python3.11, python3, python): install it, or say make PYTHON=/path/to/it" >&2; exit 1; }
	@echo "== 1/4 creating $(VENV) with $(PYTHON)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "make: $(PYTHON) cannot make environments: install its venv package (Debian: python3.11-venv)" >&2; rm -rf $(VENV); exit 1; }
	@touch $@

# uv takes seconds where pip takes a minute and a half; where uv cannot reach the index, pip installs the same hashes.
# Compiled here as pip does, once and on all cores: else every process of the first start compiles the same packages.
$(VENV)/.requirements: $(VENV)/.python requirements/setup.txt requirements/dev.txt
	@echo "== 2/4 installing uv, then the locked packages (2 GB on disk)"
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements/setup.txt
	@$(BIN)/uv pip sync --compile-bytecode --python $(BIN)/python --require-hashes requirements/dev.txt \
	  || { echo "== uv could not: installing with pip, which takes a minute or two"; \
	       $(BIN)/python -m pip install --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.txt; }
	@touch $@

$(VENV)/.project: $(VENV)/.requirements pyproject.toml
	@echo "== 3/4 installing Earshot itself, editable"
	@$(BIN)/uv pip install --python $(BIN)/python --no-deps --no-build-isolation --editable . \
	  || $(BIN)/python -m pip install --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.jars: $(VENV)/.project stack/kafka.lock.toml
	@echo "== 4/4 fetching Kafka's jars, preparing Prefect's database"
	@$(BIN)/earshot fetch
	@touch $@

demo: setup ## Two years of made-up feedback, judged: prints the SWOT (KEEP=1 leaves the stack up)
	@$(BIN)/python -m stack.demo.run $(if $(KEEP),--keep)

test: setup ## All tests, on real engines, three files at a time: most of them wait (TESTS=… names some)
	@TZ=$(TZ_OF_TESTS) $(BIN)/pytest --numprocesses 3 --dist loadfile --durations 10 $(TESTS)

lint: setup ## Style and import directions
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

typecheck: setup ## Types, strictly
	@$(BIN)/mypy

bench: setup .cache/quix/.ready ## The pipeline's rates beside its peers', scoring's, and why events are msgspec structs
	@$(BIN)/python -m bench.parse
	@$(BIN)/python -m bench.scoring
	@$(BIN)/python -m bench.pipeline

# a peer of the benchmark, in an environment of its own: it pins what Earshot does not
.cache/quix/.ready: bench/peers/quix.txt
	@echo "== installing Quix Streams beside"
	@$(BIN)/python -m venv .cache/quix
	@$(BIN)/uv pip sync --quiet --python .cache/quix/bin/python --require-hashes bench/peers/quix.txt
	@touch $@

scale: setup ## What judging everything costs over 1 and 10 million events: writes its tables into docs/benchmarks.md
	@$(BIN)/python -m bench.scale --write docs/benchmarks.md

honesty: setup ## How often the indicators cry wrongly, and how often they hear: writes docs/honesty.md
	@$(BIN)/python -m bench.honesty --series 1000 --write docs/honesty.md

models: setup ## Train the sentiment models anew (EARSHOT_TRAINING_DATA=folder with labelled/*.jsonl.gz); same input, same bytes
	@test -n "$${EARSHOT_TRAINING_DATA:-}" || { echo "make: say where the published sets are: make models EARSHOT_TRAINING_DATA=folder" >&2; exit 1; }
	@OMP_NUM_THREADS=1 $(BIN)/python -m training.build --data "$$EARSHOT_TRAINING_DATA"

eval: setup ## How good sentiment is, beside TextBlob and VADER: writes docs/evaluation.md (all of it with EARSHOT_TRAINING_DATA)
	@OMP_NUM_THREADS=1 $(BIN)/python -m training.evaluate $${EARSHOT_TRAINING_DATA:+--data "$$EARSHOT_TRAINING_DATA"}

soak: setup ## The guarantees (kill -9 of everything while events flow), five times
	@for round in 1 2 3 4 5; do echo "== round $$round of 5"; TZ=$(TZ_OF_TESTS) $(BIN)/pytest tests/guarantees; done

lock: setup ## Compile the requirements and Kafka's jars anew
	@echo "== requirements"
	@$(COMPILE) requirements/setup.in --output-file requirements/setup.txt
	@$(COMPILE) requirements/run.in --output-file requirements/run.txt
	@$(COMPILE) requirements/run.in requirements/dev.in --constraints requirements/run.txt --output-file requirements/dev.txt
	@$(COMPILE) bench/peers/quix.in --output-file bench/peers/quix.txt
	@echo "== Kafka's jars"
	@$(BIN)/python -m stack.jars

clean: ## Stop the stack; remove its data, the environment and all caches
	@if test -x $(BIN)/earshot; then $(BIN)/earshot down; fi
	rm -rf $(VENV) .earshot .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
