# The two commands of the README are `make demo` and `make test`; both do all set-up.
.DEFAULT_GOAL := help
.PHONY: help setup demo test run check format map bench faults samples screens lock clean package smoke deb deb-check appimage sbom audit reproducible

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SOURCES := app ocr signing resources benchmarks tests main.py
WORKERS ?= 2
# A few tests in a real window, beside all of them offscreen.
WINDOW_TESTS := tests/e2e/test_window_trip.py tests/ui/test_ui_window.py tests/ui/test_ui_review.py

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

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

map: ## the list of all modules, docs/modules.md, made anew
	$(BIN)/python -m tests.documents.module_map

bench: setup ## the benchmarks; the last one also installs other readers, and takes long
	$(BIN)/python -m benchmarks.trip
	$(BIN)/python -m benchmarks.fields
	$(BIN)/python -m benchmarks.head_to_head --out benchmarks/results

faults: setup ## all faults of disks, power, networks and hostile files; takes hours
	$(BIN)/python -m benchmarks.faults.syscalls
	$(BIN)/python -m benchmarks.faults.power
	$(BIN)/python -m benchmarks.faults.stops
	$(BIN)/python -m benchmarks.faults.damage
	$(BIN)/python -m benchmarks.faults.machine --steps 100000
	$(BIN)/python -m benchmarks.faults.hostile --seconds 600
	$(BIN)/python -m benchmarks.network_faults --submissions 10000
	$(BIN)/python -m benchmarks.signing_kills --count 200
	$(BIN)/python -m benchmarks.backlog

screens: setup ## pictures of every screen in every look, in artefacts/screens
	$(BIN)/python -m tests.screens --out artefacts/screens

samples: setup ## draw the sample dossiers anew
	$(BIN)/python -m benchmarks.corpus samples

PACKAGED := build/package

package: ## one folder with all the program needs, in build/package/sohoa; ends with its size by part
	PYTHON=$$(packaging/choose-python.sh) && $$PYTHON packaging/build.py --out $(PACKAGED)
	$(PACKAGED)/venv/bin/python packaging/sizes.py --most-mb 300 $(PACKAGED)/sohoa

smoke: ## try the packaged program: doctor, demo, scan, sign, window
	packaging/smoke-test.sh $(PACKAGED)/sohoa $(PACKAGED)/window.png

deb: ## the Debian package of build/package (after `make package`), looked at by lintian
	packaging/make-deb.sh $(PACKAGED)
	lintian --fail-on error,warning --tag-display-limit 0 $(PACKAGED)/tram-so-hoa_*.deb

deb-check: ## install, demo, remove and purge in a clean Debian; as root, needs debootstrap
	packaging/deb-check.sh $(PACKAGED)/tram-so-hoa_*.deb

appimage: ## one file for any Linux with glibc 2.36 or newer; needs appimagetool
	packaging/appimage/make-appimage.sh

SUPPLY := build/supply
SUPPLIED := $(SUPPLY)/.ready

# Tools that list parts and look for weaknesses: an environment of their own, by digest.
$(SUPPLIED): packaging/package.lock
	rm -rf $(SUPPLY)/venv
	PYTHON=$$(packaging/choose-python.sh) && $$PYTHON -m venv $(SUPPLY)/venv
	$(SUPPLY)/venv/bin/python -m pip install -q --disable-pip-version-check --only-binary :all: --require-hashes --no-deps -r packaging/package.lock
	@touch $(SUPPLIED)

sbom: $(READY) $(SUPPLIED) ## list of parts (CycloneDX) and licence notices, in build/package/notices and the packaged folder
	@set -- $(BIN)/../lib/python3.*/site-packages; [ ! -d $(PACKAGED)/sohoa ] || set -- $(PACKAGED)/venv/lib/python3.*/site-packages --package $(PACKAGED)/sohoa; \
	$(SUPPLY)/venv/bin/python -B packaging/supply/sbom.py --tools $(SUPPLY)/venv/lib/python3.*/site-packages --wheels "$$@"

audit: $(SUPPLIED) ## known weaknesses of all locked parts; 1 = weak or no wheel, 3 = no service could be asked
	$(SUPPLY)/venv/bin/python -B packaging/supply/audit.py --pip-audit $(SUPPLY)/venv/bin/pip-audit --wheels \
		packaging/runtime.lock packaging/package.lock

reproducible: $(READY) ## build the wheel twice in other surroundings and compare every byte
	$(BIN)/python packaging/supply/reproducible.py

lock: ## renew requirements.lock and its run-time parts (needs uv)
	uv pip compile pyproject.toml --all-extras --group dev --universal --generate-hashes --no-header --no-annotate -q -o requirements.lock
	uv pip compile pyproject.toml --all-extras -c requirements.lock --universal --generate-hashes --no-header --no-annotate -q -o packaging/runtime.lock

clean: ## remove everything that was built
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
