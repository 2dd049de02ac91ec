"""What is sealed opens with any key that is given, and with no other."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from adapters.sealing import SealBroken, Sealer, Signer

OLD, NEW = "o" * 32, "n" * 32


def sealer(*keys: str, purpose: str = "token") -> Sealer:
    return Sealer(SecretStr(",".join(keys)), purpose)


def test_what_is_sealed_tells_nothing_and_opens_again() -> None:
    sealed = sealer(OLD).seal("xoxb-1")
    assert "xoxb" not in sealed
    assert sealer(OLD).open(sealed, "it") == "xoxb-1"
    assert sealer(OLD).seal("xoxb-1") != sealed


def test_an_old_key_still_opens_and_says_that_it_is_old() -> None:
    sealed = sealer(OLD).seal("xoxb-1")
    both = sealer(NEW, OLD)
    assert both.open(sealed, "it") == "xoxb-1"
    assert both.is_old(sealed)
    fresh = both.seal(both.open(sealed, "it"))
    assert not both.is_old(fresh)
    assert sealer(NEW).open(fresh, "it") == "xoxb-1"


def test_spaces_around_keys_mean_nothing() -> None:
    assert sealer(f" {NEW} ", f" {OLD}").open(sealer(OLD).seal("x"), "it") == "x"


@pytest.mark.parametrize("other", [sealer(NEW), sealer(OLD, purpose="other")])
def test_another_key_or_purpose_opens_nothing_and_names_the_setting(other: Sealer) -> None:
    with pytest.raises(SealBroken, match=r"KINDLING_SECRET_KEY can't open the token of W\.") as broken:
        other.open(sealer(OLD).seal("xoxb-1"), "the token of W")
    assert "xoxb" not in str(broken.value)


def test_what_was_changed_on_the_way_opens_nothing() -> None:
    sealed = sealer(OLD).seal("xoxb-1")
    with pytest.raises(SealBroken):
        sealer(OLD).open(sealed[:-4] + "AAA=", "it")


def test_a_mark_is_known_by_who_has_the_key_even_after_a_new_one_came() -> None:
    mark = Signer(SecretStr(OLD), "key").mark("tip/1")
    assert mark in Signer(SecretStr(f"{NEW},{OLD}"), "key").marks("tip/1")
    assert mark != Signer(SecretStr(f"{NEW},{OLD}"), "key").mark("tip/1")
    assert mark not in Signer(SecretStr(NEW), "key").marks("tip/1")
    assert mark != Signer(SecretStr(OLD), "key").mark("tip/2")
    assert mark != Signer(SecretStr(OLD), "other").mark("tip/1")
