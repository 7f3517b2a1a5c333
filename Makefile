# Two commands on a fresh machine with Python 3.11+, git and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo page test lint bench lock clean

$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Tarazy needs Python 3.11 or newer; this is " + sys.version.split()[0] + ": set PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Without Node and the npm registry all works but the page, and `tarazy serve` says so.
page: $(VENV)/installed
	-@$(BIN)/python scripts/build_page.py

demo: page
	$(BIN)/tarazy demo

test: lint page
	@if [ -f src/tarazy/web/static/index.html ]; then $(BIN)/python scripts/build_page.py --check; fi
	$(BIN)/pytest -n 2 --dist loadfile

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed
	$(BIN)/python benchmarks/reading.py

# Needs uv; run it after changing the dependencies in pyproject.toml.
lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --output-file requirements.lock

clean:
	rm -rf $(VENV) build dist src/tarazy/web/static web/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
