from . import (
    test_anchor,
    test_archive,
    test_baseline,
    test_changes,
    test_column_function,
    test_entries,
    test_entry_protection,
    test_reasons,
    test_rules,
    test_verification,
)
