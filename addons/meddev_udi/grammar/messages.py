"""Every sentence about a code, in one place, so that they can be translated: fact, then rule.

``%(name)s`` is the data element concerned, such as ``(01) GTIN``. Templates and terms are marked with ``_lt`` for
whoever collects what is to be translated; here it changes nothing.
"""


def _lt(text):
    return text


MESSAGES = {
    "position": _lt("Position %(position)d."),
    "position_in_code": _lt("Position %(position)d of code %(code)d."),
    # Any code
    "not_text": _lt("The code is of type %(type)s. A UDI is text."),
    "empty": _lt("The code is empty. A UDI starts with its device identifier."),
    "too_long": _lt("The code has %(length)d characters. No UDI carrier holds more than %(limit)d."),
    "unknown_syntax": _lt("The code starts with %(start)s. No issuing agency's syntax starts like that."),
    "mixed_agencies": _lt("The codes follow %(first)s and %(second)s. Codes of one label follow one agency."),
    "character": _lt("%(name)s holds the character %(char)s. Its character set does not have it."),
    "length_exact": _lt("%(name)s has %(length)d characters. It must have %(expected)d."),
    "length_range": _lt("%(name)s has %(length)d characters. It must have %(minimum)d to %(maximum)d."),
    "no_device_identifier": _lt("The code names no device identifier. It completes another symbol of the same label."),
    # Content
    "check_digit": _lt("%(name)s %(value)s ends in %(found)s. Its check digit must be %(expected)s."),
    "check_pair": _lt("%(name)s %(value)s ends in %(found)s. Its check pair must be %(expected)s."),
    "key_prefix_short": _lt(
        "%(name)s %(value)s is too short. It must hold a GS1 Company Prefix of at least four digits."
    ),
    "key_prefix": _lt(
        "%(name)s %(value)s has no digit here. It must hold a GS1 Company Prefix of at least four digits."
    ),
    "month": _lt("%(name)s %(value)s names no month. The month must be 01 to 12."),
    "day": _lt("%(name)s %(value)s names no day of that month. The day must exist in the calendar."),
    "day_missing": _lt("%(name)s %(value)s has the day 00. This date must name its day."),
    "date": _lt("%(name)s %(value)s is no date. It must be a day of the calendar written %(format)s."),
    "hour": _lt("%(name)s has the hour %(value)s. It must be 00 to 23."),
    "minute": _lt("%(name)s has the minute %(value)s. It must be 00 to 59."),
    "second": _lt("%(name)s has the second %(value)s. It must be 00 to 59."),
    "piece_length": _lt(
        "%(name)s has %(length)d digits for piece and total. Both must have the same number of digits."
    ),
    "piece_of_total": _lt("%(name)s is piece %(piece)s of %(total)s. The piece must be 1 to the total."),
    "position_of_total": _lt("%(name)s %(value)s is no place in a sequence. It must read like 1/3."),
    "leading_zero": _lt("%(name)s %(value)s starts with 0. A number here has no leading zero."),
    "one_of": _lt("%(name)s is %(value)s. It must be one of %(allowed)s."),
    "media_type": _lt("%(name)s is %(value)s. The media type must be 01 to 10 or 80 to 99."),
    "all_zero": _lt("%(name)s %(value)s is zero. It must be above zero."),
    "all_digits": _lt("%(name)s %(value)s has digits only. It must hold another character."),
    "hyphen": _lt("%(name)s is %(value)s. Only a hyphen may stand here."),
    "percent": _lt("%(name)s holds %(value)s. Two hexadecimal digits must follow the percent sign."),
    "angle": _lt("%(name)s %(value)s is out of range. It must be 0 to %(limit)s."),
    "country": _lt("%(name)s holds %(value)s. ISO 3166-1 has no such country."),
    "currency": _lt("%(name)s holds %(value)s. ISO 4217 has no such currency."),
    "iban": _lt("%(name)s %(value)s has wrong check digits. ISO 13616 asks for remainder 1 modulo 97."),
    "padding": _lt(
        "%(name)s %(value)s has wrong padding. At most two equal signs may fill it up to a multiple of three."
    ),
    # GS1
    "gs1_no_data": _lt("No element string follows. A GS1 symbol holds at least one application identifier."),
    "gs1_unknown_ai": _lt(
        "%(start)s starts with no application identifier. GS1 General Specifications 3.2 lists them all."
    ),
    "gs1_no_bracket": _lt("%(start)s stands where an application identifier in brackets must stand."),
    "gs1_open_bracket": _lt(
        "The bracket opened here holds %(start)s. It must hold an application identifier and close."
    ),
    "gs1_empty": _lt("%(name)s has no value. It needs %(minimum)d to %(maximum)d characters."),
    "gs1_surplus": _lt(
        "%(name)s is followed by %(surplus)s. It has %(expected)d characters, then a bracket must open."
    ),
    "gs1_fnc1_dropped": _lt("A separator stands before a bracket. It is left out when brackets are written."),
    "gs1_repeated": _lt("%(name)s is %(first)s and %(second)s. A repeated application identifier must keep its value."),
    "gs1_excluded": _lt("%(name)s stands with (%(other)s). The GS1 General Specifications forbid that pair."),
    "gs1_needed": _lt("%(name)s stands without any of %(needed)s. The GS1 General Specifications ask for one."),
    "gs1_serialised": _lt("%(name)s has no serial component. A digital signature (8030) needs a serialised key."),
    "gtin_zero": _lt("The GTIN is all zeros. No device has that number."),
    "gtin_basic": _lt("%(value)s is a Basic UDI-DI. It names a family of devices and stands on no package."),
    "gtin_indicator_package": _lt("%(value)s starts with %(found)s. The GTIN of a package starts with 1 to 8."),
    "gtin_indicator_base": _lt("%(value)s starts with %(found)s. The GTIN of a base package starts with 0, or with 9."),
    "gtin_length": _lt("The GTIN has %(length)d digits. It must have 8, 12, 13 or 14."),
    "symbology_unknown": _lt("%(start)s is no symbology identifier of a GS1 or HIBC carrier."),
    "symbology_length": _lt("%(symbology)s carries %(length)d characters here. It must carry %(expected)d digits."),
    # GS1 Digital Link
    "link_scheme": _lt("The link starts with %(start)s. It must start with http:// or https://."),
    "link_character": _lt("The link holds the character %(char)s. RFC 3986 wants it percent-encoded."),
    "link_host": _lt("The link has the host %(host)s. It must be a domain name or an address."),
    "link_no_key": _lt("The path holds no primary key. A GS1 Digital Link holds one, such as /01/ and a GTIN."),
    "link_qualifier": _lt("%(name)s does not follow %(before)s in a path. Key qualifiers have a fixed order."),
    "link_unknown_ai": _lt("%(ai)s in the link is no application identifier."),
    "link_attribute": _lt("%(name)s stands in the query. It is no data attribute of a GS1 Digital Link."),
    "link_repeated": _lt("%(name)s stands in the link already. An application identifier may stand there once."),
    "link_empty": _lt("%(name)s has an empty value in the link. Leave it out or give it one."),
    # HIBC
    "hibc_lower": _lt("The code holds the small letter %(char)s. HIBC data has capital letters only."),
    "hibc_character": _lt(
        "The code holds the character %(char)s. HIBC data has 0-9, A-Z, -, ., space, $, /, + and %%."
    ),
    "hibc_short": _lt("The code ends after %(length)d characters. %(name)s needs at least %(minimum)d."),
    "hibc_labeler": _lt("The labeler code is %(value)s. It must be a letter and three letters or digits."),
    "hibc_product": _lt("The product or catalogue number is %(value)s. It must have 1 to 18 letters or digits."),
    "hibc_unit": _lt("The unit of measure is %(value)s. It must be a digit."),
    "hibc_check": _lt("The check character is %(found)s. Modulo 43 of the characters before it gives %(expected)s."),
    "hibc_link": _lt("The link character is %(found)s. The check character of the primary code is %(expected)s."),
    "hibc_flag": _lt("The data start with %(value)s. HIBC has no such reference to secondary data."),
    "hibc_date_flag": _lt("The date flag is %(value)s. It must be 0 or 1 (MMYY) or 2 to 7."),
    "hibc_date": _lt("%(name)s is %(value)s. It must be a date written %(format)s."),
    "hibc_quantity": _lt("The quantity is %(value)s. It must have %(digits)s digits."),
    "hibc_empty": _lt("%(value)s stands without data. A lot, serial number, date or quantity must follow it."),
    "hibc_limit": _lt("%(name)s has %(length)d characters. HIBC allows %(maximum)d."),
    "hibc_repeated": _lt("%(name)s is given twice, as %(first)s and %(second)s. It must keep its value."),
    "hibc_basic_length": _lt("The Basic UDI-DI has %(length)d characters. It must have 8 to 25 with check pair."),
    "hibc_not_primary": _lt("This code is no primary HIBC code. The primary code starts with + and a letter."),
    # ICCBBA
    "isbt_identifier": _lt("%(value)s is no ISBT 128 data identifier of a device."),
    "isbt_shape": _lt("%(name)s is %(value)s. ISBT 128 writes it as %(format)s."),
    "isbt_serial_zero": _lt("The serial number is 000000. ISBT 128 keeps that for undivided products."),
    "isbt_repeated": _lt("%(name)s is given twice, as %(first)s and %(second)s. It must keep its value."),
    # MA
    "ma_parts": _lt("The code has %(count)d parts. MA.156.M0, registrant and product code make five."),
    "ma_node": _lt("The %(name)s is %(value)s. It must be %(expected)s."),
    "ma_registrant": _lt("The registrant is %(value)s. It must have six letters or digits."),
    "ma_product": _lt(
        "The product code is %(value)s. It must have 8 or more letters or digits, the package level first."
    ),
    "ma_unit": _lt("The data unit %(value)s is unknown. It must start with L, S, M, D, V, E or C and hold a value."),
    "ma_repeated": _lt("The data unit %(value)s is given twice. It may stand once."),
    "ma_check_last": _lt("The check unit %(value)s is not the last. It must end the code and have one character."),
    "ma_unverified": _lt(
        "The check character %(value)s was not verified. The registry issues it and publishes no rule."
    ),
    # AHM
    "ahm_unverified": _lt("The code is kept whole. No public rule tells the parts of an AHM code."),
    "ahm_empty": _lt("The code is AHM alone. The vendor's and the product's code must follow."),
    "ahm_no_parts": _lt("No public rule says how AHM writes production identifiers."),
    # Writing
    "other_agency": _lt("This is a code of %(found)s, not an identifier of %(agency)s."),
    "other_agency_bare": _lt("This code of %(found)s names no device. Enter an identifier of %(agency)s."),
    "century": _lt("%(name)s is %(value)s. Its two-digit year would be read as %(read)s."),
    "isbt_year": _lt("%(name)s is %(value)s. ISBT 128 writes the years 1900 to 2899."),
    "pi_empty": _lt("The lot or serial number is empty. A production identifier has at least one character."),
    "pi_length": _lt("The lot or serial number has %(length)d characters. %(agency)s carries at most %(maximum)d."),
    "pi_character": _lt("The lot or serial number holds %(char)s. %(agency)s carries %(allowed)s."),
    "indicator": _lt("The indicator is %(value)s. It must be 0 for the base unit, 1 to 8 for packages, 9 if variable."),
    "prefix": _lt("The GS1 Company Prefix is %(value)s. It must have 4 to 12 digits."),
    "prefix_used_up": _lt("All %(capacity)d numbers of prefix %(prefix)s are used. A further prefix is needed."),
    "model_reference": _lt("The model reference is %(value)s. With its prefix it may have 23 characters of CSET 82."),
    "write_order": _lt("Nothing is to be written. Give at least one data element."),
}

#: Names that stand in the sentences.
TERMS = (
    _lt("The lot"), _lt("The serial number"), _lt("The expiry"), _lt("The production date"), _lt("The quantity"),
    _lt("A primary code"), _lt("A secondary code"), _lt("The AHM code"), _lt("The Basic UDI-DI"), _lt("issuing agency"),
    _lt("country node"), _lt("industry node"), _lt("serial number"), _lt("production date"), _lt("lot"),
    _lt("sterilisation lot"), _lt("expiry date"), _lt("valid until"), _lt("check character"), _lt("no agency"),
    _lt("The product"), _lt("The container"), _lt("The container lot"), _lt("The donation number"),
    _lt("The collection date"), _lt("The product code"), _lt("The compound message"),
    _lt("letters, digits and signs of ASCII other than space and full stop"),
)  # fmt: skip
