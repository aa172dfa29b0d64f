# make run: the English summary of a seed article.  make test: the tests.  Both set everything up.

PYTHON ?= python3
ENV := .venv
BIN := $(ENV)/bin
SEED ?= seeds/000_e2311c80708a819d.txt

.PHONY: run test lint clean
.DEFAULT_GOAL := run

run: $(ENV)/installed
	@$(BIN)/bantin summarise $(SEED)

test: $(ENV)/installed-dev
	$(BIN)/pytest

lint: $(ENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

clean:
	rm -rf $(ENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info

# The stamps make a second run fast: nothing is installed again until pyproject.toml changes.
$(ENV)/installed: pyproject.toml
	@echo "Installing Bantin into $(ENV); the first time takes a few minutes …" >&2
	@$(PYTHON) -m venv $(ENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(ENV)/installed-dev: $(ENV)/installed
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
