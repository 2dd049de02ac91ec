from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest

from bot.models import Conversation, Delivery
from storage.rows.frozen import maker
from tests.storage.records import DELIVERY, PLACE

RECORDS = [DELIVERY, PLACE]


def made_of(record: Any) -> Any:
    return maker(type(record))(*(getattr(record, field.name) for field in fields(record)))


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_is_made_as_its_own_class_makes_it(record: Conversation | Delivery) -> None:
    made = made_of(record)
    assert type(made) is type(record)
    assert (made, repr(made)) == (record, repr(record))
    assert replace(made, workspace_id="other") == replace(record, workspace_id="other")


@pytest.mark.parametrize("record", RECORDS)
def test_it_is_frozen(record: Conversation | Delivery) -> None:
    with pytest.raises(FrozenInstanceError):
        made_of(record).workspace_id = "other"


def test_every_field_has_to_be_given() -> None:
    with pytest.raises(TypeError):
        maker(Conversation)(1, "W")
