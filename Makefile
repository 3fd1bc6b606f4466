# Two commands carry a newcomer: `make demo` and `make test`. Each sets up what it needs.
#   PORT=8123 make demo     another port        PYTHON=/path make demo     another Python
#   make test ARGS="tests/funds -k decide"      make -k check              all checks, also after one failed

VENV ?= .venv
export VENV
PY = $(VENV)/bin/python
READY = sh requirements/install
SCRATCH = $(PY) -m civicportal.postgres
CODE = civicportal funds labs challenges prototypes tests manage.py
TEMPLATES = templates
CHECKS = ruff format-is-kept templates types layers migrations translations deployment containers

.PHONY: demo test check fmt lock bench messages screenshots ready $(addprefix check-,$(CHECKS))

demo:
	@$(READY) && exec $(PY) -m civicportal.demo

test:
	@$(READY) && exec $(PY) -m pytest -n 2 --dist worksteal $(ARGS)

check: $(addprefix check-,$(CHECKS))
	@echo "Every check passed."

ready:
	@$(READY)

check-ruff: ready
	$(PY) -m ruff check --output-format concise $(CODE)

check-format-is-kept: ready
	$(PY) -m ruff format --check --output-format concise $(CODE)

check-templates: ready
	$(PY) -m djlint --lint --quiet $(TEMPLATES)

check-types: ready
	$(PY) -m mypy

check-layers: ready
	$(VENV)/bin/lint-imports

check-migrations: ready
	DJANGO_SETTINGS_MODULE=civicportal.settings_demo $(SCRATCH) $(PY) manage.py makemigrations --check --dry-run

check-translations: ready
	$(PY) -m civicportal.messages missing

# The settings of a city's server, with keys made for this one command.
check-deployment: ready
	SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))')" \
	DRAFT_KEYS="$$($(PY) -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')" \
	ALLOWED_HOSTS=innovation.example.org SITE_URL=https://innovation.example.org EMAIL_HOST=mail.example.org \
	REDIS_URL=redis://redis.example.org/0 MEDIA_ROOT="$(abspath ../media)" DJANGO_SETTINGS_MODULE=civicportal.settings \
	$(SCRATCH) $(PY) manage.py check --deploy --fail-level WARNING

check-containers: ready
	$(PY) -c 'import sys, yaml; yaml.safe_load(open("docker-compose.yml"))["services"]'

fmt: ready
	$(PY) -m ruff check --fix --quiet $(CODE) || true
	$(PY) -m ruff format $(CODE)

# New versions: make lock UPGRADE=--upgrade
LOCK = pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.12 --quiet
lock: ready
	@command -v uv >/dev/null || test -x .venv-lock/bin/uv || { $(PY) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv; }
	PATH="$$PATH:.venv-lock/bin" uv $(LOCK) $(UPGRADE) requirements/runtime.in requirements/embedded.in requirements/develop.in -o requirements/lock.txt
	PATH="$$PATH:.venv-lock/bin" uv $(LOCK) requirements/runtime.in --constraint requirements/lock.txt -o requirements/runtime.txt

bench: ready
	$(PY) -m civicportal.bench

# The README's pictures, from a demo that runs: PORT=8123 make screenshots
screenshots: ready
	$(PY) -m civicportal.demo.screenshots

messages: ready
	$(PY) -m civicportal.messages missing
