"""Sample data of the style guide: every component in every state."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from common.compare import rows_of
from common.forms import Form
from common.merge import merge_plain

NOW = datetime(2026, 11, 23, 13, 3, tzinfo=UTC)
LONG = "Stichting Samenwerkende Zorginstellingen Noordoost-Nederland en Omstreken"


class SampleForm(Form):
    """Every kind of field, some with faults."""

    name = forms.CharField(label="Naam van de dienst", max_length=80)
    kind = forms.ChoiceField(
        label="Soort", choices=[("", "Kies een soort"), ("c", "Catering"), ("s", "Schoonmaak")], required=False
    )
    text = forms.CharField(
        label="Wat de gebruiker ervan merkt",
        help_text="Eén of twee zinnen; de leverancier leest dit ook.",
        widget=forms.Textarea(attrs={"placeholder": "Bijvoorbeeld: verse lunch, korte wachttijd"}),
        max_length=400,
    )
    day = forms.DateField(label="Vanaf", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    closed = forms.CharField(label="Wordt elders bijgehouden", disabled=True, initial="Hogeschool Rijnoever")
    way = forms.ChoiceField(
        label="Uitvoering", choices=[("in", "Eigen beheer"), ("out", "Uitbesteed")], widget=forms.RadioSelect
    )
    places = forms.MultipleChoiceField(
        label="Locaties",
        choices=[("a", "Atrium"), ("b", "Bibliotheek"), ("c", "Campus Oost")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    score = forms.ChoiceField(
        label="Contact met gebruikers",
        help_text="1 is nauwelijks, 5 is de hele dag.",
        choices=[(n, n) for n in range(1, 6)],
        widget=forms.RadioSelect(attrs={"class": "pills"}),
    )
    agree = forms.BooleanField(label="Deel dit met de leverancier", help_text="Je kunt het later terugnemen.")


class SampleFilter(Form):
    """The filters of a list."""

    search = forms.CharField(label="Zoeken", required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(label="Stand", required=False, choices=[("", "Alle"), ("open", "Open")])
    mine = forms.BooleanField(label="Alleen van mij", required=False)


def sample_context() -> dict[str, Any]:
    """What templates/styleguide/index.html shows."""
    return {
        **_frame(),
        "rows": _rows(),
        "conflict": _conflict(),
        "tabs": [
            {"label": "Verslag", "url": "#tabs", "current": True},
            {"label": "Acties", "url": "#tabs", "count": 4},
            {"label": "Bijlagen", "url": "#tabs", "count": 0},
        ],
        "steps": [
            {"label": "Bewust", "state": "done", "url": "#steps"},
            {"label": "Kennis", "state": "done"},
            {"label": "Partner kiezen", "state": "now"},
            {"label": "Samenwerken"},
            {"label": "Waarde scheppen"},
        ],
        "phases": ["done"] * 5 + ["now", "", ""],
        "facts": [
            {"label": "Volgend overleg", "value": "morgen", "note": "operationeel"},
            {"label": "Grootste kloof", "value": "1,3", "note": "openheid"},
            {"label": "Bevestigde waarde", "value": "3 en 2", "note": "van 8 afspraken"},
        ],
        "crumbs": [{"label": "Partnerships", "url": "#page-head"}, {"label": LONG, "url": "#page-head"}],
        "long": LONG,
        "now": NOW,
        "form": SampleForm({"name": "", "text": "Verse lunch", "score": "4", "way": "in"}),
        "filters": SampleFilter({"search": "lunch"}),
        "page_obj": Paginator(range(200), 20).page(3),
        "events": [
            SimpleNamespace(actor="Sanne de Vries", sentence="wijzigde", object_name="Ontvangst", at=NOW),
            SimpleNamespace(
                actor=None, sentence="herinnerde aan", object_name="de beoordeling", at=NOW - timedelta(days=3)
            ),
        ],
        "items": [
            {"label": "Delen", "url": "#menu-sample", "icon": "share-2"},
            {"label": "Archiveren", "url": "#menu-sample", "icon": "archive", "danger": True},
        ],
        "jobs": [
            SimpleNamespace(pk=state, state=state, done=3, total=total, failure="Kies minder en probeer opnieuw.")
            for state, total in (("idle", 12), ("done", 12), ("failed", 12))
        ],
        "picture_headings": ["Onderwerp", "Rijnoever", "Groene Tafel"],
        "picture_rows": [["Vertrouwen", "3,8", "4,2"], ["Openheid", "4,1", "2,8"]],
        "legend": [
            {"side": "client", "label": "Rijnoever, 5 antwoorden"},
            {"side": "supplier", "label": "Groene Tafel, 4 antwoorden"},
        ],
    }


def _frame() -> dict[str, Any]:
    """A member, so that the rail shows itself too."""
    user = SimpleNamespace(name="Sanne de Vries", initials="SV")
    organisation = SimpleNamespace(name="Hogeschool Rijnoever")
    labels = (
        (_("Overview"), "house"), (_("Services"), "list"), (_("Vision"), "eye"),
        (_("Market questions"), "circle-question-mark"), (_("Partnerships"), "handshake"), (_("Meetings"), "calendar"),
    )  # fmt: skip
    return {
        "member": SimpleNamespace(side="client", organisation=organisation, user=user, get_role_display=_("owner")),
        "places": [{"label": a, "icon": b, "url": f"#{b}", "current": b == "house"} for a, b in labels],
        "memberships": [
            {"name": "Hogeschool Rijnoever", "url": "#", "side": "client", "current": True},
            {"name": LONG, "url": "#", "side": "client", "current": False},
        ],
        "account_links": [{"label": _("My profile"), "url": "#", "icon": "user-round"}],
    }


def _conflict() -> dict[str, Any]:
    mine, theirs = "Gasten voelen zich binnen een minuut welkom.", "Gasten worden binnen een minuut begroet."
    field = {"name": "goal", "label": "Doel", "mine": mine, "theirs": theirs, "kind": "lines",
             "rows": rows_of([theirs], [mine])}  # fmt: skip
    merged, clashes = merge_plain("Gasten voelen zich welkom.", mine, theirs)
    return {"fields": [{"field": field, "merged": merged, "id": "merged-goal"}], "clashes": clashes}


def _rows() -> list[dict[str, Any]]:
    return [
        {"title": "Verslag van 12 november vaststellen", "url": "#rows", "icon": "circle-check", "side": "supplier",
         "who": "Groene Tafel", "text": "Tactisch overleg", "due": "vr 27 nov", "due_note": "nog 4 dagen"},
        {"title": "Wachttijden lunchpiek bespreken met roosterbureau", "url": "#rows", "icon": "clock",
         "side": "client", "who": "Rijnoever", "text": "Actie uit overleg 14", "due": "gisteren",
         "due_note": "1 dag te laat", "late": True},
        {"title": "Strategisch overleg", "url": "#rows", "day": "1", "month": "dec", "side": "supplier",
         "who": "Groene Tafel", "badge": "Agenda klaar", "tone": "good"},
        {"title": "Bilal Haddou", "url": "#rows", "initials": "BH", "side": "supplier", "who": LONG,
         "badge": "Wacht op jullie sinds 9 dagen", "tone": "wait"},
        {"title": "Zonder adres: alleen om te lezen", "icon": "lock", "text": "Niet gedeeld"},
    ]  # fmt: skip
