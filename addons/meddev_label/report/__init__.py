from . import label_reports
