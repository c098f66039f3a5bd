from . import genealogy_link
