from . import test_lot_status, test_trace_companies, test_trace_question, test_trace_transfers
