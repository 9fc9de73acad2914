# The two commands of the README are `make run` and `make test`; `make help` lists the rest.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
export UV_PYTHON_DOWNLOADS = never
export UV_PROJECT_ENVIRONMENT = $(VENV)

.PHONY: help run setup test lint bench demo messages reset

help:
	@echo "make run       serve the portal with demo data on http://127.0.0.1:$(PORT)/  (PORT= to change)"
	@echo "make setup     the same without serving"
	@echo "make test      all tests, on SQLite and, where a server is found, on PostgreSQL"
	@echo "make lint      code, templates, rooms, migrations, catalogues"
	@echo "make bench     the benchmarks"
	@echo "make demo N=1000   add N synthetic actions (N=0 removes them)"
	@echo "make messages  extract the strings to translate (needs GNU gettext)"
	@echo "make reset     delete the database, uploads and environment, start over"

# The environment is rebuilt only when the lock changes.
$(VENV)/.locked: uv.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==0.13.9"
	@$(BIN)/uv sync --quiet --locked --extra dev --no-install-project --inexact
	@touch $@

setup: $(VENV)/.locked
	@$(MANAGE) setup_portal

run: setup
	@$(MANAGE) setup_portal --announce --port $(PORT)
	@$(MANAGE) runserver --noreload 127.0.0.1:$(PORT)

test: $(VENV)/.locked
	@$(BIN)/python -m tests

lint: $(VENV)/.locked
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/djlint templates --check --lint --quiet
	@$(BIN)/lint-imports
	@$(MANAGE) makemigrations --check --dry-run
	@$(MANAGE) check --fail-level WARNING

bench: $(VENV)/.locked
	@echo "The benchmarks come with the search engine (bench/)."

demo: setup
	@$(MANAGE) make_synthetic $(or $(N),1000)

messages: $(VENV)/.locked
	@$(MANAGE) makemessages --locale en --locale es --locale fr --no-location --no-wrap --ignore .venv --ignore node_modules

reset:
	rm -rf var $(VENV)
