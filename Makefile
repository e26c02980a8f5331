# The few things a newcomer runs. Everything lives in .venv, made from the hashed lock on first use.

PYTHON ?= python3
BIN := .venv/bin
JOBS ?= 2
READY := .venv/ready

.PHONY: lab test lessons labextension lock bench clean

lab: $(READY)  ## open the lessons in JupyterLab; ARGS="--no-browser --port 8899" passes options on
	@$(BIN)/mediakit lab $(ARGS)

test: $(READY)  ## everything: style, types, imports, unit tests, doctests, notebooks, browser; JOBS=4 for more at once
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/mediakit check-data
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder \
	  --nbval --nbval-cell-timeout=60 -p tools.built_from_source lessons mediakit tests

lessons: $(READY)  ## build lessons/*.ipynb from lessons/source/*.md
	$(BIN)/python tools/build_lessons.py

labextension: $(READY)  ## build the JupyterLab extension into mediakit/labextension (needs npm)
	$(BIN)/python tools/build_labextension.py

lock: $(READY)  ## renew requirements.lock from pyproject.toml (needs uv)
	uv pip compile -q --universal --no-strip-extras --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 --extra dev pyproject.toml -o requirements.lock

bench: $(READY)  ## print the measurements in benchmarks/; CORPUS=FOLDER OWN=FOLDER adds the analyser's accuracy
	$(BIN)/python benchmarks/import_time.py
	$(BIN)/python benchmarks/analyser_speed.py
	$(BIN)/python benchmarks/on_the_stories.py
	$(BIN)/python benchmarks/course_time.py
	$(BIN)/python benchmarks/grading_time.py
	@test -z "$(CORPUS)" || $(BIN)/python benchmarks/accuracy.py $(CORPUS) $(if $(OWN),--own $(OWN))

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "mediakit needs Python 3.11 or newer; $(PYTHON) is older. Try: make lab PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python's venv is missing. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Making the environment in .venv (once, about a minute) …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

clean:  ## remove the environment and everything built
	rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
