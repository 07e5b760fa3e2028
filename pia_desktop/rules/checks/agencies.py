"""What the name of a 評価実施機関 implies."""

from __future__ import annotations

import re
from typing import Final

_LOCAL: Final = re.compile(
    r"(?:[都道府県]知事|[市区町村]長|(?:[都道府県]|[市区町村])(?:教育委員会|議会|公営企業管理者|選挙管理委員会)"
    r"|(?:[都道府県市区町村])教育長|広域連合長?|事務組合|一部事務組合管理者)[\s　]*$"
)
_NAME: Final = re.compile(
    r"(?:^|[都道府県\s　])([^\s　都道府県]{1,12}?(?:[市区町村]|(?<=.)[都道府県]))"
    r"(?:長|知事|教育委員会|教育長)"
)


def is_local(agency: str) -> bool:
    """Whether the name is clearly a local government's: 青葉野市長, 若潮県知事, a board of education."""
    return _LOCAL.search(agency.strip()) is not None


def place_name(agency: str) -> str | None:
    """The place in an agency's name: 世田谷区 of 東京都世田谷区長; None if unclear."""
    match = _NAME.search(agency.strip())
    return match[1] if match else None
