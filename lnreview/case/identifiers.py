"""Identifiers that carry their own proof: NPI, LOINC, NDC, and the shape of ICD-10-CM and HCPCS codes.

Each `…_fault` returns the reason why a text cannot be such an identifier, with what to do, or an empty text. A right
check digit proves no more than that nothing was mistyped: whether the number was ever given out is not known here.
"""

from __future__ import annotations

import re

_NPI_PREFIX = "80840"
"""Prefix of the card number that an NPI is part of; the check digit is counted over it as well."""
_NDC_FORMS = {(5, 4, 2), (4, 4, 2), (5, 3, 2), (5, 4, 1)}
"""Digits of labeler, product and package, as an NDC may be printed with hyphens."""
_NDC_WIDTHS = (5, 4, 2)
"""Digits of the three parts in the form of eleven digits that is billed."""
_ICD10 = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?", re.ASCII)
_HCPCS = re.compile(r"[A-V][0-9]{4}", re.ASCII)


def npi_fault(text: str) -> str:
    """Return why `text` is no national provider identifier, or an empty text.

    Ten digits, the last one the Luhn check digit over 80840 and the nine before it.
    """
    plain = text.strip()
    if not re.fullmatch(r"[0-9]{10}", plain):
        return f"“{text}” is no NPI: an NPI is ten digits; copy it again from the registry"
    due = luhn_digit(_NPI_PREFIX + plain[:-1])
    if plain[-1] != due:
        return f"“{text}” is no NPI: its last digit does not fit the nine before it; a digit was mistyped or two were exchanged"
    return ""


def loinc_fault(text: str) -> str:
    """Return why `text` is no LOINC code, or an empty text.

    One to seven digits, a hyphen, and the Luhn (modulus 10) check digit over the digits before it.
    """
    plain = text.strip()
    if not re.fullmatch(r"[0-9]{1,7}-[0-9]", plain):
        return f"“{text}” is no LOINC code: it is written as digits, a hyphen and one check digit, for example 2160-0"
    body, digit = plain.split("-")
    if digit != luhn_digit(body):
        return f"“{text}” is no LOINC code: its check digit does not fit; look the code up again by the name of the test"
    return ""


def luhn_digit(digits: str) -> str:
    """Return the check digit that makes a text of digits pass the Luhn (modulus 10) test; raise `ValueError` for other signs."""
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def ndc_11(text: str) -> str:
    """Return a national drug code as eleven digits 5-4-2, for example 50242-0051-21.

    It is read as printed with hyphens (5-4-2, 4-4-2, 5-3-2 or 5-4-1), the part that is short of a digit filled with a
    leading zero, or as eleven digits. Raises `ValueError` with the reason for anything else: ten digits without hyphens
    can stand for three different drugs.
    """
    plain = text.strip()
    if re.fullmatch(r"[0-9]{11}", plain):
        return f"{plain[:5]}-{plain[5:9]}-{plain[9:]}"
    if re.fullmatch(r"[0-9]{10}", plain):
        raise ValueError(
            f"“{text}” can be read as three different NDCs, because ten digits without hyphens do not tell which part "
            "is short; write it with the hyphens of the package"
        )
    parts = plain.split("-")
    if not re.fullmatch(r"[0-9-]+", plain) or tuple(len(part) for part in parts) not in _NDC_FORMS:
        raise ValueError(
            f"“{text}” is no NDC: it is printed as labeler, product and package with 5-4-2, 4-4-2, 5-3-2 or 5-4-1 "
            "digits; copy it again from the package"
        )
    return "-".join(part.zfill(width) for part, width in zip(parts, _NDC_WIDTHS, strict=True))


def ndc_fault(text: str) -> str:
    """Return why `text` is no national drug code that can be read in one way, or an empty text."""
    try:
        ndc_11(text)
    except ValueError as error:
        return str(error)
    return ""


def icd10_fault(text: str) -> str:
    """Return why `text` has not the shape of an ICD-10-CM code, or an empty text.

    A letter, a digit, a digit or letter, then a point and one to four more; whether the code exists is for the table.
    """
    plain = text.strip().upper()
    if _ICD10.fullmatch(plain):
        return ""
    if _ICD10.fullmatch(f"{plain[:3]}.{plain[3:]}"):
        return f"“{text}” lacks its point; write it as {plain[:3]}.{plain[3:]}"
    return f"“{text}” has not the shape of an ICD-10-CM code: a letter, two more signs, a point and up to four more, for example M32.14"


def hcpcs_fault(text: str) -> str:
    """Return why `text` has not the shape of a HCPCS Level II code (a letter and four digits), or an empty text."""
    if _HCPCS.fullmatch(text.strip().upper()):
        return ""
    return f"“{text}” has not the shape of a HCPCS Level II code: a letter and four digits, for example J9312"
