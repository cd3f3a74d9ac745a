"""What a file of services may hold, and how people call it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.names import fold

LARGEST_NUMBER = 10_000_000
LARGEST_AMOUNT = Decimal("999999999999.99")


@dataclass(frozen=True)
class Field:
    """A field of a service: its kind (line, text, money, whole, date, choice, places, key) and its headings.

    `longest` is the number of letters that the database takes.
    """

    key: str
    label: Promise | str
    kind: str
    headings: tuple[str, ...]
    longest: int = 0


FIELDS = (
    Field("name", _("Name"), "line", (
        "naam", "name", "dienst", "dienstnaam", "naam dienst", "naam van de dienst", "service", "service name",
        "name of the service", "omschrijving dienst", "product", "diensten", "services", "benaming", "dienst naam",
        "facilitaire dienst", "dienstverlening", "facility service",
    ), 120),
    Field("group", _("Group"), "line", (
        "groep", "group", "dienstgroep", "dienstengroep", "categorie", "category", "cluster", "soort", "soort dienst",
        "service group", "productgroep", "hoofdgroep", "dienstencluster", "dienstcategorie", "dienstencategorie",
        "rubriek", "thema", "domein", "service category", "theme", "domain",
    ), 80),
    Field("description", _("Description"), "text", (
        "omschrijving", "description", "beschrijving", "toelichting", "explanation", "details", "inhoud",
        "korte omschrijving", "beschrijving dienst", "beschrijving van de dienst", "omschrijving van de dienst",
        "service description", "short description",
    ), 3000),
    Field("delivery", _("Delivery"), "choice", (
        "uitvoering", "delivery", "uitvoeringsvorm", "wie voert uit", "sourcing", "intern extern",
        "in eigen beheer of uitbesteed", "wijze van uitvoering", "delivered by", "in house or outsourced",
        "intern of extern", "zelf of uitbesteed", "leveringsvorm", "leveringswijze", "wijze van levering",
        "delivery model", "sourcing model", "sourcingvorm", "internal or external", "internal external",
        "uitbesteed", "uitbesteed j n", "uitbesteed ja nee", "is uitbesteed", "outsourced", "outsourced y n",
        "outsourced yes no", "is outsourced", "in eigen beheer", "eigen beheer", "in house", "inhouse", "extern",
        "external", "intern", "internal", "uitbesteding", "volledig uitbesteed", "ingekocht",
    )),
    Field("supplier_name", _("Current supplier"), "line", (
        "huidige leverancier", "current supplier", "leverancier", "supplier", "dienstverlener", "opdrachtnemer",
        "contractpartij", "contractor", "vendor", "service provider", "provider", "naam leverancier", "supplier name",
        "leveranciersnaam", "naam van de leverancier", "huidige dienstverlener", "huidige opdrachtnemer", "contractant",
        "crediteur", "leveranciers", "suppliers", "vendor name", "current vendor", "current provider",
        "current contractor", "name of the supplier", "contract party",
    ), 120),
    Field("annual_spend", _("Spend per year"), "money", (
        "uitgaven per jaar", "spend per year", "jaarlijkse uitgaven", "uitgaven", "kosten per jaar", "jaarkosten",
        "jaarlijkse kosten", "kosten", "contractwaarde", "contractwaarde per jaar", "jaarbedrag", "bedrag",
        "bedrag per jaar", "jaaromzet", "budget", "spend", "annual spend", "yearly spend", "annual cost",
        "annual costs", "cost per year", "costs", "amount", "contract value", "annual contract value", "jaaruitgaven",
        "jaaruitgave", "uitgave per jaar", "uitgaven p jaar", "uitgaven jaar", "kosten p jaar", "kosten jaar",
        "jaarlijkse uitgave", "jaarlijkse spend", "spend per jaar", "jaarspend", "jaarlijks bedrag", "bedrag p jaar",
        "omzet", "omzet per jaar", "jaarlijkse omzet", "jaarwaarde", "waarde per jaar", "jaarlijkse contractwaarde",
        "contractbedrag", "contractsom", "jaarbudget", "budget per jaar", "inkoopvolume", "annual spending",
        "annual expenditure", "annual expenses", "annual amount", "annual budget", "annual value", "annual turnover",
        "yearly cost", "yearly costs", "yearly spending", "yearly expenditure", "yearly amount", "yearly budget",
        "cost", "costs per year", "spending", "spending per year", "expenditure", "expenditure per year", "expenses",
        "expenses per year", "amount per year", "budget per year", "turnover per year", "contract value per year",
    )),
    Field("contract_end", _("End of contract"), "date", (
        "einde contract", "end of contract", "contracteinde", "einddatum", "einddatum contract", "contract tot",
        "contract loopt tot", "expiratiedatum", "looptijd tot", "contract end", "contract end date", "end date",
        "expiry date", "contract until", "contract einde", "contracteinddatum", "einddatum van het contract",
        "einde van het contract", "eind contract", "einde looptijd", "contract eindigt", "contract eindigt op",
        "contract loopt af", "contract loopt af op", "loopt tot", "afloopdatum", "afloopdatum contract", "vervaldatum",
        "looptijd t m", "contract t m", "contract ends", "contract ends on", "contract expires", "contract expires on",
        "contract expiry", "contract expiry date", "expiration date", "end date of contract", "ends on", "expires on",
    )),
    Field("end_users", _("End users"), "whole", (
        "eindgebruikers", "end users", "gebruikers", "aantal gebruikers", "aantal eindgebruikers", "users",
        "number of users", "number of end users", "endusers", "gebruikersaantal", "eindgebruiker", "hoeveel gebruikers",
        "aantal afnemers", "user count", "no of users", "nr of users",
    )),
    Field("locations", _("Locations"), "places", (
        "locaties", "locations", "locatie", "location", "gebouw", "gebouwen", "building", "buildings", "vestiging",
        "vestigingen", "site", "sites", "pand", "panden", "locatie s", "gebouw en", "plaats", "plaatsen", "complex",
        "premises", "branch", "branches", "place", "places", "location s",
    )),
    Field("code_en15221", "EN 15221-4", "line", (
        "en 15221 4", "en 15221", "en15221", "en15221 4", "code en 15221", "code en 15221 4", "en 15221 code",
    ), 20),
    Field("code_nen2748", "NEN 2748", "line", (
        "nen 2748", "nen2748", "code nen 2748", "nen 2748 code",
    ), 20),
    Field("key", _("Key in Samenspel"), "key", ("kenmerk in samenspel", "key in samenspel", "id", "kenmerk")),
)  # fmt: skip
BY_KEY = {field.key: field for field in FIELDS}

# How people write who delivers a service, besides the words of the product itself.
DELIVERIES = {
    "in_house": "in house|inhouse|zelf|wijzelf|eigen|eigen beheer|in eigen beheer|in beheer|eigen dienst|"
    "eigen personeel|eigen medewerkers|eigen mensen|intern|interne|internal|internally|insourced|insourcing|"
    "inbesteed|inbesteding|niet uitbesteed|not outsourced|self|own staff|own",
    "outsourced": "outsourced|outsource|outsourcing|uitbesteed|uitbesteding|volledig uitbesteed|geheel uitbesteed|"
    "helemaal uitbesteed|fully outsourced|extern|externe|external|externally|contracted|contracted out|ingekocht|"
    "leverancier|supplier|door leverancier|derden|door derden|third party|uitbest",
    "mixed": "mixed|gemengd|mix|deels|deels uitbesteed|deels in eigen beheer|deels zelf|deels intern|deels extern|"
    "gedeeltelijk|gedeeltelijk uitbesteed|half|hybride|hybrid|beide|both|partly|partially|partial|part|"
    "partly outsourced|partially outsourced|in part|deels deels|zelf en uitbesteed|intern en extern",
}
DELIVERY_OF = {words: key for key, row in DELIVERIES.items() for words in row.split("|")}
# Under a heading that asks whether it is outsourced (or done by themselves), people answer yes, no or partly.
YES = {"ja", "j", "yes", "y", "x", "v", "✓", "✔", "☑", "true", "waar", "1", "wel"}
NO = {"nee", "n", "no", "neen", "false", "onwaar", "0", "niet", "geen"}
_OUTSOURCED = r"(is )?(dienst )?(volledig )?(outsourced|uitbesteed|uitbesteding|extern|external|ingekocht)"
_IN_HOUSE = r"(is )?(in house|inhouse|in eigen beheer|eigen beheer|zelf|intern|internal|insourced)"
_YES_NO = r"( j n| ja nee| y n| yes no)?"


def asks_of(heading: str) -> str:
    """The delivery that "yes" under this heading means; empty where the heading asks no such thing."""
    plain = words(heading)
    if re.fullmatch(_OUTSOURCED + _YES_NO, plain):
        return "outsourced"
    return "in_house" if re.fullmatch(_IN_HOUSE + _YES_NO, plain) else ""


def words(text: str) -> str:
    """The words alone, for a heading or a choice: "Uitgaven p/jaar (€)" without its signs."""
    return " ".join(re.sub(r"[^\w]+|_", " ", fold(text)).split())


_FIELD_OF = {heading: field.key for field in FIELDS for heading in field.headings}


def field_of(heading: str) -> str:
    """The field that a heading names; empty when it names none."""
    plain = words(heading)
    bare = re.sub(r"( in)?( eur| euro| euros)?( excl btw| incl btw| ex btw| excl vat| incl vat)?$", "", plain)
    return _FIELD_OF.get(plain) or _FIELD_OF.get(bare, "")


def match(headings: Sequence[str], known: Mapping[str, str] | None = None) -> list[str]:
    """For each column its field or ""; of two columns with one meaning the first counts.

    `known` are the folded headings of which somebody said what stands under them, "" for nothing.
    """
    found: list[str] = []
    for heading in headings:
        said = (known or {}).get(fold(heading)) if heading else None
        key = field_of(heading) if said is None else said
        found.append("" if key in found else key)
    return found
