from __future__ import annotations

from datetime import date

import pytest

from adapters.settings import BrokenSettings, Settings, load_settings, setting_names
from adapters.settings_teams import WITHOUT_TEAMS

REGISTERED = {
    "TEAMS_APP_ID": "22222222-2222-2222-2222-22222222ABCD",
    "TEAMS_APP_PASSWORD": "marzipan~marzipan",
    "TEAMS_TENANT_ID": "11111111-1111-1111-1111-111111111111",
}
EMULATED = {"TEAMS_EMULATOR": "1"}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in setting_names().values():
        monkeypatch.delenv(setting.name, raising=False)


def loaded(given: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return load_settings(None)


def faults(given: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    with pytest.raises(BrokenSettings) as broken:
        loaded(given, monkeypatch)
    assert "marzipan" not in str(broken.value)
    return [line.partition(":")[0] for line in broken.value.lines]


def test_without_any_of_it_there_is_no_teams() -> None:
    settings = load_settings(None)
    assert not settings.has_teams
    assert not settings.teams_emulator


def test_a_registration_is_id_secret_and_tenant(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(REGISTERED | {"TEAMS_SECRET_ENDS": "2028-11-01"}, monkeypatch)
    assert settings.has_teams
    assert settings.teams_app_id == "22222222-2222-2222-2222-22222222abcd"
    assert settings.teams_secret_ends == date(2028, 11, 1)
    assert "marzipan" not in repr(settings)


@pytest.mark.parametrize("missing", REGISTERED)
def test_none_of_the_three_may_be_missing(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {name: value for name, value in REGISTERED.items() if name != missing}
    assert faults(given, monkeypatch) == [missing]


@pytest.mark.parametrize(
    "beside",
    [{}, {"HOST": "localhost"}, {"HOST": "::1"}, {"TEAMS_TENANT_ID": REGISTERED["TEAMS_TENANT_ID"]}],
)
def test_the_emulator_needs_nothing(beside: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(EMULATED | beside, monkeypatch)
    assert settings.teams_emulator
    assert settings.has_teams


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TEAMS_APP_ID", REGISTERED["TEAMS_APP_ID"]),
        ("TEAMS_APP_PASSWORD", "marzipan"),
        ("PUBLIC_URL", "https://kindling.example.com"),
        ("HOST", "0.0.0.0"),
        ("HOST", "192.0.2.1"),
        ("HOST", "kindling.example.com"),
    ],
)
@pytest.mark.parametrize("switch", ["1", "true", " ON "])
def test_the_emulator_refuses_what_lets_others_in(
    switch: str, name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert faults({"TEAMS_EMULATOR": switch, name: value}, monkeypatch) == [name]


def test_all_that_the_emulator_refuses_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    given = EMULATED | REGISTERED | {"PUBLIC_URL": "https://kindling.example.com", "HOST": "0.0.0.0"}
    assert sorted(faults(given, monkeypatch)) == ["HOST", "PUBLIC_URL", "TEAMS_APP_ID", "TEAMS_APP_PASSWORD"]


@pytest.mark.parametrize("switch", ["0", "false", "no", "off"])
def test_switched_off_is_as_if_it_were_not_there(switch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(REGISTERED | {"TEAMS_EMULATOR": switch, "HOST": "0.0.0.0"}, monkeypatch)
    assert not settings.teams_emulator


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TEAMS_APP_ID", "marzipan"),
        ("TEAMS_TENANT_ID", "common"),
        ("TEAMS_SECRET_ENDS", "1.11.2027"),
        ("TEAMS_SECRET_ENDS", "1793491200"),
        ("TEAMS_SECRET_ENDS", "2027-02-30"),
        ("TEAMS_EMULATOR", "perhaps"),
        ("TEAMS_API_URL", "https://login.botframework.com"),
        ("TEAMS_API_URL", "http://192.0.2.1:9000"),
        ("TEAMS_API_URL", "http://127.0.0.1.example.com"),
        ("TEAMS_API_URL", "nowhere"),
    ],
)
def test_each_fault_has_its_name_and_what_to_write(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BrokenSettings) as broken:
        loaded(REGISTERED | {name: value}, monkeypatch)
    [line] = broken.value.lines
    assert line.startswith(f"{name}: write ")


def test_tests_may_stand_in_for_microsoft_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(REGISTERED | {"TEAMS_API_URL": "http://127.0.0.1:9000/"}, monkeypatch)
    assert settings.teams_api_url == "http://127.0.0.1:9000"


def test_the_demo_talks_to_no_teams(monkeypatch: pytest.MonkeyPatch) -> None:
    for given in (REGISTERED, EMULATED):
        settings = loaded(given, monkeypatch).model_copy(update=WITHOUT_TEAMS)
        assert not settings.has_teams
        for name in given:
            monkeypatch.delenv(name)
