"""Which characters a text may hold, and between which years a day lies; for every view, as it stands before them."""

import ast
import importlib
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import RequestFactory

from accounts.forms import LoginForm
from common.edges import clean_query, clean_text, day_of, moment_of, one_line
from common.forms import AddressField, DateInput, Form, ModelForm
from common.middleware import CleanInput

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "common",
    "documents",
    "notifications",
    "accounts",
    "services",
    "vision",
    "partnerships",
    "meetings",
    "overview",
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("line one\x0bline two\x07", "line one\nline two "),
        ("Meeting\x07 one", "Meeting one"),
        ("a\r\nb\rc\x0cd\x85e\u2028f\u2029g", "a\nb\nc\nd\ne\nf\ng"),
        ("a\x00b", "a b"),
        ("a\ud800b\ufffec\uffffd\U0001ffffe\ufdd0f", "abcdef"),
        ("cafe\u0301", "café"),
        ("a\tb", "a\tb"),
        ("<p>\u0338a</p>", "<p>\u0338a</p>"),
        ("שלום \u200f👩\u200d🔧 漢字 \ue000", "שלום \u200f👩\u200d🔧 漢字 \ue000"),
    ],
)
def test_a_text_is_kept_as_everything_after_us_can_hold_it(typed, kept):
    assert clean_text(typed) == kept
    assert clean_text(kept) == kept


def test_every_text_that_is_cleaned_fits_the_database_and_xml():
    cleaned = clean_text("".join(chr(code) for code in range(0x30000)))
    cleaned.encode()
    wrong = [hex(ord(one)) for one in cleaned if ord(one) < 32 and one not in "\n\t"]
    assert (wrong, "\ufffe" in cleaned, "\x7f" in cleaned, "\x9f" in cleaned) == ([], False, False, False)


def test_a_million_spaces_are_cleaned_as_quickly_as_a_million_letters():
    spaces = " " * 1_000_000
    assert clean_text(f"{spaces}\x07") == spaces
    assert one_line(f"a{spaces}\nb") == "a b"


def test_a_name_stands_on_one_line():
    assert one_line("Overleg \r\n een\ttwee\n") == "Overleg een twee"


def test_what_an_address_and_a_form_bring_is_clean_before_a_view_reads_it():
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append((request.GET["q"], request.POST.getlist("na me"), request.COOKIES["a"]))
        return HttpResponse()

    request = RequestFactory().post("/?q=a%00b", {"na\x00me": ["1\x00", "cafe\u0301"]})
    request.COOKIES["a"] = "x\x00y"
    middleware = CleanInput(view)
    middleware.process_view(request, view, (), {})
    middleware(request)
    assert seen == [("a b", ["1 ", "café"], "x y")]
    with pytest.raises(AttributeError, match="immutable"):
        request.POST["more"] = "a"


def test_what_is_clean_is_handed_on_as_it_is():
    data = QueryDict("a=1&a=2&b=café")
    assert clean_query(data) is data


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1900-01-01", date(1900, 1, 1)), ("2200-12-31", date(2200, 12, 31)), ("1899-12-31", None),
        ("2201-01-01", None), ("9999-12-31", None), ("0001-01-01", None), ("2026-02-30", None), ("x", None),
        (None, None),
    ],
)  # fmt: skip
def test_a_day_of_an_address_lies_in_the_years_that_people_plan_in(typed, day):
    assert day_of(typed) == day


def test_a_moment_of_an_address_does_too():
    assert moment_of("9999-12-31T23:00:00+00:00") is None
    assert moment_of("2026-11-30T23:00:00+00:00").isoformat() == "2026-11-30T23:00:00+00:00"


class Sample(Form):
    title = forms.CharField(required=False)
    text = forms.CharField(required=False, widget=forms.Textarea)
    on = forms.DateField(required=False, widget=DateInput)
    at = forms.DateTimeField(required=False)


@pytest.mark.parametrize("name", ["on", "at"])
def test_every_day_of_a_form_lies_in_the_years_that_people_plan_in(name):
    assert Sample({name: "2201-01-01"}).errors == {name: ["Choose a date from 1 January 1900 to 31 December 2200."]}
    assert Sample({name: "1899-12-31"}).errors[name]
    assert Sample({name: "9999-12-31"}).errors[name]
    assert Sample({name: "2200-12-31"}).is_valid()


def test_a_field_of_one_line_takes_one_and_shows_it_again():
    form = Sample(QueryDict("title=a%0D%0Ab&text=a%0D%0Ab"))
    assert form.is_valid()
    assert (form.cleaned_data["title"], form.cleaned_data["text"]) == ("a b", "a\r\nb")
    assert form["title"].value() == "a b"


def test_the_date_field_of_a_browser_offers_the_same_years():
    assert 'min="1900-01-01" max="2200-12-31"' in str(Sample()["on"])


def test_every_form_is_held_to_it():
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "forms" in path.read_text()):
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    ours = [one for one in kinds_of(forms.BaseForm) if one.__module__.split(".")[0] in ROOMS]
    free = [
        one for one in ours if not issubclass(one, (Form, ModelForm)) and "allauth" not in one.__mro__[1].__module__
    ]
    assert free == []
    assert len(ours) >= 70


def kinds_of(kind: type) -> list[type]:
    return [found for one in kind.__subclasses__() for found in (one, *kinds_of(one))]


def test_every_field_for_an_address_knows_its_spellings():
    """allauth's own forms that nobody gets to see aside."""
    walked = 0
    for form in kinds_of(forms.BaseForm):
        if form.__module__.split(".")[0] in ROOMS:
            for name, field in form.base_fields.items():
                assert not isinstance(field, forms.EmailField) or isinstance(field, AddressField), f"{form}: {name}"
                walked += isinstance(field, AddressField)
    assert isinstance(LoginForm().fields["login"], AddressField)
    assert walked == 5


READERS = {"parse_date", "parse_datetime", "fromisoformat", "strptime"}


def test_no_view_or_form_reads_a_day_by_itself():
    walked, wrong = 0, []
    for room in ROOMS:
        for path in {
            *(ROOT / room).glob("*form*.py"),
            *(ROOT / room).glob("views*.py"),
            *(ROOT / room).glob("views/*.py"),
        }:
            walked += 1
            names = {getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(ast.parse(path.read_text()))}
            wrong += [f"{path.relative_to(ROOT)}: {name}" for name in sorted(names & READERS)]
    assert wrong == []
    assert walked >= 50
