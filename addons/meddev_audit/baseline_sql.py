"""Questions about what a table's rows were when a baseline was taken: hashes of rows by blocks of their numbers."""

SIZE = 1000  # numbers of records in a block

# {rows}: a query for id and what, the row as the trail tells it. Empty values count as absent: a deletion does not tell
# them.
BLOCKS = """
    SELECT (id / {size})::text,
           encode(sha256(convert_to(
               string_agg(id || ' ' || jsonb_strip_nulls(what)::text, E'\\n' ORDER BY id), 'UTF8')), 'hex'),
           count(*)
      FROM ({rows}) row_then GROUP BY 1
""".replace("{size}", str(SIZE))

SEEN = "meddev_audit_seen(to_jsonb(row), %(model)s, %(masked)s::text[], %(hashed)s::text[])"
PLAIN = "to_jsonb(row)"
# As the triggers do: some parameters are secret by their key.
PARAMETER = """
    meddev_audit_seen(to_jsonb(row), %(model)s, CASE
        WHEN row.key ~* '(secret|password|token|key)' THEN %(masked)s::text[] || 'value'::text
        ELSE %(masked)s::text[] END, %(hashed)s::text[])
"""

NOW = """SELECT row.id, {seen} - %(unseen)s::text[] AS what FROM "{table}" row"""

# What came after the baseline: later entries, and those of transactions that ran while it was taken.
THEN = """
    WITH later AS (
        SELECT * FROM meddev_audit_entry
         WHERE model = %(model)s AND record_id <= %(last_row)s
           AND (id > %(last_entry)s OR txid = ANY(%(in_flight)s::bigint[]))
    ), life AS (
        SELECT DISTINCT ON (record_id) record_id, id, operation, changes FROM later
         WHERE operation IN ('I', 'D') ORDER BY record_id, id
    ), old AS (
        SELECT record_id, jsonb_object_agg(key, value) AS what
          FROM (SELECT DISTINCT ON (later.record_id, change.key) later.record_id, change.key, change.value -> 0 AS value
                  FROM later
                  LEFT JOIN life USING (record_id)
                 CROSS JOIN LATERAL jsonb_each(later.changes::jsonb) change
                 WHERE later.operation = 'U' AND change.key = ANY(%(columns)s)
                       AND (life.id IS NULL OR later.id < life.id)
                 ORDER BY later.record_id, change.key, later.id) first
         GROUP BY record_id
    ), kept AS (
        SELECT row.id, {seen} - %(unseen)s::text[] AS what FROM "{table}" row
         WHERE row.id <= %(last_row)s AND NOT EXISTS (SELECT FROM life WHERE life.record_id = row.id)
         UNION ALL
        SELECT record_id, coalesce((SELECT jsonb_object_agg(key, value) FROM jsonb_each(changes::jsonb)
                                     WHERE key = ANY(%(columns)s)), '{{}}')
          FROM life WHERE operation = 'D'
    )
    SELECT kept.id, kept.what || coalesce(old.what, '{{}}') AS what FROM kept LEFT JOIN old ON old.record_id = kept.id
"""


def blocks_now(table, seen):
    return BLOCKS.format(rows=NOW.format(table=table, seen=seen))


def blocks_then(table, seen):
    return BLOCKS.format(rows=THEN.format(table=table, seen=seen))
