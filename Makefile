# Every command of this project. `make help` lists them.
PYTHON ?= python3.13
BIN := .venv/bin
STAMP := .venv/.installed
EVENT ?= events/logout.json
STAGE ?= dev
LOGOUTS ?= 10000
export PATH := $(CURDIR)/$(BIN):$(PATH)
export SAM_CLI_TELEMETRY := 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help install run serve check lint types test test-all mutants faults load stress pictures bench bench-check build deploy doctor configure redrive sign-out explain release remove invoke start-api requirements pages docs clean verify-aws backfill

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

install: $(STAMP)  ## create .venv with the pinned requirements (every other command does it, too)

$(STAMP): requirements/dev.txt functions/requirements.txt
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.13, or say PYTHON=<its path>" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' || { echo "$(PYTHON) is not Python 3.13: install that, or say PYTHON=<its path>" >&2; exit 1; }
	@echo "installing the pinned requirements into .venv (once, about a minute)"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

run: $(STAMP)  ## sign a person in and out on a local AWS, and print the journey
	@$(BIN)/python -m local.run

serve: $(STAMP)  ## keep the whole local system running for a browser, and follow changes of the code
	@$(BIN)/python -m local.serve

check: lint types  ## lint, types, unit and functional tests (half a minute at most)
	@$(BIN)/python -m pytest -q -n 2 -m "not slow" tests/unit tests/functional

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/typos

types: $(STAMP)
	@$(BIN)/mypy

test: lint types  ## all that is fast: also adapters, architecture, coverage, and journeys end to end
	@$(BIN)/sam validate --lint
	@$(BIN)/python -m pytest -q -n 2 --cov --cov-report=term-missing:skip-covered \
	  tests/unit tests/functional tests/adapters tests/architecture tests/mutation
	@$(BIN)/python -m pytest -q -m "not more" tests/e2e

test-all: test run docs mutants  ## all: also what is slow or needs more software (a browser, SimpleSAMLphp, LemonLDAP::NG, Docker)
	@$(BIN)/python -m pytest -q -m more tests/e2e
	@$(BIN)/python -m pytest -q tests/browser
	@$(BIN)/python -m pytest -q tests/container
	@$(BIN)/python -m bench --check

pictures: $(STAMP)  ## take new pictures of our pages for tests/browser/test_pictures.py, and of the demo for the README
	@PYTHONPATH=functions $(BIN)/python -m tests.browser.pictures
	@$(BIN)/python -m tests.browser.demo_pictures

mutants: $(STAMP)  ## change the core and the token checks line by line: do the tests notice? (ten minutes)
	@$(BIN)/python -m tests.mutation

faults: $(STAMP)  ## let everything that a sign-out depends on fail in every way, and print what became of it (three minutes)
	@$(BIN)/python -m tests.faults

load: $(STAMP)  ## sign thousands out while Cognito throttles half of all calls: make load LOGOUTS=10000 (SEED=<a number>)
	@$(BIN)/python -m tests.load --logouts $(LOGOUTS) $(if $(SEED),--seed $(SEED))

stress: $(STAMP)  ## as many logouts as the embedded API takes, then with a slow Cognito (four minutes; needs bench/stress/install)
	@$(BIN)/python -m bench.stress

bench: $(STAMP)  ## measure cold starts side by side, and write bench/results.md (two minutes; nothing else should run)
	@$(BIN)/python -m bench

bench-check: $(STAMP)  ## fail when ours is slower, beside the others, than bench/results.md says (a minute)
	@$(BIN)/python -m bench --check

build: $(STAMP)  ## build the functions into .aws-sam
	@$(BIN)/sam build

deploy: $(STAMP)  ## deploy to AWS: make deploy STAGE=dev
	@$(BIN)/python -m local.stage $(STAGE)
	@$(BIN)/sam build --config-env $(STAGE)
	@$(BIN)/sam deploy --config-env $(STAGE)

doctor: $(STAMP)  ## is the live user pool as a stage needs it? make doctor STAGE=dev (JSON=1, POLICY=1: its IAM policy, DETACH=1)
	@$(BIN)/python -m doctor --stage $(STAGE) $(if $(JSON),--json) $(if $(POLICY),--policy) $(if $(DETACH),--detach)

