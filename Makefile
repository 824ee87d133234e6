# The two commands of the README are `make demo` and `make test`; both do all set-up.
.DEFAULT_GOAL := help
.PHONY: help setup demo test run check format bench faults samples lock clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SOURCES := app ocr signing resources benchmarks tests main.py
WORKERS ?= 2
# A few tests in a real window, beside all of them offscreen.
WINDOW_TESTS := tests/e2e/test_window_trip.py tests/ui/test_ui_window.py tests/ui/test_ui_review.py

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: $(READY) ## Debian packages, virtual environment, locked dependencies, the command sohoa

$(READY): requirements.lock pyproject.toml packaging/debian-packages.txt
	@set -e; PYTHON=$$(packaging/choose-python.sh); export PYTHON; \
	packaging/install-system-packages.sh; \
	[ -x $(BIN)/python ] || $$PYTHON -m venv $(VENV); \
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements.lock; \
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: setup ## the whole trip with a sample dossier
	$(BIN)/sohoa demo

test: setup check ## set-up and all checks

run: setup ## open the window
	$(BIN)/sohoa

check: ## what `make test` runs, without the set-up
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(WORKERS) -m "not xvfb"
	xvfb-run -a -s '-screen 0 1366x768x24' env QT_QPA_PLATFORM=xcb $(BIN)/python -m pytest $(WINDOW_TESTS)

format: ## put the code into its form
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

bench: setup ## the benchmarks; the last one also installs other readers, and takes long
	$(BIN)/python -m benchmarks.trip
	$(BIN)/python -m benchmarks.fields
	$(BIN)/python -m benchmarks.head_to_head --out benchmarks/results

faults: setup ## all faults of disks, power, networks and hostile files; takes hours
	$(BIN)/python -m benchmarks.faults.syscalls
	$(BIN)/python -m benchmarks.faults.power
	$(BIN)/python -m benchmarks.faults.damage
	$(BIN)/python -m benchmarks.faults.machine --steps 100000
	$(BIN)/python -m benchmarks.faults.hostile --seconds 600
	$(BIN)/python -m benchmarks.network_faults --submissions 10000
	$(BIN)/python -m benchmarks.signing_kills --count 200
	$(BIN)/python -m benchmarks.backlog

samples: setup ## draw the sample dossiers anew
	$(BIN)/python -m benchmarks.corpus samples

lock: ## renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --all-extras --group dev --universal --generate-hashes --no-header --no-annotate -q -o requirements.lock

clean: ## remove everything that was built
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
