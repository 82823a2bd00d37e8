# The two commands are `make run` and `make test`. `make help` lists the rest.
# The interpreter of .venv; where none is named, tools/environment chooses.
PYTHON ?=
PORT ?= 8000

BIN := .venv/bin
RUNTIME := .venv/.runtime
DEVELOPMENT := .venv/.development
PEERS := .venv-peers/.made
MUTANTS := .venv-mutants/.made
# Which mutants: all, or those that a pattern of mutmut takes, such as '*[16]' for every fifth one of each function.
OF ?= *
SOURCES := consult workflows tests
# Benchmarks measure one thing at a time, so they never share the machine with other tests. Tests that stand together
# share a world and run in one process; whoever has nothing left takes over a part of what another still has.
TESTS := -n auto --dist worksteal --ignore=tests/bench

.DEFAULT_GOAL := help

$(RUNTIME): requirements.lock pyproject.toml tools/environment tools/installer.lock
	@PYTHON="$(PYTHON)" tools/environment requirements.lock
	@touch $@

$(DEVELOPMENT): requirements-dev.lock requirements.lock pyproject.toml tools/environment tools/installer.lock
	@PYTHON="$(PYTHON)" tools/environment requirements-dev.lock
	@touch $(RUNTIME) $@

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

.PHONY: setup
setup: $(RUNTIME) ## build the environment in .venv and nothing else

.PHONY: run
run: setup ## install, migrate, load the demo, start web and jobs on PORT (8000)
	@$(BIN)/consult demo
	@PORT=$(PORT) exec $(BIN)/consult run

.PHONY: test
test: $(DEVELOPMENT) ## run every test; the summary names what could not run here
	@$(BIN)/pytest -q $(TESTS)

.PHONY: test-postgresql
test-postgresql: $(DEVELOPMENT) ## the same tests with every world on PostgreSQL instead of in SQLite files
	@CONSULT_TESTS_ON=postgresql $(BIN)/pytest -q $(TESTS)

.PHONY: test-system
test-system: ## install Chromium, Redis, nginx, strace, systemd and wrk for the tests (root and apt)
	@command -v apt-get > /dev/null || { echo "No apt here: install chromium, redis-server, nginx, strace, systemd-analyze and wrk in your system's own way."; exit 1; }
	@[ "$$(id -u)" = 0 ] || { echo "Only root may install packages: sudo make test-system"; exit 1; }
	@apt-get update -qq
	@DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium fonts-noto-core \
		redis-server nginx-light strace systemd wrk > /dev/null

.PHONY: check
check: format-check lint types layers templates translations-check ## format, lint, types, layers, templates, translations

.PHONY: format
format: $(DEVELOPMENT) ## rewrite the sources in the house's format
	@$(BIN)/ruff format -q $(SOURCES)
	@$(BIN)/ruff check -q --fix --select I $(SOURCES)

.PHONY: format-check
format-check: $(DEVELOPMENT)
	@$(BIN)/ruff format -q --check $(SOURCES) || { $(BIN)/ruff format --check $(SOURCES); echo "make format mends this."; exit 1; }

.PHONY: lint
lint: $(DEVELOPMENT) ## ruff
	@$(BIN)/ruff check -q $(SOURCES)

.PHONY: types
types: $(DEVELOPMENT) ## mypy
	@$(BIN)/mypy --no-error-summary

.PHONY: layers
layers: $(DEVELOPMENT) ## who may import whom (details in tests/house)
	@$(BIN)/lint-imports --no-logo > .venv/layers.txt 2>&1 || { cat .venv/layers.txt; exit 1; }

.PHONY: templates
templates: $(DEVELOPMENT) ## djlint over the templates
	@$(BIN)/djlint --quiet --lint consult/templates

EXTRACT := $(BIN)/pybabel -q extract -F babel.cfg -k _l --add-location=file --sort-by-file --omit-header --no-wrap

