"""The story of the demo company. A later addon adds its part as one more file and one more line here."""

from . import (
    as_built,
    company,
    corrections,
    identifiers,
    labels,
    master_data,
    people,
    present,
    signatures,
    year,
)

CHAPTERS = {
    "company": company.load,
    "people": people.load,
    "master data": master_data.load,
    "year": year.load,
    "passwords": people.choose_passwords,
    "device identifiers": identifiers.load,
    "signatures": signatures.load,
    "as-built": as_built.load,
    "labels": labels.load,
    "present": present.load,
    "corrections": corrections.load,
}
"""``{name: load(env, today)}``, in the order of the story."""
