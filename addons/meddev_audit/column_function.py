"""The function that records the updates of one table: it compares column by column, as SQL made for that table.

Comparing whole rows as JSON takes three times as long. A function that no longer fits its table (a column was added,
dropped, renamed or made another type past Odoo) notices it and compares as JSON, until the next start of the server
makes it anew. It does so, too, where a column changed whose values are not told as they are.
"""

import hashlib
import re

TYPES = {
    "bool", "int2", "int4", "int8", "float4", "float8", "numeric", "varchar", "text", "uuid", "jsonb", "bytea", "date",
    "time", "timestamp", "timestamptz",
}  # fmt: skip
"""Types of PostgreSQL that their operator compares as their JSON would be compared."""
PREFIX = "meddev_audit_of_"
LONGEST = 63  # bytes of a name in PostgreSQL
MOST_ARGUMENTS = 100  # of a function in PostgreSQL
ARRAY = r"'\{([\w,]*)\}'"
CALL = re.compile(rf"EXECUTE FUNCTION ({PREFIX}\w+)\('[^']*', {ARRAY}, {ARRAY}, {ARRAY}, '(\d+)', {ARRAY}\)$")

BODY = """
DECLARE
    what text;
    company integer;
BEGIN
    IF current_setting('{mark}', true) IS DISTINCT FROM '{attributes}' THEN
        PERFORM set_config('{mark}', relnatts::text, true) FROM pg_class WHERE oid = TG_RELID;
    END IF;
    IF current_setting('{mark}', true) = '{attributes}' THEN
        BEGIN
            what := {comparison};{company}{hidden}
        EXCEPTION WHEN undefined_column OR undefined_function THEN
            what := NULL;
        END;
    END IF;
    IF what <> '' THEN
        INSERT INTO meddev_audit_entry (model, record_id, operation, changes, company_id)
        VALUES (TG_ARGV[0], OLD.id, 'U', '{{' || substr(what, 3) || '}}', company);
    ELSE
        PERFORM meddev_audit_compare(
            to_jsonb(OLD), to_jsonb(NEW), TG_ARGV[0], TG_ARGV[1]::text[], TG_ARGV[2]::text[], TG_ARGV[3]::text[]);
    END IF;
    RETURN NULL;
END
"""
EACH = """
                CASE WHEN OLD."{0}" IS DISTINCT FROM NEW."{0}"
                     THEN ', "{0}": ' || jsonb_build_array(OLD."{0}", NEW."{0}")::text END"""
COMPANY = """
            company := NEW.company_id;"""
HIDDEN = """
            IF OLD."{0}" IS DISTINCT FROM NEW."{0}" THEN what := NULL; END IF;"""


def fits(columns, ignored):
    """Whether a table can have such a function.

    :param columns: ``{name: type}``
    """
    plain = all(re.fullmatch(r"[a-z_][a-z0-9_]*", name) for name in columns) and set(columns.values()) <= TYPES
    has_ids = columns.get("id") == "int4" and columns.get("company_id", "int4") == "int4"
    return plain and has_ids and not {"id", "company_id"} & set(ignored)


def call(table, arguments, attributes, columns):
    """The function's call in the definition of a trigger, which says all that the function is made from.

    :param arguments: the model and the arrays of ignored, masked and hashed columns, as SQL
    :param attributes: number of columns that the table ever had
    :param columns: names of the columns that are compared
    """
    return f"{_name(table)}({arguments}, '{attributes}', '{{{','.join(sorted(columns))}}}')"


def of_definition(definition):
    """``(name, body)`` of the function that a trigger's definition calls; None where it calls another kind."""
    if not (found := CALL.search(definition)):
        return None
    name, _ignored, masked, hashed, attributes, compared = found.groups()
    columns = compared.split(",")
    hidden = [name for names in (masked, hashed) for name in names.split(",") if name in columns]
    return name, BODY.format(
        comparison=_comparison([column for column in columns if column not in hidden]),
        company=COMPANY if "company_id" in columns else "",
        hidden="".join(map(HIDDEN.format, hidden)),
        attributes=attributes,
        mark=mark(name.removeprefix(PREFIX)),
    )


def mark(table):
    """The setting of a transaction in which the function has seen that it still fits the table.

    Nobody else can change the table in that transaction; whoever does it in the transaction itself empties the setting.
    """
    return f"meddev_fits.{_name(table).removeprefix(PREFIX)}"


def _comparison(columns):
    """SQL of the text of all changes, each after a comma."""
    parts = [columns[begin : begin + MOST_ARGUMENTS] for begin in range(0, len(columns), MOST_ARGUMENTS)]
    return " || ".join(f"concat({','.join(map(EACH.format, part))})" for part in parts)


def _name(table):
    name = PREFIX + table
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - 13]}_{hashlib.sha256(table.encode()).hexdigest()[:12]}"
