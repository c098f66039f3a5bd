"""Grammar of Unique Device Identification: reading, checking and writing codes of GS1, HIBCC, ICCBBA, MA and AHM.

Plain Python without Odoo. ``parse`` reads any code and never raises; the writers raise ``InvalidUdiError``.
"""

from .ahm import parse_ahm
from .allocation import capacity, item_reference, next_free_gtin, remaining, write_gmn
from .answer import AHM, GS1, HIBCC, ICCBBA, MA, Element, InvalidUdiError, Udi, UdiError, fault
from .check_digits import donation_check_character, gmn_check_pair, gs1_check_digit, hibc_check_character
from .dates import century_fault
from .gs1_digital_link import CANONICAL_STEM, write_digital_link
from .gs1_element_string import write_gs1
from .gtin import Gtin, gtin_fault, normalise_gtin, with_check_digit
from .hibc_write import write_hibc_basic, write_hibc_primary, write_hibc_secondary
from .iccbba import write_iccbba
from .label import parse_label
from .ma import write_ma
from .messages import MESSAGES
from .parse import parse
from .production_identifier import ProductionIdentifierCheck, check_production_identifier, faults_for
