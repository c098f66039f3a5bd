from . import genealogy_screen
