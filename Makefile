# Every way into the project, each doing its own set-up in .venv. `make` alone lists them.

HOST_PATH := $(PATH)
BIN := .venv/bin
# nbgrader calls other commands of the environment (alembic, jupyter), so they must be on PATH.
export PATH := $(CURDIR)/$(BIN):$(PATH)

# The first of these that is Python 3.11 or newer with venv; `make PYTHON=/a/python` overrules it.
PYTHON ?= $(shell PATH="$(HOST_PATH)"; \
	for python in python3.11 python3 python3.12 python3.13 python3.14; do \
		if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			command -v $$python; exit; \
		fi; \
	done; echo python3)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Tests of one module share a worker, so that what a module sets up is set up once. In the order of
# names: by number of tests, the longest modules, which have few, would come last and run alone.
PYTEST_FLAGS ?= -n auto --dist loadscope --no-loadscope-reorder
LINT := $(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/mypy

.DEFAULT_GOAL := help
.PHONY: help demo quick test journeys lab site site-serve site-tools bench lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo: .venv/.stamp ## a sample class, released, handed in and graded, in build/demo
	$(BIN)/autograder demo build/demo

quick test journeys: export OPENBLAS_NUM_THREADS = 1
quick: .venv/.stamp ## lint, types and the tests that take a second or two each
	$(LINT)
	$(BIN)/python -m pytest $(PYTEST_FLAGS) -m "not slow and not journey"

test: .venv/.stamp ## everything that holds for every commit: ruff, mypy, pytest
	$(LINT)
	$(BIN)/python -m pytest $(PYTEST_FLAGS)

# One at a time: several of them install what they need and use all cores.
journeys: .venv/.stamp ## the long roads, minutes each: other Pythons, whole weeks in the browser
	$(BIN)/python -m pytest -m journey tests/journeys

# A folder that is there already is kept: it may hold work.
lab: .venv/.stamp ## the course in JupyterLab, as students get it, in build/lab
	@mkdir -p build/lab
	@for notebook in notebooks/week*.ipynb; do \
		week=$$(basename "$$notebook" .ipynb); \
		if [ -d "build/lab/$$week" ]; then \
			echo "build/lab/$$week is kept as it is; delete it for a fresh one"; \
		else \
			$(BIN)/autograder bundle "$$week" --to build/lab || exit 1; \
		fi; \
	done
	$(BIN)/jupyter lab --notebook-dir=build/lab $(if $(filter 0,$(shell id -u)),--allow-root)

# WEEKS="week0 week1" builds these alone. An environment of its own: nothing else needs what is in it.
site: .venv/.stamp build/site-tools/.stamp ## the course's site, its notebooks running in the browser, in build/site
	$(BIN)/autograder site $(WEEKS)

site-serve: ## serve what `make site` has built, and open it
	$(BIN)/autograder site --serve

site-tools: .venv/.stamp build/site-tools/.stamp

build/site-tools/.stamp: site/pins/requirements.lock
	@echo "Setting up build/site-tools (Sphinx, JupyterLite) from site/pins/requirements.lock"
	@"$(PYTHON)" -m venv build/site-tools
	@build/site-tools/bin/python -m pip --disable-pip-version-check --no-input install -qq --require-hashes -r $<
	@touch $@

# CLASSES="week1:20:1 week3:4:1" compares smaller classes in fewer rounds, in ten minutes.
bench: .venv/.stamp ## grading speed and attacks beside stock nbgrader, and a class of 1,000
	$(BIN)/python benchmarks/grading_speed.py $(CLASSES)
	$(BIN)/python benchmarks/large_class.py
	$(BIN)/python benchmarks/attacks_beside_stock.py

lock: ## renew requirements.lock with the newest versions that pyproject.toml allows
	PATH="$(HOST_PATH)" PYTHON="$(PYTHON)" tools/lock.sh

clean: ## remove build/ (with what you wrote under make lab) and caches; .venv stays
	rm -rf build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache
	find . -name .venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.stamp: requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed, and '$(PYTHON)' is not: $$("$(PYTHON)" --version 2>&1)"; \
		echo "Install it, or say where it is: make PYTHON=/path/to/python3.11"; exit 1; } >&2
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "'$(PYTHON)' lacks its venv module. On Debian and Ubuntu:"; \
		echo "    sudo apt-get install $$("$(PYTHON)" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"; \
		exit 1; } >&2
	@echo "Setting up .venv with $(PYTHON) from requirements.lock (about a minute)"
	@"$(PYTHON)" -m venv .venv
	@$(PIP) install -qq --require-hashes -r requirements.lock
	@$(PIP) install -qq --no-build-isolation --no-deps -e .
	@touch $@
