# ruff: noqa: E501 - prose
"""What the people of the scenario wrote."""

PROFILES: dict = {
    "groene-tafel": {
        "facts": {
            "services": "Bedrijfscatering\nBanqueting\nKoffiebars\nAutomaten",
            "regions": "Noord-Holland\nZuid-Holland\nUtrecht",
            "employees": 640,
            "founded": 2004,
            "website": "https://groene-tafel.example",
        },
        "texts": {
            "story": "Groene Tafel begon met één kantine in een oude drukkerij in Haarlem. We kookten met wat er die week van het land kwam, en merkten dat gasten langer bleven zitten. Dat is nog steeds waar we het voor doen: een maaltijd die mensen bij elkaar brengt.\n\nWe werken voor hogescholen, ziekenhuizen en kantoren. Elke locatie heeft een eigen chef die zelf inkoopt en zelf de kaart maakt.",
            "values": "Gastvrij: je wordt bij naam gekend.\n\nEerlijk: we zeggen wat er op het bord ligt en wat het kost.\n\nNieuwsgierig: elke week proberen we iets, en we vertellen ook wat mislukte.",
            "culture": "Onze chefs en gastheren beslissen op locatie. Twee keer per jaar werkt iedereen van kantoor een week mee in een keuken. Verloop was vorig jaar 14 procent; in onze branche is dat laag.",
            "sustainability": "62 procent van wat we inkopen komt van binnen honderd kilometer. Voedselverspilling daalde in drie jaar van 11 naar 6 procent van de inkoop. Op elke locatie werkt ten minste één collega met een afstand tot de arbeidsmarkt.",
        },
        "certificates": [
            ("ISO 9001:2015", "Kiwa", "KW-90213", 410),
            ("ISO 14001:2015", "Kiwa", "KW-90214", 52),
            ("PSO trede 3", "PSO Nederland", "PSO-4471", 200),
        ],
        "references": [
            (
                "Hogeschool Rijnoever",
                "Catering en banqueting op drie locaties",
                "sinds 2025",
                "Waardering van gasten van 6,9 naar 7,6 in een jaar.",
            ),
            (
                "Zorgwaard",
                "Restaurants en maaltijden voor bewoners",
                "2024 tot nu",
                "Bewoners kiezen zelf aan tafel; 40 procent minder retour.",
            ),
            ("Gemeente Kennemerland", "Bedrijfsrestaurant en vergaderservice", "2021 tot 2025", ""),
        ],
        "contacts": [
            ("Bram Nijhof", "Accountmanager onderwijs en zorg", "account@groene-tafel.example", "06 1234 5601"),
            ("Noor Jansen", "Locaties Rijnoever", "team@groene-tafel.example", "06 1234 5602"),
        ],
    },
    "helderwit": {
        "facts": {
            "services": "Dagelijks schoonmaakonderhoud\nGlasbewassing\nVloeronderhoud",
            "regions": "Randstad",
            "employees": 1180,
            "founded": 1987,
            "website": "https://helderwit.example",
        },
        "texts": {
            "story": "Helderwit is een familiebedrijf in de tweede generatie. Bij ons maakt een vast team schoon, overdag, zichtbaar. Onze mensen kennen het gebouw en de mensen die er werken kennen hen.",
            "values": "Zichtbaar: schoonmaken mag je zien.\n\nVakmanschap: iedereen krijgt een opleiding en een diploma.\n\nRespect: we groeten, en we vragen dat ook van gasten.",
            "culture": "Teams van zes tot tien mensen met een meewerkend voorman. Roosters drie weken vooruit, wensen eerst. Nederlandse les in werktijd.",
            "sustainability": "Sinds 2023 werken we met water en microvezel; het gebruik van chemie daalde met 71 procent. Alle bussen in de stad zijn elektrisch.",
        },
        "certificates": [("ISO 14001:2015", "DNV", "DNV-55120", 300), ("OSB-keurmerk", "OSB", "OSB-1187", 12)],
        "references": [
            (
                "Universiteitsbibliotheek Waterstad",
                "Dagschoonmaak, 32.000 m2",
                "sinds 2019",
                "Klachten per maand van 41 naar 9.",
            ),
            ("Museum De Kade", "Schoonmaak en glas", "sinds 2022", ""),
        ],
        "contacts": [
            ("Karin Blom", "Regiodirecteur", "account@helderwit.example", "06 1234 5611"),
            ("Milan Peeters", "Objectleider", "team@helderwit.example", "06 1234 5612"),
        ],
    },
    "gastheer": {
        "facts": {
            "services": "Receptie en ontvangst\nVergaderservice\nEvenementen",
            "regions": "Zuid-Holland\nUtrecht",
            "employees": 95,
            "founded": 2011,
            "website": "https://gastheer.example",
        },
        "texts": {
            "story": "Gastheer leidt mensen op die uit de hotellerie en de zorg komen en plaatst ze bij organisaties die hun ontvangst belangrijk vinden. Wij blijven klein: de directie kent elke locatie.",
            "values": "Aandacht, rust en humor. Een gast merkt dat er tijd is, ook als het druk is.",
            "culture": "Wie bij ons werkt, loopt eerst een week als gast rond op de locatie. Elke maand oefenen we met acteurs.",
        },
        "certificates": [("ISO 9001:2015", "Lloyd's Register", "LR-20781", 620)],
        "references": [
            ("Hotel Waterstad", "Nachtreceptie", "2018 tot 2023", "Beoordeling van de ontvangst van 8,1 naar 8,9.")
        ],
        "contacts": [("Iris Vermeulen", "Directeur", "account@gastheer.example", "06 1234 5621")],
    },
    "welkomhuis": {
        "facts": {
            "services": "Receptie en ontvangst\nTelefonie\nBezoekersregistratie",
            "regions": "Heel Nederland",
            "employees": 410,
            "founded": 1999,
            "website": "https://welkomhuis.example",
        },
        "texts": {
            "story": "Welkomhuis verzorgt de ontvangst op ruim tachtig plekken, van gemeentehuizen tot zorginstellingen. Wij combineren vaste gezichten met een pool die ziekte binnen twee uur opvangt.",
            "values": "Betrouwbaar, warm en precies.",
        },
        "certificates": [("ISO 27001:2022", "BSI", "IS 774120", 480), ("ISO 9001:2015", "BSI", "FS 661209", 480)],
        "references": [
            (
                "Gemeente Polderveen",
                "Ontvangst en telefonie",
                "sinds 2020",
                "Wachttijd aan de balie van 6 naar 2 minuten.",
            )
        ],
        "contacts": [("Hugo Claassen", "Commercieel manager", "account@welkomhuis.example", "06 1234 5631")],
    },
}

