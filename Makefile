# Two commands are all a newcomer needs: `make run` and `make test`. README.md explains the rest.
PORT ?= 8069
DB ?= meddev
ARGS ?=
LOGIN ?= admin
PYTHON ?= python3
export PORT DB ODOO_SOURCE ANCHOR FILE REST

CLI = $(PYTHON) tools/meddev.py

.PHONY: help run start stop test lint bench i18n psql shell api-key verify rebuild-genealogy import-udi clean setup
.DEFAULT_GOAL := help

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

run: ## set up what is missing and serve Odoo with the demo company (Ctrl-C ends it)
	@$(CLI) run

start: ## the same in the background; returns when the login page answers
	@$(CLI) start

stop: ## end what `make start` started
	@$(CLI) stop

setup: ## only install what is missing: Odoo, PostgreSQL, Python packages
	@$(CLI) setup

test: ## the whole suite; ARGS=rules|odoo|server|install runs one part
	@$(CLI) test $(ARGS)

lint: ## ruff, pylint-odoo and the project's own checks
	@$(CLI) lint

bench: ## every benchmark, or ARGS=<name>
	@$(CLI) bench $(ARGS)

i18n: ## write the Chinese translation files anew, keeping what is translated
	@$(CLI) i18n

psql: ## a database prompt; ARGS="-c 'select 1'"
	@$(CLI) psql $(ARGS)

shell: ## Odoo's Python prompt on DB
	@$(CLI) shell $(ARGS)

api-key: ## print a new JSON-2 key for LOGIN=<user>
	@$(CLI) api-key $(LOGIN)

verify: ## check signatures, audit trail and seals of DB; ANCHOR=<file> against a kept anchor too
	@$(CLI) verify

import-udi: ## device records of FILE (GUDID XML or CSV) into DB; REST=1 loads the right ones beside wrong ones
	@$(CLI) import-udi

rebuild-genealogy: ## derive the lot links of DB from its movements anew and tell what differed
	@$(CLI) rebuild-genealogy

clean: ## remove everything that set-up made, databases included
	@$(CLI) clean
