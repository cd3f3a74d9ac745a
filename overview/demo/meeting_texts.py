"""The series of the scenario, the meetings that come, and what was promised between meetings.

People by letter, as in meeting_minutes.py.
"""

from meetings.agendas import Point

SERIES = {
    "tactical": (
        "rijnoever",
        "groene-tafel",
        "tactical",
        "Tactisch overleg catering",
        "FREQ=WEEKLY;INTERVAL=6",
        60,
        "SCLBN",
    ),
    "strategic": (
        "rijnoever",
        "groene-tafel",
        "strategic",
        "Strategisch overleg",
        "FREQ=MONTHLY;INTERVAL=3",
        90,
        "SCB",
    ),
    "operational": (
        "rijnoever",
        "groene-tafel",
        "operational",
        "Operationeel overleg restaurants",
        "FREQ=WEEKLY;INTERVAL=2",
        30,
        "CNF",
    ),
    "cleaning": ("rijnoever", "helderwit", "operational", "Wekelijks overleg schoonmaak", "FREQ=WEEKLY", 30, "HM"),
    "meals": (
        "zorgwaard",
        "groene-tafel",
        "operational",
        "Overleg maaltijden en restaurants",
        "FREQ=WEEKLY;INTERVAL=6",
        60,
        "ZDB",
    ),
}

# What stands on every agenda; it leaves room for what both sides add and for what is carried on.
POINTS = {
    "tactical": (
        Point("Vorig verslag en open acties", "inform", 5),
        Point("Prestaties en beleving sinds de vorige keer", "discuss", 10),
        Point("Wat we van elkaar vragen", "discuss", 10),
    ),
    "strategic": (
        Point("Ontwikkelingen en belangen, van beide kanten", "discuss", 25),
        Point("Waarde voor beide", "decide", 15),
        Point("Plan voor het komende halfjaar", "decide", 10),
    ),
    "operational": (
        Point("Openstaande acties", "inform", 5),
        Point("Storingen en signalen van gebruikers", "discuss", 5),
    ),
    "cleaning": (
        Point("Acties van vorige week", "inform", 5),
        Point("Rooster van deze week", "inform", 5),
    ),
    "meals": (
        Point("Openstaande acties", "inform", 5),
        Point("Stand van de overdracht", "discuss", 15),
    ),
}

# series, days, hour, place, who, planned, extra items: title, purpose, minutes, who, explanation
COMING = [
    (
        "meals",
        2,
        13,
        "Theehuis De Linde",
        "ZDB",
        True,
        [
            (
                "Overdracht van recepten en diëten",
                "decide",
                20,
                "D",
                "Welke lijsten heeft de eigen keuken nodig, en wie houdt ze bij tot de laatste dag?",
            ),
            ("Medewerkers die overgaan", "discuss", 15, "B", "Zes mensen willen graag blijven waar ze nu werken."),
        ],
    ),
    (
        "strategic",
        8,
        13,
        "Bestuurskamer, gebouw A",
        "SCB",
        True,
        [
            (
                "Krapte op de arbeidsmarkt",
                "discuss",
                20,
                "B",
                "Twee vacatures staan al drie maanden open. Wat betekent dat voor de openingstijden?",
            ),
            (
                "Visie: volgende stap naar een groene campus",
                "discuss",
                20,
                "S",
                "Wat kan Groene Tafel bijdragen, en wat heeft het daarvoor nodig?",
            ),
        ],
    ),
    (
        "cleaning",
        6,
        8,
        "Magazijn gebouw D",
        "HM",
        True,
        [("Eerste meting voorbereiden", "discuss", 5, "H", "Wie vragen we, en wat willen we weten?")],
    ),
    ("tactical", 38, 10, "Vergaderruimte 2.14", "SCLBN", False, []),
]

BETWEEN = [
    ("groene-tafel", "B", "Menukaart van het volgende seizoen voorleggen aan de studentenraad", 21),
    ("groene-tafel", "S", "Uitnodiging sturen voor het jaargesprek", 12),
    ("helderwit", "M", "Productveiligheidsbladen delen", 5),
]

NOTE = (
    "Voor onszelf: Noor klinkt overbelast. Even bellen met Bram voordat we over extra taken beginnen. "
    "Budget voor de vaatwasser is nog niet zeker, dus niets toezeggen."
)
AMENDMENT = "De wachttijd op dinsdag was 6 minuten, niet 7; zie onze tellingen van vorige week."
DISMISSED = "Die tellingen gaan over woensdag; dinsdag was het 7. Zie de bijlage."