.PHONY: translations
translations: $(DEVELOPMENT) ## collect the texts, bring each language up to date
	@mkdir -p consult/translations
	@$(EXTRACT) -o consult/translations/messages.pot .
	@for po in consult/translations/*/LC_MESSAGES/messages.po; do [ ! -f "$$po" ] || \
		{ $(BIN)/pybabel -q update -i consult/translations/messages.pot -d consult/translations && \
		  $(BIN)/pybabel -q compile -d consult/translations; break; }; done

.PHONY: translations-check
translations-check: $(DEVELOPMENT)
	@$(EXTRACT) -o .venv/messages.pot .
	@cmp -s .venv/messages.pot consult/translations/messages.pot || \
		{ echo "A text has changed since the texts were collected: make translations"; exit 1; }

.PHONY: bench
bench: $(DEVELOPMENT) ## benchmarks: ratios hold at their floor, times are printed
	@$(BIN)/pytest -q -s -p no:randomly tests/bench

$(PEERS): tests/bench/peers.lock tools/environment tools/installer.lock
	@PYTHON="$(PYTHON)" tools/environment tests/bench/peers.lock .venv-peers
	@touch $@

.PHONY: bench-peers
bench-peers: $(DEVELOPMENT) $(PEERS) ## the same against a peer on Django, in an environment of its own
	@CONSULT_PEER="$(CURDIR)/.venv-peers/bin/python" $(BIN)/pytest -q -s -p no:randomly tests/bench/test_peers.py

$(MUTANTS): requirements-dev.lock tests/mutants.lock tools/environment tools/installer.lock
	@PYTHON="$(PYTHON)" tools/environment requirements-dev.lock .venv-mutants
	@PYTHON="$(PYTHON)" tools/environment tests/mutants.lock .venv-mutants
	@touch $@

# The sources are copied to mutants/, and what is found stays there until the next run; mutmut show NAME tells of one.
.PHONY: mutants
mutants: $(MUTANTS) ## small faults in guards, permissions, deadlines and log: tests notice nine of ten (hours; OF='*[16]' a fifth)
	@rm -rf mutants; export TMPDIR=$$(mktemp -d) PATH="$(CURDIR)/.venv-mutants/bin:$$PATH"; trap 'rm -rf "$$TMPDIR"' EXIT; \
	mutmut run '$(OF)' > .venv-mutants/said.txt 2>&1 || { tail -n 60 .venv-mutants/said.txt; exit 1; }; \
	mutmut results --all true | python tools/mutants.py

# The tests that have a figure of their own for this; all others run alike with every `make test`. Two at a time, but for
# those that say how soon somebody is answered.
ALONE := tests/faults/test_everything_killed.py tests/faults/test_load.py
FAULTS = $(filter-out $(ALONE),$(shell grep -rl --include='test_*.py' 'tests.faults.figures import' tests))

.PHONY: faults
faults: $(DEVELOPMENT) ## the faults of docs/faults.md at full figures, and what was seen (some 10 minutes)
	@failed=0; \
	CONSULT_FAULTS=full $(BIN)/pytest -q -n 2 --dist worksteal -p no:randomly $(FAULTS) || failed=1; \
	CONSULT_FAULTS=full $(BIN)/pytest -q -p no:randomly $(ALONE) || failed=1; \
	exit $$failed

.PHONY: soak
soak: $(DEVELOPMENT) ## half an hour of mixed load: memory, open files and journal stay flat
	@$(BIN)/python -m tests.faults.soak

.PHONY: nightly
nightly: $(DEVELOPMENT) ## what takes hours: long walks of random users, ten thousand examples of each property, mutants
	@CONSULT_RANDOM=2000 CONSULT_RANDOM_STEPS=50 $(BIN)/pytest -q $(TESTS) tests/house/test_random_users.py
	@CONSULT_FAULTS=full $(BIN)/pytest -q $(TESTS) --hypothesis-profile nightly tests/workflows tests/consult/log
	@CONSULT_FAULTS=nightly $(BIN)/pytest -q -p no:randomly $(FAULTS) $(ALONE)
	@$(MAKE) --no-print-directory mutants

.PHONY: lock
lock: $(DEVELOPMENT) ## pin again what pyproject.toml allows
	@uv=$$(command -v uv || echo .tools/bin/uv) && \
	compile="$$uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11" && \
	$$compile --all-extras --group build pyproject.toml -o requirements.lock && \
	$$compile --all-extras --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock && \
	$$compile --group peers -c requirements.lock -o tests/bench/peers.lock && \
	$$compile --group mutants -c requirements-dev.lock -o tests/mutants.lock

.PHONY: audit
audit: ## ask whether a package has a known fault (needs the network; no answer is an error)
	@$(or $(PYTHON),python3) tools/audit.py

.PHONY: sbom
sbom: ## write the list of parts (CycloneDX) to .venv/sbom.json
	@mkdir -p .venv && $(or $(PYTHON),python3) tools/audit.py --sbom .venv/sbom.json && echo .venv/sbom.json
