# Two commands for everybody: `make run` and `make test`. Both make .venv when it is missing.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
ARGS ?= run
DATA ?= ../shared/data
WORKERS ?= 3
# Extras of the package that are installed as well, with commas between: make run EXTRAS=ollama
EXTRAS ?=
INSTALLED := $(VENV)/installed$(if $(EXTRAS),+$(EXTRAS))

.PHONY: run test soak check bench eval dist help
.DEFAULT_GOAL := help

help: ## show this
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(INSTALLED) ## the bot where PRESSMARK_TELEGRAM_TOKEN is set, else a terminal chat
	@$(BIN)/pressmark $(ARGS)

# Models come and go in one process: in many arenas glibc keeps a gigabyte of what they took (mallopt(3)). Small products
# in several threads of OpenBLAS wait for each other in loops: 1.7 s of processor for one of .05 where others work too.
test: $(VENV)/installed-dev ## every test, with the floor of branch coverage
	MALLOC_ARENA_MAX=2 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses $(WORKERS) \
	  --dist loadfile --no-loadscope-reorder --cov --cov-report=term --cov-fail-under=95

soak: $(VENV)/installed-dev ## hours: kills, every size of a full disk, half an hour of storm, large archives, a clean install
	$(BIN)/python -m pytest --soak tests/faults tests/test_package.py \
	  tests/bot/test_embedders.py tests/index/jobs/test_runner.py
	$(BIN)/python -m pytest --soak tests/bot/telegram/test_kills.py \
	  tests/bot/telegram/test_kills_in_place.py tests/bot/telegram/test_soak.py \
	  tests/bot/telegram/test_many_bots.py
	$(BIN)/python -m bench.scale --passages 300000
	$(BIN)/python -m bench.scale --passages 100000 --vectors embedded

check: $(VENV)/installed-dev ## format, lint, types, known vulnerabilities of dependencies
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m tools.audit

bench: $(VENV)/installed-dev ## speed as ratios in the same run, and the calls that a question takes
	$(BIN)/python -m bench.embedding
	$(BIN)/python -m bench.duplicates
	$(BIN)/python -m bench.guard
	$(BIN)/python -m bench.calls
	$(BIN)/python -m bench.scale --passages 10000
	$(BIN)/python -m bench.chroma_server
	$(BIN)/python -m bench.workers
	$(BIN)/python -m bench.bots

eval: $(INSTALLED) ## scores of retrieval and answers, held against tests/floors.json
	$(BIN)/python tools/evaluate.py --data "$(DATA)"

# A test looks into it; a container is made of the same.
dist: $(VENV)/installed-dev ## the wheel and the source distribution
	@$(BIN)/python -m hatchling build >&2

# In a terminal installers show how far they are.
QUIET := $(shell test -t 2 || echo --quiet)

# Everything an installer says goes to standard error: standard output belongs to the answers.
$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Pressmark needs Python 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Making $(VENV) …" >&2
	@if [ -n "$(UV)" ]; then "$(UV)" venv --quiet --allow-existing --python "$(PYTHON)" $(VENV) >&2; \
	  else "$(PYTHON)" -m venv $(VENV) >&2; fi
	@touch $@

define install
	@echo "Installing Pressmark$(patsubst .%,%,$(1)) into $(VENV), once: 213 MB to download, or more with extras." >&2
	@echo "It takes a minute or two, on a busy machine a quarter of an hour …" >&2
	@if [ -n "$(UV)" ]; then VIRTUAL_ENV="$(VENV)" "$(UV)" pip install $(QUIET) -c constraints.txt -e "$(1)" >&2; \
	  else $(BIN)/python -m pip install $(QUIET) $(QUIET) --disable-pip-version-check --no-compile -c constraints.txt -e "$(1)" >&2; fi
	@touch $@
endef

$(INSTALLED): pyproject.toml constraints.txt | $(VENV)/python
	$(call install,.$(if $(EXTRAS),[$(EXTRAS)]))
	@touch $(VENV)/installed

$(VENV)/installed-dev: pyproject.toml constraints.txt | $(VENV)/python
	$(call install,.[dev])
	@touch $(VENV)/installed
