from . import as_built, genealogy_link, genealogy_screen
