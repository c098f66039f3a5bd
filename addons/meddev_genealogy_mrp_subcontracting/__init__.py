from . import models


def derive_past_movements(env):
    """Movements from before this addon was there become links as it understands them."""
    env["meddev.genealogy.link"]._rebuild()
