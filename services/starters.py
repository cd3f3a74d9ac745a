"""Neutral lists to start from. What is taken over becomes the organisation's own text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Starter:
    """A service of the starter list: group and name in Dutch and English."""

    key: str
    group_nl: str
    group_en: str
    name_nl: str
    name_en: str

    def group(self, language: str) -> str:
        return self.group_en if language == "en" else self.group_nl

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_nl


_GROUPS: list[tuple[str, str, list[tuple[str, str, str]]]] = [
    ("Gastvrijheid", "Hospitality", [
        ("reception", "Receptie en ontvangst", "Reception"),
        ("telephone", "Telefonie en gastheerschap", "Telephone and hosting"),
        ("meetings", "Vergaderservice", "Meeting service"),
        ("servicedesk", "Servicedesk", "Service desk"),
    ]),
    ("Eten en drinken", "Food and drink", [
        ("restaurant", "Bedrijfsrestaurant", "Staff restaurant"),
        ("banqueting", "Banqueting", "Banqueting"),
        ("coffee", "Koffie en automaten", "Coffee and vending"),
    ]),
    ("Schoonmaak en afval", "Cleaning and waste", [
        ("cleaning", "Schoonmaak", "Cleaning"),
        ("windows", "Glasbewassing", "Window cleaning"),
        ("sanitary", "Sanitaire voorzieningen", "Washroom supplies"),
        ("waste", "Afval", "Waste"),
    ]),
    ("Veiligheid", "Safety and security", [
        ("security", "Beveiliging", "Security"),
        ("emergency", "BHV-ondersteuning", "Emergency response support"),
        ("access", "Toegangsbeheer", "Access control"),
    ]),
    ("Logistiek en documenten", "Logistics and documents", [
        ("post", "Post en logistiek", "Post and logistics"),
        ("moves", "Verhuizingen", "Moves"),
        ("archive", "Archief en repro", "Archive and print"),
        ("transport", "Wagenpark en vervoer", "Fleet and transport"),
    ]),
    ("Werkplek", "Workplace", [
        ("furniture", "Werkplek en meubilair", "Workplace and furniture"),
        ("space", "Ruimtebeheer", "Space management"),
        ("plants", "Interieurbeplanting", "Indoor plants"),
        ("it", "Werkplek-ICT-ondersteuning", "Workplace IT support"),
    ]),
    ("Gebouw en terrein", "Building and grounds", [
        ("maintenance", "Technisch onderhoud", "Technical maintenance"),
        ("energy", "Energie", "Energy"),
        ("green", "Groen buiten", "Landscaping"),
        ("parking", "Terrein en parkeren", "Grounds and parking"),
    ]),
]  # fmt: skip

SERVICES = tuple(
    Starter(key, group_nl, group_en, name_nl, name_en)
    for group_nl, group_en, rows in _GROUPS
    for key, name_nl, name_en in rows
)
BY_KEY = {starter.key: starter for starter in SERVICES}


@dataclass(frozen=True)
class StarterCriterion:
    """One of the six default criteria (name, meaning of 1 and of 5) in one language."""

    code: str
    weight: int
    name: str
    low: str
    high: str


CRITERIA: dict[str, tuple[StarterCriterion, ...]] = {
    "nl": (
        StarterCriterion(
            "C1", 25, "Bijdrage aan het primaire proces",
            "Het proces gaat zonder deze dienst gewoon door",
            "Valt de dienst uit, dan stopt of lijdt het proces meteen",
        ),
        StarterCriterion(
            "C2", 20, "Contact met eindgebruikers of bezoekers",
            "Niemand ontmoet deze dienst",
            "Je ontmoet de dienst persoonlijk, in elke fase van elke klantreis",
        ),
        StarterCriterion(
            "C3", 20, "Effect op de tevredenheid",
            "Er hangt voor de gebruiker niets van af",
            "Alle contactmomenten van deze dienst zijn van het grootste belang",
        ),
        StarterCriterion(
            "C4", 15, "Ruimte voor vakkennis van de leverancier",
            "Alles ligt vast in regels of normen",
            "De uitkomst telt; er zijn veel manieren om er te komen",
        ),
        StarterCriterion(
            "C5", 10, "Kans om samen lang te blijven verbeteren",
            "Standaardproduct, er valt niets te leren",
            "Duidelijk leerpad en een behoefte die blijft",
        ),
        StarterCriterion(
            "C6", 10, "Afhankelijkheid",
            "Morgen over te zetten naar een ander",
            "Lange, dure overgang en weinig leveranciers die het kunnen",
        ),
    ),
    "en": (
        StarterCriterion(
            "C1", 25, "Contribution to the primary process",
            "The process goes on without it",
            "Failure stops or harms the process at once",
        ),
        StarterCriterion(
            "C2", 20, "Contact with end users or visitors",
            "Nobody meets the service",
            "Met in person in every stage of every journey",
        ),
        StarterCriterion(
            "C3", 20, "Effect on satisfaction",
            "Nothing depends on it for the user",
            "All its contact moments are of the highest importance",
        ),
        StarterCriterion(
            "C4", 15, "Room for supplier expertise",
            "Fully fixed by rules or norms",
            "The outcome is free, with many ways to reach it",
        ),
        StarterCriterion(
            "C5", 10, "Scope for long-term joint improvement",
            "A commodity, nothing to learn",
            "A clear learning path and a stable need",
        ),
        StarterCriterion(
            "C6", 10, "Dependence",
            "Can be switched tomorrow",
            "A long, costly transfer and few capable suppliers",
        ),
    ),
}  # fmt: skip
