from . import label_account, mrp_production
