"""How a case is written into its row, and read from it again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lnreview.errors import UserError

if TYPE_CHECKING:
    from lnreview.case.model import Case


def written(case: Case) -> str:
    """Return a case as it is stored, always with its version, for a program that reads a later one."""
    content = {"version": case.version, **case.model_dump(mode="json", exclude_defaults=True)}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def read(case_id: str, body: str) -> Case:
    """Read a stored case; raise `UserError` when it is damaged."""
    from pydantic import ValidationError

    from lnreview.case.model import Case

    try:
        return Case.model_validate_json(body)
    except ValidationError as error:
        raise damaged(case_id) from error


def damaged(case_id: str) -> UserError:
    """Return the sentence for a case that cannot be read."""
    return UserError(
        f"Case “{case_id}” cannot be read: it was damaged or changed outside lnreview. The other cases are "
        "not affected. Take it from its history or from a backup, and let the store be verified."
    )
