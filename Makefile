# The two commands of the README are `make run` and `make test`; `make help` lists the rest.
PORT ?= 8000
# The first Python that is new enough; looked up only when the environment has to be built.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
export UV_PYTHON_DOWNLOADS = never
export UV_PROJECT_ENVIRONMENT = $(VENV)

.PHONY: help run setup test lint bench demo messages reset
.DELETE_ON_ERROR:

help:
	@echo "make run           serve the portal with demo data on http://127.0.0.1:$(PORT)/  (PORT= to change)"
	@echo "make setup         the same without serving"
	@echo "make test          all tests, on SQLite and, where a server is found, on PostgreSQL"
	@echo "make lint          code, templates, rooms, migrations, catalogues"
	@echo "make bench         the benchmarks with 1,000 and 10,000 actions (N=100000 for other sizes)"
	@echo "make demo N=1000   add N synthetic actions (N=0 removes them)"
	@echo "make messages      extract the strings to translate (needs GNU gettext)"
	@echo "make reset         delete the SQLite database, the uploads and the environment: start over"

# The environment is rebuilt only when the lock changes.
$(VENV)/.locked: uv.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: none was found. PYTHON=… names one."; exit 1; }
	@echo "Building the environment in $(VENV) …"
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==0.13.9"
	@$(BIN)/uv sync --quiet --locked --extra dev --no-install-project --inexact
	@touch $@

setup: $(VENV)/.locked
	@$(MANAGE) setup_portal

# Two processes of four threads, as in production; whitenoise finds the static files in the checkout. Mails are printed,
# unless EMAIL_URL names a server; their sender ends with the server.
run: export DJANGO_SETTINGS_MODULE ?= portal.settings.dev
run: export PYTHONWARNINGS ?= ignore:No directory at
run: export SITE_URL ?= http://127.0.0.1:$(PORT)
run: setup
	@$(MANAGE) setup_portal --announce --port $(PORT)
	@$(MANAGE) deliver_mail --every 20 --parent $$$$ & \
	exec $(BIN)/gunicorn portal.wsgi --bind 127.0.0.1:$(PORT) --worker-class gthread --workers 2 --threads 4 \
		--log-level warning --no-control-socket

test: $(VENV)/.locked
	@$(BIN)/python -m tests

lint: $(VENV)/.locked
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet .
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/lint-imports --no-logo
	@$(MANAGE) check --fail-level WARNING
	@$(MANAGE) makemigrations --check --dry-run
	@$(BIN)/pytest tests/consistency/test_translations.py

# The peers come with an extra of their own; data are made once, in bench/data/ (100,000 actions take half an hour).
bench: N ?= 1000,10000
bench: $(VENV)/.locked
	@$(BIN)/uv sync --quiet --locked --extra dev --extra bench --no-install-project --inexact
	@$(BIN)/python -m bench --sizes $(N)

demo: setup
	@$(MANAGE) make_synthetic $(or $(N),1000)

messages: $(VENV)/.locked
	@$(MANAGE) makemessages --locale es --locale fr --no-location --no-wrap --ignore "tests/*" --ignore "*/node_modules/*"

reset:
	rm -rf var $(VENV)
