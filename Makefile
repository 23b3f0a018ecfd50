# make run   starts the dashboard on http://localhost:8501 (PORT=… for another port)
# make test  everything that has to hold: linters, types, all tests, also those in the browser
# make check the same without the browser: for in between
# make fuzz  property tests with new and many more examples, 10,000 damaged files, 200 kills: by night
# make soak  two hours of 30 visitors: memory must not go on growing (LEBENSLAGE_DAUER=… seconds)
#
# Nothing else is needed but Python 3.11 or newer; .venv/ is made and kept up to date by itself.

PORT ?= 8501
PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
PYTEST := $(VENV_PYTHON) -m pytest -n auto --maxprocesses 4 --dist worksteal

# Linters and tests do not need each other; mypy alone would leave a core idle for a minute.
MAKEFLAGS += -j2

.PHONY: run test proben check fuzz lint browser dienste bench soak bilder barrierefreiheit sbom audit sperrdatei clean

run: .venv/laufzeit.stempel
	$(VENV_PYTHON) -m streamlit run dashboard.py --server.port $(PORT)

test: lint proben

proben: browser dienste
	$(PYTEST)

check: lint dienste
	$(PYTEST) -m "not browser"

fuzz: .venv/entwicklung.stempel dienste
	LEBENSLAGE_BEISPIELE=fuzz $(PYTEST) -m "hypothesis and not browser" --timeout 3600
	LEBENSLAGE_BEISPIELE=fuzz $(PYTEST) tests/fuzz tests/store/test_processes.py --timeout 3600

lint: .venv/entwicklung.stempel
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m mypy

browser: .venv/entwicklung.stempel
	$(VENV_PYTHON) scripts/browser_holen.py

dienste: .venv/entwicklung.stempel
	$(VENV_PYTHON) scripts/dienste_holen.py

bench: .venv/entwicklung.stempel browser
	$(VENV_PYTHON) -m benchmarks

# Draws the pictures of the README and the handbook anew (static/bilder/).
bilder: .venv/entwicklung.stempel browser
	$(VENV_PYTHON) scripts/bilder.py

# axe-core on every page in every state and look; without a finding the statement gets the day.
barrierefreiheit: .venv/entwicklung.stempel browser
	$(VENV_PYTHON) scripts/barrierefreiheit.py

# What a release is made of, every package with version and licence (CycloneDX, JSON).
sbom: .venv/entwicklung.stempel
	$(VENV_PYTHON) -m cyclonedx_py environment --output-reproducible --of JSON -o sbom.json $(VENV_PYTHON)
	@echo "sbom.json"

# Known weaknesses of every package in constraints.txt. Asks a database in the internet, so it is no
# part of `make test`; in an environment of its own, because the tool brings many packages.
audit:
	@echo "make audit fragt eine Datenbank im Internet; ohne Zugang endet es mit einem Fehler."
	$(PYTHON) -m venv .venv/audit
	.venv/audit/bin/python -m pip install --quiet pip-audit==2.10.1
	.venv/audit/bin/python -m pip_audit --strict --disable-pip --no-deps -r constraints.txt

soak: .venv/entwicklung.stempel
	$(VENV_PYTHON) -m benchmarks soak

# Renews constraints.txt from requirements*.txt, for every Python from 3.11 on and every system.
sperrdatei: .venv/entwicklung.stempel
	$(VENV_PYTHON) scripts/sperrdatei.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis tests/browser/bilder
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/laufzeit.stempel: requirements.txt constraints.txt
	$(PYTHON) scripts/umgebung.py requirements.txt
	@touch $@

# Tests import a part of all packages: that part is compiled when it is imported, in half the time.
.venv/entwicklung.stempel: requirements-dev.txt requirements.txt constraints.txt
	$(PYTHON) scripts/umgebung.py requirements-dev.txt --no-compile
	@touch $@ .venv/laufzeit.stempel
