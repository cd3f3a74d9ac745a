"""Which passwords are refused as the ones that everybody tries first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

COMMON = "Many people use this password"


@pytest.mark.parametrize(
    "password",
    [
        "wachtwoord12",
        "Wachtwoord2026!",
        "W@chtw00rd12",
        "w4chtwo0rd!!",
        "welkom123456",
        "Welkom01!!!!!",
        "Welkom-2026!!",
        "welkomwelkom",
        "welkom01welkom01",
        "mijnwachtwoord",
        "geheim123456",
        "zomer2026!!!",
        "12wachtwoord12",
        "password1234",
        "P@ssw0rd1234",
        "letmein12345",
        "qwertyuiop12",
        "123456789012",
        "111111111111",
        "!!!!!!!!!!!!!",
        "Samenspel2026",
        "Amsterdam2026",
        "sunshine1234",
        "administrator1",
    ],
)
def test_a_common_password_is_refused_in_all_its_variants(password):
    with pytest.raises(ValidationError, match=COMMON):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "een heel lang wachtwoord",
        "lang genoeg hoor",
        "drie koffie om elf uur",
        "kastanje-tulp-1954-boot",
        "samenspel-demo",
        "Vb7!kq2_Lw9z",
        "de zomer van toen",
        "Rotterdam aan de Maas",
    ],
)
def test_a_sentence_or_a_random_one_is_taken(password):
    validate_password(password)
