def migrate(cr, version):
    """Lots that are on hold now need a reason for their next release, by whichever way."""
    cr.execute("UPDATE stock_lot SET was_held = TRUE WHERE state = 'hold'")
