from . import label_count
