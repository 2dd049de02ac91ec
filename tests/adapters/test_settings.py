from __future__ import annotations

from pathlib import Path

import pytest

from adapters.settings import BrokenSettings, load_settings, setting_names

SECRET = "marzipan-marzipan-marzipan-marzipan"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in setting_names().values():
        monkeypatch.delenv(setting.name, raising=False)


def test_without_anything_set_it_runs_on_this_machine() -> None:
    settings = load_settings(None)
    assert (settings.host, settings.port, settings.database_url) == ("127.0.0.1", 8080, None)
    assert settings.quarantine_seconds == settings.request_timeout + 60


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=9001\nHOST=0.0.0.0\n# a comment\nSLACK_LATER=anything\n", encoding="utf-8")
    monkeypatch.setenv("PORT", "9002")
    settings = load_settings(file)
    assert (settings.host, settings.port) == ("0.0.0.0", 9002)


def test_empty_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")
    monkeypatch.setenv("KINDLING_SECRET_KEY", "")
    assert load_settings(None).port == 8080


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("HOST", "two words"),
        ("PUBLIC_URL", "kindling.example.com"),
        ("PUBLIC_URL", "https://kindling.example.com/"),
        ("PUBLIC_URL", "https://user:word@kindling.example.com"),
        ("KINDLING_SECRET_KEY", "too-short"),
        ("KINDLING_SECRET_KEY", f"{SECRET},too-short"),
        ("KINDLING_TIPS_DIR", "no-such-folder"),
        ("KINDLING_REQUEST_TIMEOUT", "0"),
        ("KINDLING_REQUEST_TIMEOUT", "nan"),
        ("KINDLING_QUARANTINE", "-1"),
        ("KINDLING_QUARANTINE", "inf"),
        ("LOG_LEVEL", "loud"),
        ("DATABASE_URL", "mysql://localhost/kindling"),
        ("DATABASE_URL", "sqlite:///"),
    ],
)
def test_each_fault_has_its_name_and_what_to_write(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BrokenSettings) as broken:
        load_settings(None)
    [line] = broken.value.lines
    assert line.startswith(f"{name}: write ")


@pytest.mark.parametrize(
    "value", ["https://kindling.example.com", "https://example.com/kindling", "http://a.b:80"]
)
def test_public_addresses_that_are_taken(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", value)
    assert load_settings(None).public_url == value


def test_all_faults_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "HOST", "LOG_LEVEL", "KINDLING_QUARANTINE"):
        monkeypatch.setenv(name, "not / this")
    monkeypatch.setenv("KINDLING_QUARANTIN", "70")
    with pytest.raises(BrokenSettings) as broken:
        load_settings(None)
    named = [line.partition(":")[0] for line in broken.value.lines]
    assert sorted(named) == ["HOST", "KINDLING_QUARANTIN", "KINDLING_QUARANTINE", "LOG_LEVEL", "PORT"]


def test_a_misspelt_setting_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINDLING_TIP_DIR", "tips")
    with pytest.raises(BrokenSettings, match="did you mean KINDLING_TIPS_DIR"):
        load_settings(None)


def test_a_misspelt_setting_in_the_file_is_not_passed_over(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("KINDLING_SECRET=x\n", encoding="utf-8")
    with pytest.raises(BrokenSettings, match="did you mean KINDLING_SECRET_KEY"):
        load_settings(file)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes("HOST=caf\xe9\n".encode("latin-1"))
    with pytest.raises(BrokenSettings, match="UTF-8"):
        load_settings(file)


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINDLING_SECRET_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", "postgresql://kindling:marzipan@localhost/kindling")
    settings = load_settings(None)
    assert settings.secret_key is not None
    assert settings.secret_key.get_secret_value() == SECRET
    assert "marzipan" not in f"{settings!r}{settings}{settings.model_dump()}{settings.model_dump_json()}"


def test_a_fault_does_not_show_what_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINDLING_SECRET_KEY", "marzipan")
    monkeypatch.setenv("PORT", "marzipan")
    with pytest.raises(BrokenSettings) as broken:
        load_settings(None)
    assert "marzipan" not in f"{broken.value}{broken.value!r}{broken.value.__cause__!r}"
