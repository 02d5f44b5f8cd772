# make setup   .venv with the locked packages, and the servers where they are missing
# make run     everything on this machine; UP_ARGS='--until-idle' passes arguments on
# make test    the tests, on real servers        make check   types, style, layers, contract
# make quality  how well texts are read, in figures
# make fuzz    the readers on bytes that nobody would write, 10 minutes
# make bench   speed, with the peers beside it   SEARCH=100000: of search in so many articles
# make lock    the lock files anew

# Debian's own is built with profile-guided optimisation: an article takes it a sixth less than one that pyenv built.
DEBIANS := /usr/bin/python3.11
PYTHON ?= $(shell $(DEBIANS) -c 'import ensurepip' 2>/dev/null && echo $(DEBIANS) || echo python3)
VENV := .venv
PEERS := .venv-peers
BIN := $(VENV)/bin
UP_ARGS ?=
PYTEST_ARGS ?=
# Each worker starts servers of its own.
WORKERS ?= 2

.PHONY: setup run test check quality fuzz bench format lock contract clean servers

setup: $(VENV)/.dev servers

run: $(VENV)/.run servers
	@exec $(BIN)/khabar up $(UP_ARGS)

test: $(VENV)/.dev servers
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not slow" $(PYTEST_ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m schemas --check

quality: $(VENV)/.dev
	$(BIN)/python -m pytest tests/quality --no-header -q $(PYTEST_ARGS)

fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.fuzz $(FUZZ_ARGS)

bench: $(VENV)/.dev $(PEERS)/.done servers
	$(BIN)/python -m tests.bench $(if $(SEARCH),--search $(SEARCH)) $(BENCH_ARGS)

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

contract: $(VENV)/.dev
	$(BIN)/python -m schemas

servers:
	@sh deploy/servers.sh

# Each is made of its lock file, so that a second run installs nothing.
$(VENV)/.run: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# What Khabar is compared with pins its own versions of the same libraries, so it lives apart.
$(PEERS)/.done: requirements-peers.lock
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-peers.lock
	@touch $@

COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

lock:
	$(COMPILE) pyproject.toml --extra local --group build -o requirements.lock
	$(COMPILE) pyproject.toml --group build -o requirements-container.lock -c requirements.lock
	$(COMPILE) --group dev -c requirements.lock -o requirements-dev.lock
	$(COMPILE) --group peers -o requirements-peers.lock

clean:
	rm -rf $(VENV) $(PEERS) .khabar
