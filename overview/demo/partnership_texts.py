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
    "zorgwaard": "Met plezier. Wij koken al bij jullie; nu beginnen we met een week mee-eten in De Linde, voordat we iets aan de keuken veranderen.",
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
    "zorgwaard": [
        ("Bewoners geven de warme maaltijd een 8", "Meting onder bewoners en familie, twee keer per jaar", ""),
        ("Van wat er wordt opgediend, komt minder dan een zevende terug", "Een week wegen, elke maand", ""),
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
    "behaviour": "<p>Op een gewone dag merken wij het hieraan:</p><ul><li>Loopt de rij uit, dan belt Noor Mehmet diezelfde middag, ook als het bij één keer blijft.</li><li>Rijnoever legt een vraagstuk voor en vraagt niet om een vooraf bedacht assortiment.</li><li>Wie iets over de ander hoort, vertelt het aan de ander.</li><li>Wij proeven elke maand samen wat nieuw is, en vieren wat lukt.</li></ul>",
    "goals": "<ol><li>In de lunchpiek staat niemand langer dan vijf minuten in de rij.</li><li>Het restaurant wordt om tien en om drie uur voor de helft gebruikt.</li><li>Van de inkoop gaat minder dan vijf procent verloren.</li></ol><p>Wij kijken elk kwartaal hoe ver wij zijn en kiezen dan of de doelen nog kloppen.</p>",
    "roles": "<p>Sponsors zijn Sanne de Vries (Rijnoever) en Bram Nijhof (Groene Tafel). Mehmet Yılmaz en Noor Jansen trekken. Over de kaart beslist Noor, over openingstijden beslissen de trekkers samen, over uitbreiding en prijs de sponsors.</p><ul><li>Operationeel overleg: elke twee weken, op locatie.</li><li>Tactisch overleg: elke maand.</li><li>Strategisch overleg: elk kwartaal.</li><li>Samenwerkingsgesprek: elk half jaar.</li></ul>",
    "quality": "<p>Drie cijfers zijn genoeg: de wachttijd in de piek (elke week), de waardering van gasten (elk kwartaal, doel 7,5) en de verspilling (elke maand). Groene Tafel meet, Rijnoever kan meekijken in dezelfde tabel.</p>",
    "value": "<p>Rijnoever wint een plek waar studenten blijven, en minder klachten over de lunch. Groene Tafel wint omzet buiten de piek, een plek om nieuwe concepten te proberen, en een referentie in het hoger onderwijs. Wat een proef oplevert, delen wij half om half in het eerste jaar.</p>",
    "information": "<p>Rijnoever deelt roosters, open dagen en verbouwingen ten minste zes weken vooraf. Groene Tafel deelt omzet per locatie, bezetting van het team en plannen met de kaart. Personeelsgegevens en inkoopprijzen per artikel delen wij niet.</p>",
}
AGREEMENT_HELDERWIT = {
    "vision": "<p>Wij willen dat iedereen bij Rijnoever een gebouw binnenkomt dat schoon aanvoelt, en dat de mensen die daarvoor zorgen gezien worden.</p>",
    "behaviour": "<p>Op een gewone dag merken wij het hieraan:</p><ul><li>Schoonmakers en medewerkers groeten elkaar en kennen elkaars naam.</li><li>Wie iets ziet dat niet klopt, meldt het zelf, ook als het de eigen fout is.</li><li>Rijnoever zegt wat een gebruiker moet merken; hoe dat lukt, bepaalt het team van Helderwit.</li><li>Een tegenvaller bespreken wij eerst met elkaar en daarna pas met onze directies.</li></ul>",
    "goals": "<ul><li>Waardering van toiletten en collegezalen van 6,4 naar 7,5 in een jaar.</li><li>Op elke verdieping weten gebruikers wie er schoonmaakt.</li></ul>",
    "roles": "<p>Sponsors zijn Sanne de Vries (Rijnoever) en Karin Blom (Helderwit). Mehmet Yılmaz en Milan Peeters trekken. Over de indeling van de dag beslist Milan, over werktijden rond tentamens beslissen de trekkers samen, over uitbreiding en prijs de sponsors.</p><ul><li>Operationeel overleg: elke week in de eerste honderd dagen, daarna elke drie weken, op locatie.</li><li>Tactisch overleg: elke maand.</li><li>Strategisch overleg: elk kwartaal.</li><li>Samenwerkingsgesprek: op dag 30, 60 en 100, daarna elk half jaar.</li></ul><p>Van elk overleg is er een agenda van beide kanten en een verslag dat beide kanten vaststellen.</p>",
    "quality": "<p>Wij meten beleving elk kwartaal en lopen elke maand samen een ronde. Techniek (VSR) meet Helderwit twee keer per jaar; de uitkomst bespreken wij, er hangt geen korting aan.</p>",
    "value": "<p>Rijnoever wint een gebouw dat klopt, en minder meldingen. Helderwit wint vaste dagdiensten voor zijn mensen en minder verloop.</p>",
    "information": "<p>Rijnoever deelt tentamenweken, verhuizingen en verbouwingen ten minste zes weken vooraf, en elke maand de meldingen uit TOPdesk. Helderwit deelt de bezetting van het vaste team, ziekte en opleiding, en vertelt het als een collega weg wil. Lonen en de opbouw van de prijs per vierkante meter blijven vertrouwelijk.</p>",
    "trouble": "<p>De objectleider en de huismeester lossen het dezelfde dag op. Lukt dat niet, dan bellen Milan en Mehmet elkaar binnen twee dagen. Daarna de sponsors.</p>",
}
AGREEMENT_ZORGWAARD = {
    "vision": "<p>Wij willen dat bewoners van Zorgwaard uitkijken naar het eten. Dat merken zij doordat zij aan tafel kiezen, doordat het ruikt naar koken, en doordat er iemand bij hen zit.</p>",
    "behaviour": "<p>Op een gewone dag merken wij het hieraan:</p><ul><li>Koks komen aan tafel en vragen hoe het smaakt.</li><li>De verpleging zegt het de avond ervoor als een dieet verandert; Groene Tafel zegt het dezelfde ochtend als iets er niet is.</li><li>Klachten van familie horen wij samen aan.</li></ul>",
    "goals": "<ol><li>Bewoners geven de warme maaltijd een 8 (bij de start een 6,8).</li><li>Van wat er wordt opgediend, komt minder dan een zevende terug.</li><li>Elke dag eet op elke huiskamer een medewerker mee.</li></ol>",
    "roles": "<p>Annelies Kuipers en Bram Nijhof zijn sponsor en trekken ook. De locatiemanager en de kok beslissen samen over het menu van een huis; over budget en contract beslissen Annelies en Bram.</p><ul><li>Operationeel overleg: elke maand per huis.</li><li>Tactisch overleg: elk kwartaal.</li><li>Strategisch overleg: elk half jaar, met de cliëntenraad.</li></ul>",
    "quality": "<p>Wij meten twee keer per jaar wat bewoners en familie van het eten vinden, en wegen elke maand een week lang wat er terugkomt. Voedselveiligheid toetst een onafhankelijk bureau.</p>",
    "value": "<p>Bewoners eten beter en vallen minder af. Zorgwaard heeft minder bijvoeding nodig. Groene Tafel leert koken voor ouderen en gebruikt dat in andere huizen.</p>",
    "information": "<p>Zorgwaard deelt opnames, diëten en verbouwingen; Groene Tafel deelt inkoop, bezetting en verspilling. Gegevens over de gezondheid van bewoners delen wij alleen als het voor de maaltijd nodig is.</p>",
    "end": "<p>Wij spreken nu af hoe wij uit elkaar gaan, nu wij het goed met elkaar voor hebben.</p><ul><li>Wie wil stoppen, zegt dat met redenen en ten minste twee maanden vooraf.</li><li>Recepten, dieetlijsten en keukenspullen van de huizen gaan over naar wie het overneemt.</li><li>Koks die willen, kunnen met behoud van hun uren bij Zorgwaard komen werken.</li></ul>",
}
ZORGWAARD_LEARNED = [
    (
        "fm@zorgwaard.example",
        "Koks aan tafel deden meer dan elke enquête. De dieetlijsten hadden we eerder gelijk moeten trekken.",
    ),
    (
        "account@groene-tafel.example",
        "Meelopen op de huiskamers liet zien waarom er zoveel terugkwam: te grote porties, te vroeg.",
    ),
]
