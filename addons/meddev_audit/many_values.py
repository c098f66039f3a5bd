"""What commands of a many-to-many field would change. Plain Python."""

CREATE, UPDATE, DELETE, UNLINK, LINK, CLEAR, SET = range(7)


def changed_ids(before, value):
    """Ids of those that would come or go; new records and changes inside of the records do not count.

    :param before: ids that are there
    :param value: what is written: commands, ids, or nothing at all
    """
    before = set(before)
    if not value:
        return before
    if all(isinstance(item, int) for item in value):
        return before ^ set(value)
    after = set(before)
    for command, *rest in value:
        if command == LINK:
            after.add(rest[0])
        elif command in (DELETE, UNLINK):
            after.discard(rest[0])
        elif command == CLEAR:
            after.clear()
        elif command == SET:
            after = set(rest[1])
    return before ^ after
