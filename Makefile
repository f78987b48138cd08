# Prerequisites on a fresh machine: Python >= 3.11, make, git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
UV_BOOT := $(VENV)/.uv/bin/uv

.PHONY: setup demo test bench bench-aws bench-check lint clean

setup: $(STAMP)

$(STAMP): requirements/dev.txt pyproject.toml
	@set -e; \
	if command -v uv >/dev/null 2>&1; then UV=uv; [ -x $(BIN)/python ] || uv venv -q --python $(PYTHON) $(VENV); \
	else \
	  [ -x $(BIN)/python ] || $(PYTHON) -m venv --without-pip $(VENV); \
	  [ -x $(UV_BOOT) ] || { $(PYTHON) -m venv $(VENV)/.uv && $(VENV)/.uv/bin/python -m pip install -q --disable-pip-version-check uv; }; \
	  UV=$(UV_BOOT); \
	fi; \
	$$UV pip install -q --python $(BIN)/python --require-hashes -r requirements/dev.txt; \
	$$UV pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	touch $@

demo: $(STAMP)
	@$(BIN)/python examples/demo.py

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: lint
	$(BIN)/pytest -q -n 2 --dist worksteal

bench: $(STAMP)
	$(BIN)/python bench/run.py
	$(BIN)/python bench/check.py

bench-check: $(STAMP)
	$(BIN)/python bench/check.py

bench-aws: $(STAMP)
	$(BIN)/python bench/clean.py
	$(BIN)/python bench/publish.py
	$(BIN)/python bench/rollout.py
	$(BIN)/python bench/rollback.py

clean:
	rm -rf $(VENV) dist demo-out bench/.work .mypy_cache .ruff_cache .pytest_cache .hypothesis
