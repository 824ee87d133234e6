"""Tax codes, codes of enterprises and of household businesses.

Source: Thông tư 86/2024/TT-BTC (ten digits, ten and three, and since 1 July 2025 the personal
id of persons and household businesses; codes of trading platforms end in 888). The check digit
stands over the first nine digits with the weights 31 29 23 19 17 13 7 5 3. The code of an
enterprise is its tax code (Luật Doanh nghiệp 2020, Art. 29).
"""

from __future__ import annotations

import re

from ocr.understanding.checked import Checked, ReferenceLists, doubted
from ocr.understanding.lookalikes import as_digits, one_digit_repairs
from ocr.understanding.personal_id import check_personal_id

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_CODE = re.compile(r"(\d{10})(?:-?(\d{3}))?")
_OLD_BUSINESS = re.compile(r"\d{2}[A-ZĐ]8\d{6}")


def check_tax_code(text: str, lists: ReferenceLists | None = None) -> Checked:
    """Check a tax code: ten digits, ten and a branch of three, or a personal id.

    Args:
        text: Digits that may be parted by spaces, dots and one dash before the branch.
        lists: Provinces for a personal id.
    """
    digits = as_digits(re.sub(r"[\s.]", "", text.replace("–", "-").replace("—", "-")))
    if re.fullmatch(r"[0-9]{12}", digits):
        return check_personal_id(digits, lists or ReferenceLists())
    match = _CODE.fullmatch(digits)
    if match is None:
        return Checked(digits, "tax_code.length")
    number, branch = match[1], match[2] or ""
    value = _join(number, branch)
    if number[2:9] == "0000000" or branch == "000":
        return Checked(value, "tax_code.number")
    if not has_right_check_digit(number):
        others = one_digit_repairs(number, has_right_check_digit)
        return doubted(value, "tax_code.check_digit", [_join(other, branch) for other in others])
    return Checked(value)


def _join(number: str, branch: str) -> str:
    return f"{number}-{branch}" if branch else number


def has_right_check_digit(number: str) -> bool:
    """Whether the tenth digit of a tax code confirms the nine before it."""
    weighted = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:9], strict=True))
    return 10 - weighted % 11 == int(number[9])


def check_enterprise_code(text: str, _lists: ReferenceLists) -> Checked:
    """Check the code of an enterprise or, with three more digits, of its branch."""
    checked = check_tax_code(text)
    if len(re.sub(r"\D", "", checked.value)) == 12:
        return Checked(checked.value, "tax_code.length")
    return checked


def check_business_code(text: str, lists: ReferenceLists) -> Checked:
    """Check the code of a household business: the owner's personal id, or an older shape.

    Older codes are ten digits or the ten characters of province, district letter, the digit 8
    and a number (Thông tư 20/2015/TT-BKHĐT, Appendix VII-2); a dot behind the first three digits
    ("888.9545300") belongs to the code as it was given.
    """
    compact = re.sub(r"[\s.\-]", "", text).upper()
    digits = as_digits(compact)
    if re.fullmatch(r"[0-9]{12}", digits):
        return check_personal_id(digits, lists)
    if _OLD_BUSINESS.fullmatch(compact):
        return Checked(compact, "business_code.old_shape")
    if re.fullmatch(r"[0-9]{10}", digits):
        is_parted = re.fullmatch(r"\S{3}\.\S{7}", text.strip())
        value = f"{digits[:3]}.{digits[3:]}" if is_parted else digits
        return Checked(value, "business_code.old_shape")
    return Checked(compact, "business_code.shape")
