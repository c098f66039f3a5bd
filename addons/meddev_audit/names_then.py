"""What records were called when an entry was written, from the trail itself."""

from collections import defaultdict

from odoo.tools import SQL

from .readable import translated, value_at

DEPTH = 6  # a name that is a record's name that is a record's name


class NamesThen:
    """``names(model, id, entry)``, read once for each model and not for each row.

    Where a name is another record's (a user's is the partner's, a bill of materials' the product's), both the link and
    the name at its end are followed back to that time.
    """

    def __init__(self, env, wanted):
        self.env = env
        self._columns = defaultdict(dict)  # {(model, column): {id: (history, value now)}}
        self._paths = {model: name_path(env, model) for model in wanted}
        self._now = {model: self._names_now(model, ids) for model, ids in wanted.items()}
        for model, ids in wanted.items():
            found = ids
            for step in self._paths[model]:
                found = self._read(*step, found)

    def __call__(self, model, number, entry):
        if not number or model not in self._paths:
            return ""
        value, is_present = number, True
        for step in self._paths[model]:
            history, now = self._columns[step].get(value, ((), None))
            value, still = value_at(history, entry, now)
            is_present &= still
            if not value:
                break
        name = self._now[model].get(number, "")
        if is_present and name:
            return name
        if isinstance(value, dict):
            value = translated(value, self.env.lang or "en_US")
        found = value if self._paths[model] else ""
        return str(found or name or f"{model},{number}")

    def _read(self, model, column, ids):
        """Histories and present values of a column for ``ids``; the values among them, which may be ids again."""
        known = self._columns[model, column]
        ids = [number for number in ids if number not in known]
        now, histories = self._values_now(model, column, ids), self._histories(model, column, ids)
        known.update({number: (histories.get(number, ()), now.get(number)) for number in ids})
        found = [now.get(number) for number in ids]
        found += [part for steps in histories.values() for *_rest, value in steps for part in _parts(value)]
        return {value for value in found if type(value) is int}

    def _values_now(self, model, column, ids):
        if not ids:
            return {}
        table, name = SQL.identifier(self.env[model]._table), SQL.identifier(column)
        self.env[model].flush_model([column])
        rows = self.env.execute_query(SQL("SELECT id, %s FROM %s WHERE id = ANY(%s)", name, table, list(ids)))
        return dict(rows)

    def _histories(self, model, column, ids):
        """``{id: [(entry, operation, recorded value)]}`` in order."""
        self.env.cr.execute(
            """SELECT record_id, id, operation, changes::jsonb -> %(name)s FROM meddev_audit_entry
                WHERE model = %(model)s AND record_id = ANY(%(ids)s) AND changes::jsonb -> %(name)s IS NOT NULL
                ORDER BY id""",
            {"name": column, "model": model, "ids": list(ids)},
        )
        histories = defaultdict(list)
        for number, entry, operation, value in self.env.cr.fetchall():
            histories[number].append((entry, operation, value))
        return histories

    def _names_now(self, model, ids):
        if model not in self.env:
            return {}
        records = self.env[model].sudo().browse(ids).exists()
        return {record.id: record.display_name for record in records}


def name_path(env, model):
    """The columns that lead from a record to its name, ``[(model, column), ...]``; none where it is computed."""
    if model not in env or not env[model]._rec_name:
        return []
    return _path(env, model, [env[model]._rec_name], DEPTH) or []


def _path(env, model, names, depth):
    field = env[model]._fields.get(names[0])
    if field is None or not depth:
        return None
    if not field.store:
        related = field.related and field.related.split(".")
        return _path(env, model, related + names[1:], depth - 1) if related else None
    if field.type != "many2one":
        return [(model, field.name)] if field.column_type and not names[1:] else None
    rest = names[1:] or [env[field.comodel_name]._rec_name]
    further = _path(env, field.comodel_name, rest, depth - 1)
    return further and [(model, field.name), *further]


def _parts(value):
    return value if isinstance(value, list) else [value]
