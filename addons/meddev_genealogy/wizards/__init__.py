from . import lot_hold
