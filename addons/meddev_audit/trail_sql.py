# ruff: noqa: S608 - names of tables and columns, filled in by our own code
"""Questions to PostgreSQL that compare the trail with the data it speaks of: set by set, no row leaves the database."""

AGGREGATE = """
    CREATE OR REPLACE AGGREGATE meddev_audit_merge(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}')
"""

# Of each record: the last value that the trail recorded of each column, whether its creation is in it, and whether
# it was created or deleted last: a cascade empties its many-to-many fields after the row itself is gone.
TOLD = """
    WITH told AS (
        SELECT record_id,
               meddev_audit_merge(changes::jsonb ORDER BY id) AS what,
               min(id) FILTER (WHERE operation = 'I') AS created,
               (array_agg(operation ORDER BY id DESC) FILTER (WHERE operation IN ('I', 'D')))[1] AS last
          FROM meddev_audit_entry WHERE model = %(model)s AND record_id IS NOT NULL GROUP BY record_id
    )
"""

# An update is recorded as [old, new], a creation as the value itself. Null values of a creation are not recorded.
DIFFERENT = (
    TOLD
    + """
    SELECT told.record_id, string_agg(now.key, ', ' ORDER BY now.key)
      FROM told
      JOIN "{table}" row ON row.id = told.record_id
      CROSS JOIN LATERAL jsonb_each({seen} - %(unseen)s::text[]) now
     WHERE told.last IS DISTINCT FROM 'D'
       AND CASE WHEN told.what ? now.key
                THEN told.what -> now.key <> now.value
                     AND NOT meddev_audit_same(told.what -> now.key, now.value, %(model)s, row.id::text, now.key)
                     AND NOT (jsonb_typeof(told.what -> now.key) = 'array'
                              AND jsonb_array_length(told.what -> now.key) = 2
                              AND meddev_audit_same(
                                  told.what -> now.key -> 1, now.value, %(model)s, row.id::text, now.key))
                ELSE told.created > %(since)s AND now.value <> 'null'::jsonb END
     GROUP BY told.record_id ORDER BY told.record_id LIMIT %(limit)s
"""
)

# A row as the trail tells it, where files are told by their hash.
SEEN = "meddev_audit_seen(to_jsonb(row), %(model)s, '{}', %(hashed)s)"

GONE = (
    TOLD
    + """
    SELECT told.record_id, '' FROM told LEFT JOIN "{table}" row ON row.id = told.record_id
     WHERE row.id IS NULL AND told.last IS DISTINCT FROM 'D' AND (told.created IS NOT NULL OR told.what ? 'id')
     ORDER BY told.record_id LIMIT %(limit)s
"""
)

UNTOLD = """
    SELECT row.id, '' FROM "{table}" row
     WHERE row.id > %(last_row)s
       AND NOT EXISTS (SELECT FROM meddev_audit_entry e
                        WHERE e.model = %(model)s AND e.record_id = row.id AND e.operation = 'I')
     ORDER BY row.id LIMIT %(limit)s
"""

# The last thing recorded about each pair of a many-to-many table, against the table.
PAIRS = """
    WITH told AS (
        SELECT DISTINCT ON (record_id, other) record_id, other, is_there
          FROM (SELECT id, record_id, pair -> 1 <> 'null'::jsonb AS is_there,
                       coalesce(nullif(pair -> 1, 'null'::jsonb), pair -> 0)::integer AS other
                  FROM (SELECT id, record_id, changes::jsonb -> %(field)s AS pair FROM meddev_audit_entry
                         WHERE model = %(model)s AND operation = 'U') each
                 WHERE pair IS NOT NULL) pairs
         ORDER BY record_id, other, id DESC
    )
    SELECT told.record_id, %(field)s || ': not what the audit trail recorded last'
      FROM told LEFT JOIN "{table}" row ON row."{column}" = told.record_id AND row."{other}" = told.other
     WHERE told.is_there <> (row."{column}" IS NOT NULL)
     GROUP BY told.record_id ORDER BY told.record_id LIMIT %(limit)s
"""

# Pairs in the table that the trail does not know, of records whose whole life it knows.
MORE_PAIRS = """
    SELECT DISTINCT row."{column}", %(field)s || ': there is more than the audit trail recorded'
      FROM "{table}" row
      JOIN meddev_audit_entry born ON born.model = %(model)s AND born.record_id = row."{column}"
           AND born.operation = 'I' AND born.id > %(since)s
     WHERE NOT EXISTS (SELECT FROM meddev_audit_entry e
                        WHERE e.model = %(model)s AND e.record_id = row."{column}" AND e.operation = 'U'
                          AND e.changes::jsonb -> %(field)s -> 1 = to_jsonb(row."{other}"))
     ORDER BY 1 LIMIT %(limit)s
"""

# Signatures and voids: each row was recorded when it was made, and what was recorded is there and the same. What moved
# to an archive comes as %(archived)s, {id: key_signature}.
LEDGER = """
    WITH e AS (
        SELECT record_id, changes::jsonb ->> 'key_signature' AS key_signature
          FROM meddev_audit_entry WHERE model = %(model)s AND operation = 'I'
         UNION ALL SELECT key::integer, value FROM jsonb_each_text(%(archived)s::jsonb)
    )
    SELECT coalesce(row.id, e.record_id),
           CASE WHEN row.id IS NULL THEN 'was deleted: the audit trail recorded it'
                WHEN e.record_id IS NULL THEN 'was put there past the triggers: the audit trail did not record it'
                ELSE 'is not what the audit trail recorded' END
      FROM "{table}" row FULL JOIN e ON e.record_id = row.id
     WHERE row.id IS NULL OR (e.record_id IS NULL AND row.id > %(last_row)s) OR e.key_signature <> row.key_signature
     ORDER BY 1 LIMIT %(limit)s
"""

# Whoever switches a trigger off and on again, or puts another in its place, changes its row and so its xmin.
TRIGGERS = """
    SELECT c.relname, t.tgname, t.tgenabled, pg_get_triggerdef(t.oid), c.oid::text, t.oid || '/' || t.xmin
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
     WHERE NOT t.tgisinternal AND t.tgname LIKE 'meddev%%' AND c.relnamespace = current_schema::regnamespace
"""
SOURCES = (
    "SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'meddev%%' AND pronamespace = current_schema::regnamespace"
)
