from . import as_built, genealogy_link, mrp_production