WHY = {
    "groene-tafel": "De lunch is het moment waarop studenten en medewerkers elkaar zien. Wij willen dat het restaurant de plek wordt waar mensen blijven hangen, en dat lukt niet met een prijslijst. We zoeken een partner die met ons meedenkt over pieken, gezond aanbod en ruimtes die we nu niet gebruiken.",
    "helderwit": "Een schoon gebouw merk je pas als het niet zo is. Wij willen dagschoonmaak, zichtbaar en aanspreekbaar, en samen uitzoeken waar schoonmaken echt verschil maakt voor studenten.",
    "gastheer": "Bij open dagen en promoties staan onze eigen mensen achter de koffie. Wij willen van jullie leren hoe een bijeenkomst als gastvrij wordt ervaren, en dat samen opbouwen.",
    "zorgwaard": "Eten is voor onze bewoners het hoogtepunt van de dag. Wij willen dat zij kiezen, ruiken en proeven, en dat medewerkers met hen mee-eten.",
}
ANSWERS = {
    "groene-tafel": "Heel graag. Noor trekt het op locatie; we beginnen met een week meelopen in het restaurant.",
    "helderwit": "Ja. Wij nemen het vaste team van de bibliotheek mee en beginnen met een ronde langs alle gebouwen.",
}
GOALS = {
    "groene-tafel": [
        (
            "Studenten en medewerkers staan op de drukste dag korter dan vijf minuten in de rij",
            "Wekelijkse meting in de lunchpiek",
            "Lunch zonder rij",
        ),
        (
            "Het restaurant is ook buiten de lunch een plek om te zijn",
            "Bezetting om 10 en 15 uur, kwartaalmeting",
            "Een kwart minder meters, evenveel plek",
        ),
        ("Voedselverspilling onder de vijf procent van de inkoop", "Weging per dag, maandcijfer", ""),
    ],
    "helderwit": [
        ("Gebruikers ervaren toiletten en collegezalen als schoon", "Belevingsmeting, van 6,4 naar 7,5", ""),
        (
            "Schoonmakers zijn bekend en aanspreekbaar op elke verdieping",
            "Namen bij de balie, vraag in de belevingsmeting",
            "Leren van elkaar",
        ),
    ],
}
LINKS = [
    ("Werkorders in TOPdesk", "https://topdesk.rijnoever.example/werkorders"),
    ("Contract en SLA in het contractenregister", "https://contracten.rijnoever.example/2025-118"),
]
NOTES = {
    "rijnoever": "Verlenging bespreken in het directieoverleg van februari. Onze kant: meer tijd vrijmaken voor Mehmet, hij trekt nu te veel alleen.",
    "groene-tafel": "Marge op banqueting is krap door de cao. In het strategisch overleg open op tafel leggen; niet mailen.",
}
SKIPPED = {9: "Samengevoegd met de project start-up; daar hebben we dit gesprek al gevoerd."}
REVIEWS = [
    (
        "contract@rijnoever.example",
        "De week meelopen was de beste investering. Volgende keer eerder de nulmeting plannen, vóór de tentamens.",
    ),
    (
        "team@groene-tafel.example",
        "We weten nu wie waarover gaat. Het elke week zien van de cijfers van de wachtrij hielp meer dan de maandrapportage.",
    ),
]
END_REASON = "Zorgwaard gaat in drie huizen zelf koken met de bewoners. Daar past een eigen keukenploeg bij. Wij zijn trots op wat we samen hebben bereikt en willen het netjes overdragen."
HANDED_OVER = ["fm@zorgwaard.example", "assessor@zorgwaard.example", "account@groene-tafel.example"]

