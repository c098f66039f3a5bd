from . import (
    test_genealogy_link,
    test_genealogy_upkeep,
    test_lot_identity,
    test_lot_release_record,
    test_lot_status,
    test_screen_hold,
    test_screen_questions,
    test_screen_spreadsheet,
    test_sealed_movements,
    test_trace_companies,
    test_trace_question,
    test_trace_transfers,
)
