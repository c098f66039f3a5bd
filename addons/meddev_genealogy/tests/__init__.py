from . import test_trace_companies, test_trace_question, test_trace_transfers
