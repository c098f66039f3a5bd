"""Every sentence about a code, in one place, so that they can be translated: fact, then rule.

``%(name)s`` is the data element concerned, such as ``(01) GTIN``. Templates and terms are marked with ``_`` for whoever
collects what is to be translated; here it changes nothing.
"""


def _(text):
    return text


MESSAGES = {
    "position": _("Position %(position)d."),
    "position_in_code": _("Position %(position)d of code %(code)d."),
    # Any code
    "not_text": _("The code is of type %(type)s. A UDI is text."),
    "empty": _("The code is empty. A UDI starts with its device identifier."),
    "too_long": _("The code has %(length)d characters. No UDI carrier holds more than %(limit)d."),
    "unknown_syntax": _("The code starts with %(start)s. No issuing agency's syntax starts like that."),
    "mixed_agencies": _("The codes follow %(first)s and %(second)s. Codes of one label follow one agency."),
    "character": _("%(name)s holds the character %(char)s. Its character set does not have it."),
    "length_exact": _("%(name)s has %(length)d characters. It must have %(expected)d."),
    "length_range": _("%(name)s has %(length)d characters. It must have %(minimum)d to %(maximum)d."),
    "no_device_identifier": _("The code names no device identifier. It completes another symbol of the same label."),
    # Content
    "check_digit": _("%(name)s %(value)s ends in %(found)s. Its check digit must be %(expected)s."),
    "check_pair": _("%(name)s %(value)s ends in %(found)s. Its check pair must be %(expected)s."),
    "key_prefix_short": _(
        "%(name)s %(value)s is too short. It must hold a GS1 Company Prefix of at least four digits."
    ),
    "key_prefix": _("%(name)s %(value)s has no digit here. It must hold a GS1 Company Prefix of at least four digits."),
    "month": _("%(name)s %(value)s names no month. The month must be 01 to 12."),
    "day": _("%(name)s %(value)s names no day of that month. The day must exist in the calendar."),
    "day_missing": _("%(name)s %(value)s has the day 00. This date must name its day."),
    "date": _("%(name)s %(value)s is no date. It must be a day of the calendar written %(format)s."),
    "hour": _("%(name)s has the hour %(value)s. It must be 00 to 23."),
    "minute": _("%(name)s has the minute %(value)s. It must be 00 to 59."),
    "second": _("%(name)s has the second %(value)s. It must be 00 to 59."),
    "piece_length": _("%(name)s has %(length)d digits for piece and total. Both must have the same number of digits."),
    "piece_of_total": _("%(name)s is piece %(piece)s of %(total)s. The piece must be 1 to the total."),
    "position_of_total": _("%(name)s %(value)s is no place in a sequence. It must read like 1/3."),
    "leading_zero": _("%(name)s %(value)s starts with 0. A number here has no leading zero."),
    "one_of": _("%(name)s is %(value)s. It must be one of %(allowed)s."),
    "media_type": _("%(name)s is %(value)s. The media type must be 01 to 10 or 80 to 99."),
    "all_zero": _("%(name)s %(value)s is zero. It must be above zero."),
    "all_digits": _("%(name)s %(value)s has digits only. It must hold another character."),
    "hyphen": _("%(name)s is %(value)s. Only a hyphen may stand here."),
    "percent": _("%(name)s holds %(value)s. Two hexadecimal digits must follow the percent sign."),
    "angle": _("%(name)s %(value)s is out of range. It must be 0 to %(limit)s."),
    "country": _("%(name)s holds %(value)s. ISO 3166-1 has no such country."),
    "currency": _("%(name)s holds %(value)s. ISO 4217 has no such currency."),
    "iban": _("%(name)s %(value)s has wrong check digits. ISO 13616 asks for remainder 1 modulo 97."),
    "padding": _(
        "%(name)s %(value)s has wrong padding. At most two equal signs may fill it up to a multiple of three."
    ),
    # GS1
    "gs1_no_data": _("No element string follows. A GS1 symbol holds at least one application identifier."),
    "gs1_unknown_ai": _(
        "%(start)s starts with no application identifier. GS1 General Specifications 3.2 lists them all."
    ),
    "gs1_no_bracket": _("%(start)s stands where an application identifier in brackets must stand."),
    "gs1_open_bracket": _("The bracket opened here holds %(start)s. It must hold an application identifier and close."),
    "gs1_empty": _("%(name)s has no value. It needs %(minimum)d to %(maximum)d characters."),
    "gs1_surplus": _("%(name)s is followed by %(surplus)s. It has %(expected)d characters, then a bracket must open."),
    "gs1_fnc1_dropped": _("A separator stands before a bracket. It is left out when brackets are written."),
    "gs1_repeated": _("%(name)s is %(first)s and %(second)s. A repeated application identifier must keep its value."),
    "gs1_excluded": _("%(name)s stands with (%(other)s). The GS1 General Specifications forbid that pair."),
    "gs1_needed": _("%(name)s stands without any of %(needed)s. The GS1 General Specifications ask for one."),
    "gs1_serialised": _("%(name)s has no serial component. A digital signature (8030) needs a serialised key."),
    "gtin_zero": _("The GTIN is all zeros. No device has that number."),
    "gtin_basic": _("%(value)s is a Basic UDI-DI. It names a family of devices and stands on no package."),
    "gtin_indicator_package": _("%(value)s starts with %(found)s. The GTIN of a package starts with 1 to 8."),
    "gtin_indicator_base": _("%(value)s starts with %(found)s. The GTIN of a base package starts with 0, or with 9."),
    "gtin_length": _("The GTIN has %(length)d digits. It must have 8, 12, 13 or 14."),
    "symbology_unknown": _("%(start)s is no symbology identifier of a GS1 or HIBC carrier."),
    "symbology_length": _("%(symbology)s carries %(length)d characters here. It must carry %(expected)d digits."),
    # GS1 Digital Link
    "link_scheme": _("The link starts with %(start)s. It must start with http:// or https://."),
    "link_character": _("The link holds the character %(char)s. RFC 3986 wants it percent-encoded."),
    "link_host": _("The link has the host %(host)s. It must be a domain name or an address."),
    "link_no_key": _("The path holds no primary key. A GS1 Digital Link holds one, such as /01/ and a GTIN."),
    "link_qualifier": _("%(name)s does not follow %(before)s in a path. Key qualifiers have a fixed order."),
    "link_unknown_ai": _("%(ai)s in the link is no application identifier."),
    "link_attribute": _("%(name)s stands in the query. It is no data attribute of a GS1 Digital Link."),
    "link_repeated": _("%(name)s stands in the link already. An application identifier may stand there once."),
    "link_empty": _("%(name)s has an empty value in the link. Leave it out or give it one."),
    # HIBC
    "hibc_lower": _("The code holds the small letter %(char)s. HIBC data has capital letters only."),
    "hibc_character": _("The code holds the character %(char)s. HIBC data has 0-9, A-Z, -, ., space, $, /, + and %%."),
    "hibc_short": _("The code ends after %(length)d characters. %(name)s needs at least %(minimum)d."),
    "hibc_labeler": _("The labeler code is %(value)s. It must be a letter and three letters or digits."),
    "hibc_product": _("The product or catalogue number is %(value)s. It must have 1 to 18 letters or digits."),
    "hibc_unit": _("The unit of measure is %(value)s. It must be a digit."),
    "hibc_check": _("The check character is %(found)s. Modulo 43 of the characters before it gives %(expected)s."),
    "hibc_link": _("The link character is %(found)s. The check character of the primary code is %(expected)s."),
    "hibc_flag": _("The data start with %(value)s. HIBC has no such reference to secondary data."),
    "hibc_date_flag": _("The date flag is %(value)s. It must be 0 or 1 (MMYY) or 2 to 7."),
    "hibc_date": _("%(name)s is %(value)s. It must be a date written %(format)s."),
    "hibc_quantity": _("The quantity is %(value)s. It must have %(digits)s digits."),
    "hibc_empty": _("%(value)s stands without data. A lot, serial number, date or quantity must follow it."),
    "hibc_limit": _("%(name)s has %(length)d characters. HIBC allows %(maximum)d."),
    "hibc_repeated": _("%(name)s is given twice, as %(first)s and %(second)s. It must keep its value."),
    "hibc_basic_length": _("The Basic UDI-DI has %(length)d characters. It must have 8 to 25 with check pair."),
    "hibc_not_primary": _("This code is no primary HIBC code. The primary code starts with + and a letter."),
    # ICCBBA
    "isbt_identifier": _("%(value)s is no ISBT 128 data identifier of a device."),
    "isbt_shape": _("%(name)s is %(value)s. ISBT 128 writes it as %(format)s."),
    "isbt_serial_zero": _("The serial number is 000000. ISBT 128 keeps that for undivided products."),
    "isbt_repeated": _("%(name)s is given twice, as %(first)s and %(second)s. It must keep its value."),
    # MA
    "ma_parts": _("The code has %(count)d parts. MA.156.M0, registrant and product code make five."),
    "ma_node": _("The %(name)s is %(value)s. It must be %(expected)s."),
    "ma_registrant": _("The registrant is %(value)s. It must have six letters or digits."),
    "ma_product": _(
        "The product code is %(value)s. It must have 8 or more letters or digits, the package level first."
    ),
    "ma_unit": _("The data unit %(value)s is unknown. It must start with L, S, M, D, V, E or C and hold a value."),
    "ma_repeated": _("The data unit %(value)s is given twice. It may stand once."),
    "ma_check_last": _("The check unit %(value)s is not the last. It must end the code and have one character."),
    "ma_unverified": _("The check character %(value)s was not verified. The registry issues it and publishes no rule."),
    # AHM
    "ahm_unverified": _("The code is kept whole. No public rule tells the parts of an AHM code."),
    "ahm_empty": _("The code is AHM alone. The vendor's and the product's code must follow."),
    "ahm_no_parts": _("No public rule says how AHM writes production identifiers."),
    # Writing
    "other_agency": _("This is a code of %(found)s, not an identifier of %(agency)s."),
    "other_agency_bare": _("This code of %(found)s names no device. Enter an identifier of %(agency)s."),
    "century": _("%(name)s is %(value)s. Its two-digit year would be read as %(read)s."),
    "isbt_year": _("%(name)s is %(value)s. ISBT 128 writes the years 1900 to 2899."),
    "pi_empty": _("The lot or serial number is empty. A production identifier has at least one character."),
    "pi_length": _("The lot or serial number has %(length)d characters. %(agency)s carries at most %(maximum)d."),
    "pi_character": _("The lot or serial number holds %(char)s. %(agency)s carries %(allowed)s."),
    "indicator": _("The indicator is %(value)s. It must be 0 for the base unit, 1 to 8 for packages, 9 if variable."),
    "prefix": _("The GS1 Company Prefix is %(value)s. It must have 4 to 12 digits."),
    "prefix_used_up": _("All %(capacity)d numbers of prefix %(prefix)s are used. A further prefix is needed."),
    "model_reference": _("The model reference is %(value)s. With its prefix it may have 23 characters of CSET 82."),
    "write_order": _("Nothing is to be written. Give at least one data element."),
}

#: Names that stand in the sentences.
TERMS = (
    _("The lot"), _("The serial number"), _("The expiry"), _("The production date"), _("The quantity"),
    _("A primary code"), _("A secondary code"), _("The AHM code"), _("The Basic UDI-DI"), _("issuing agency"),
    _("country node"), _("industry node"), _("serial number"), _("production date"), _("lot"), _("sterilisation lot"),
    _("expiry date"), _("valid until"), _("check character"), _("no agency"),
    _("The product"), _("The container"), _("The container lot"), _("The donation number"), _("The collection date"),
    _("The product code"), _("The compound message"),
    _("letters, digits and signs of ASCII other than space and full stop"),
)  # fmt: skip