AGREEMENT = {
    "vision": "<p>Wij willen dat studenten, medewerkers en gasten van Rijnoever zich aan tafel thuis voelen. Dat merken zij doordat er tijd en aandacht is, doordat het eten vers en eerlijk is, en doordat het restaurant de hele dag een plek is waar je elkaar treft.</p>",
    "goals": "<ol><li>In de lunchpiek staat niemand langer dan vijf minuten in de rij.</li><li>Het restaurant wordt om tien en om drie uur voor de helft gebruikt.</li><li>Van de inkoop gaat minder dan vijf procent verloren.</li></ol><p>Wij kijken elk kwartaal hoe ver wij zijn en kiezen dan of de doelen nog kloppen.</p>",
    "roles": "<p>Sponsors zijn Sanne de Vries (Rijnoever) en Bram Nijhof (Groene Tafel). Mehmet Yılmaz en Noor Jansen trekken. Over de kaart beslist Noor, over openingstijden beslissen de trekkers samen, over uitbreiding en prijs de sponsors.</p><ul><li>Operationeel overleg: elke twee weken, op locatie.</li><li>Tactisch overleg: elke maand.</li><li>Strategisch overleg: elk kwartaal.</li><li>Samenwerkingsgesprek: elk half jaar.</li></ul>",
    "quality": "<p>Drie cijfers zijn genoeg: de wachttijd in de piek (elke week), de waardering van gasten (elk kwartaal, doel 7,5) en de verspilling (elke maand). Groene Tafel meet, Rijnoever kan meekijken in dezelfde tabel.</p>",
    "value": "<p>Rijnoever wint een plek waar studenten blijven, en minder klachten over de lunch. Groene Tafel wint omzet buiten de piek, een plek om nieuwe concepten te proberen, en een referentie in het hoger onderwijs. Wat een proef oplevert, delen wij half om half in het eerste jaar.</p>",
    "information": "<p>Rijnoever deelt roosters, open dagen en verbouwingen ten minste zes weken vooraf. Groene Tafel deelt omzet per locatie, bezetting van het team en plannen met de kaart. Personeelsgegevens en inkoopprijzen per artikel delen wij niet.</p>",
}
AGREEMENT_HELDERWIT = {
    "vision": "<p>Wij willen dat iedereen bij Rijnoever een gebouw binnenkomt dat schoon aanvoelt, en dat de mensen die daarvoor zorgen gezien worden.</p>",
    "goals": "<ul><li>Waardering van toiletten en collegezalen van 6,4 naar 7,5 in een jaar.</li><li>Op elke verdieping weten gebruikers wie er schoonmaakt.</li></ul>",
    "quality": "<p>Wij meten beleving elk kwartaal en lopen elke maand samen een ronde. Techniek (VSR) meet Helderwit twee keer per jaar; de uitkomst bespreken wij, er hangt geen korting aan.</p>",
    "value": "<p>Rijnoever wint een gebouw dat klopt, en minder meldingen. Helderwit wint vaste dagdiensten voor zijn mensen en minder verloop.</p>",
    "trouble": "<p>De objectleider en de huismeester lossen het dezelfde dag op. Lukt dat niet, dan bellen Milan en Mehmet elkaar binnen twee dagen. Daarna de sponsors.</p>",
}