configure: $(STAMP)  ## write a stage file from a live user pool: make configure POOL=<id> STAGE=dev (FORCE=1: over the old)
	@$(BIN)/python -m doctor.configure --pool "$(POOL)" --stage $(STAGE) $(if $(FORCE),--force)

redrive: $(STAMP)  ## send dead letters that are whole back to the retry queue: make redrive STAGE=dev
	@$(BIN)/python -m local.redrive $(STAGE)

backfill: $(STAMP)  ## keep who is who at a provider, of users from before: make backfill STAGE=dev (COUNT=1: only count, POLICY=1)
	@$(BIN)/python -m local.backfill --stage $(STAGE) $(if $(COUNT),--count) $(if $(POLICY),--policy)

# USER is in every shell's environment: only the one of the command line counts. The shell expands it, as text.
sign-out: $(STAMP)  ## sign a user out everywhere: make sign-out USER=mary STAGE=dev (USERS=users.txt: all of a list)
	@$(BIN)/python -m local.sign_out --stage "$(STAGE)" $(if $(findstring command,$(origin USER)),--user="$$USER") \
	  $(if $(findstring command,$(origin USERS)),--users="$$USERS")

explain: $(STAMP)  ## draw one logout as a timeline: make explain ID=<logout_id> STAGE=dev (FILE=events.jsonl, HTML=1)
	@$(BIN)/python -m local.explain --stage "$(STAGE)" $(if $(ID),--id="$(ID)") $(if $(FILE),--file="$(FILE)") $(if $(HTML),--html)

release: $(STAMP)  ## make what a release consists of in dist/: archives, the guard's wheel, an SBOM, SHA256SUMS
	@$(BIN)/python -m release

verify-aws: $(STAMP)  ## ask AWS itself whether our facts hold: make verify-aws (LOCAL=1: try it here; YES=1, CLEAN=1, POLICY=1)
	@$(BIN)/python -m verify_aws $(if $(YES),--yes) $(if $(CLEAN),--clean) $(if $(POLICY),--policy) $(if $(LOCAL),--local) \
	  $(if $(OUTPUT),--output "$(OUTPUT)")

remove: $(STAMP)  ## take a deployment away again: make remove STAGE=dev
	@$(BIN)/sam delete --config-env $(STAGE)

# IMAGE names an image of one's own where AWS's cannot be pulled.
invoke: $(STAMP)  ## run one event in a container: make invoke EVENT=events/logout.json (LIVE=1: with real tokens)
	@$(BIN)/python -m local.invoke $(if $(LIVE),--live) $(if $(IMAGE),--image $(IMAGE)) "$(EVENT)"

start-api: $(STAMP)  ## serve /logout from a container at http://localhost:3000 (PORT=<another>), until Ctrl-C
	@$(BIN)/python -m local.start_api $(if $(PORT),--port $(PORT)) $(if $(IMAGE),--image $(IMAGE))

requirements: $(STAMP)  ## compile the pinned requirements anew
	@$(BIN)/uv pip compile --quiet --upgrade --python-version 3.13 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-annotate --no-header --output-file functions/requirements.txt functions/requirements.in
	@$(BIN)/uv pip compile --quiet --upgrade --python-version 3.13 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-annotate --no-header --constraint functions/requirements.txt --output-file requirements/dev.txt requirements/dev.in
	@for folder in bench/runtime bench/contenders/usual bench/contenders/fastapi_mangum; do \
	  $(BIN)/uv pip compile --quiet --upgrade --python-version 3.13 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-annotate --no-header --constraint functions/requirements.txt \
	    --output-file $$folder/requirements.txt $$folder/requirements.in; done
	@$(BIN)/uv pip compile --quiet --upgrade --python-version 3.13 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-annotate --no-header --output-file requirements/publishing.txt requirements/publishing.in

pages: $(STAMP)  ## write those tables of docs/ anew that come from the code
	@$(BIN)/python -m local.pages

docs: $(STAMP)  ## build the site of docs/ into .local/site; a link that leads nowhere fails
	@$(BIN)/python -m sphinx --fail-on-warning --keep-going --nitpicky --quiet --fresh-env --builder html docs .local/site
	@echo "site: .local/site/index.html"

clean:  ## remove what the commands made
	@rm -rf .venv .aws-sam .local .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage dist
