from . import genealogy_link, genealogy_screen
