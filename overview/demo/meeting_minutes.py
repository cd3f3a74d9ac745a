"""What was said, decided and promised in the meetings that were held.

People: S Sanne, C Mehmet, L Lotte, H Elise of Rijnoever; B Bram, N Noor, F Sofie of Groene Tafel;
K Karin, M Milan of Helderwit; Z Annelies, D Fatima of Zorgwaard. Actions: who, what, due in days from
today, and days from today on which it was done (None while it is open).
"""

from typing import Any

# series, days from today, hour, place, who, state (adopted, review, held), items
PAST: list[Any] = [
    (
        "strategic",
        -262,
        13,
        "Bestuurskamer, gebouw A",
        "SCB",
        "adopted",
        [
            (
                "Waar willen we over twee jaar staan?",
                "discuss",
                40,
                "S",
                "Sanne vertelt wat de instellingsvisie vraagt: een campus waar studenten ook tussen de colleges "
                "blijven. Bram herkent dat: bij twee andere hogescholen groeide de omzet pas toen de "
                "verblijfsplekken beter werden.\n\nWe spreken af dat we niet op de prijs van de lunch sturen, maar "
                "op hoeveel studenten blijven en wat zij ervan vinden.",
                [
                    (
                        "We sturen samen op verblijf en beleving; de prijs van de basislunch staat twee jaar vast.",
                        "Een lage prijs alleen bracht geen student meer binnen.",
                        "Jaarlijks indexeren, of een staffel per bezoeker.",
                    )
                ],
                [("B", "Voorbeelden van de twee andere hogescholen delen", -240, -244)],
            ),
            (
                "Wat hebben we van elkaar nodig?",
                "discuss",
                30,
                "B",
                "Groene Tafel wil eerder weten hoe de roosters eruitzien. Rijnoever wil eerder horen als de "
                "bezetting krap wordt. Beide gaat over op tijd delen, ook als het nog niet zeker is.",
                [],
                [("C", "Roosterbureau voorstellen aan Groene Tafel", -250, -252)],
            ),
        ],
    ),
    (
        "tactical",
        -214,
        10,
        "Vergaderruimte 2.14",
        "SCLBN",
        "adopted",
        [
            (
                "Lunchpiek tussen 12.00 en 12.45 uur",
                "decide",
                20,
                "C",
                "Op dinsdag en donderdag staat de rij tot aan de trap. Gemeten wachttijd: 9 minuten in het atrium, 4 "
                "minuten in gebouw C. Studenten lopen door naar de supermarkt.\n\nNoor stelt een derde kassa voor "
                "die alleen van 12.00 tot 12.45 uur open is. Lotte wijst erop dat drie opleidingen tegelijk pauze "
                "hebben.",
                [
                    (
                        "In het atrium gaat een derde kassa open van 12.00 tot 12.45 uur, voor een proef van acht "
                        "weken.",
                        "Negen minuten wachten kost gasten; de proef vraagt geen verbouwing.",
                        "Bestellen via een app; een tweede uitgiftepunt in gebouw B.",
                    )
                ],
                [
                    ("N", "Derde kassa inrichten en bemensen", -200, -203),
                    ("L", "Pauzes van drie opleidingen spreiden, met het roosterbureau", -170, -158),
                ],
            ),
            (
                "Belevingsmeting: eerste cijfers",
                "inform",
                15,
                "N",
                "De koffie scoort een 7,4, de lunch een 6,6. Het vaakst genoemd: de wachttijd en te weinig "
                "plantaardige keuze. We herhalen de meting elk kwartaal met dezelfde vragen.",
                [],
                [("N", "Plantaardige lijn uitbreiden naar vier gerechten per dag", -180, -184)],
            ),
        ],
    ),
    (
        "tactical",
        -172,
        10,
        "Vergaderruimte 2.14",
        "SCLBN",
        "adopted",
        [
            (
                "Proef derde kassa: wat leverde het op?",
                "decide",
                20,
                "N",
                "De wachttijd ging van 9 naar 5 minuten. Op drukke dagen kwamen er gemiddeld 84 gasten meer. De "
                "extra uren kosten Groene Tafel € 310 per week en leveren ongeveer € 420 op.",
                [
                    (
                        "De derde kassa blijft. We houden de wachttijd onder de 6 minuten, gemeten op dinsdag en "
                        "donderdag.",
                        "De proef liet voor beide kanten winst zien.",
                        "",
                    )
                ],
                [("B", "Wachttijd maandelijks meten en delen", -140, -141)],
            ),
            (
                "Reststromen en voedselverspilling",
                "discuss",
                15,
                "B",
                "In het atrium gaat per dag 11 kilo eten weg, vooral belegde broodjes na 14.00 uur. Groene Tafel wil "
                "later op de dag op bestelling beleggen. Rijnoever zoekt uit of studenten de overgebleven broodjes "
                "met korting kunnen krijgen.",
                [],
                [
                    ("C", "Uitzoeken wat mag bij verkoop met korting na 15.00 uur", -150, -149),
                    ("N", "Na 14.00 uur op bestelling beleggen", -160, -161),
                ],
            ),
        ],
    ),
    (
        "strategic",
        -150,
        13,
        "Bestuurskamer, gebouw A",
        "SCB",
        "adopted",
        [
            (
                "Nieuwe cao contractcatering",
                "discuss",
                30,
                "B",
                "De lonen stijgen per volgend kwartaal met 4,2 procent. Bram laat zien wat dat betekent: € 38.000 op "
                "jaarbasis. Groene Tafel vraagt niet om een hogere prijs, maar om samen te kijken waar werk anders "
                "kan.\n\nSanne waardeert dat dit vroeg op tafel ligt. Eerste richting: minder openingsuren in gebouw "
                "C op vrijdag, waar nu 40 gasten komen.",
                [
                    (
                        "Gebouw C sluit op vrijdag om 13.00 uur vanaf het nieuwe semester.",
                        "Er komen dan gemiddeld 11 gasten; de uren gaan naar de lunchpiek in het atrium.",
                        "Prijsverhoging van 3 procent; minder assortiment.",
                    )
                ],
                [("S", "Medezeggenschap informeren over de openingstijden van gebouw C", -130, -133)],
            ),
            (
                "Duurzaamheid: doelen voor het jaar",
                "decide",
                30,
                "S",
                "Rijnoever wil in twee jaar de helft minder verspilling. Groene Tafel heeft een weegsysteem dat per "
                "gerecht laat zien wat er terugkomt. We beginnen in het atrium.",
                [
                    (
                        "Doel: verspilling in het atrium van 11 naar 6 kilo per dag, eind dit studiejaar.",
                        "Meetbaar, en beide kanten hebben er wat aan.",
                        "Direct op alle locaties meten.",
                    )
                ],
                [("B", "Weegsysteem plaatsen in het atrium", -120, -117)],
            ),
        ],
    ),
    (
        "tactical",
        -128,
        10,
        "Online",
        "SCBN",
        "adopted",
        [
            (
                "Start van het studiejaar: wat ging goed, wat niet",
                "discuss",
                25,
                "C",
                "De introductieweek verliep goed; 3.200 lunches in vijf dagen. Minder goed: op de eerste maandag was "
                "de koffie in gebouw B om 10.30 uur op. De bestelling ging uit van het rooster van vorig jaar.",
                [],
                [("N", "Bestellijst koppelen aan het nieuwe rooster", -115, -112)],
            ),
            (
                "Ervaringen van gasten met een beperking",
                "discuss",
                15,
                "L",
                "Een student in een rolstoel kan niet bij de bovenste schappen van de koeling. Noor past de indeling "
                "aan en vraagt de studentenraad om mee te lopen.",
                [],
                [("N", "Indeling koeling aanpassen na rondgang met de studentenraad", -100, -101)],
            ),
        ],
    ),
    (
        "meals",
        -47,
        13,
        "Theehuis De Linde",
        "ZDB",
        "adopted",
        [
            (
                "Wat leerden we van de week mee-eten?",
                "discuss",
                25,
                "D",
                "Fatima vertelt dat bewoners in De Linde langer aan tafel bleven toen medewerkers mee-aten. Bram zag "
                "dat er minder werd weggegooid: de porties werden aan tafel gekozen.\n\nAnnelies neemt dit mee in de "
                "plannen voor de eigen keuken.",
                [],
                [("D", "Ervaringen van bewoners en familie op een rij zetten", -30, -33)],
            ),
            (
                "Bezetting in het najaar",
                "inform",
                15,
                "B",
                "Op twee locaties is er een nieuwe gastvrouw. Zij werken de eerste twee weken dubbel mee, zonder extra "
                "kosten voor Zorgwaard.",
                [],
                [("B", "Rooster van beide locaties delen met de locatiemanagers", -38, -40)],
            ),
        ],
    ),
    (
        "tactical",
        -46,
        10,
        "Vergaderruimte 2.14",
        "SCLBN",
        "adopted",
        [
            (
                "Prestaties en beleving van het kwartaal",
                "discuss",
                15,
                "B",
                "De lunch staat nu op een 7,1 (was 6,6). Wachttijd gemiddeld 5 minuten. Banqueting krijgt een 8,0, "
                "maar bestellingen komen vaak te laat binnen: een derde binnen 24 uur.",
                [
                    (
                        "Banqueting bestel je uiterlijk twee werkdagen vooraf; daarbinnen alleen koffie en thee.",
                        "Late bestellingen kosten Groene Tafel uren en geven de meeste klachten.",
                        "Toeslag op late bestellingen.",
                    )
                ],
                [
                    ("C", "Nieuwe besteltermijn uitleggen aan de secretariaten", -25, -24),
                    ("F", "Bestelformulier aanpassen aan de nieuwe termijn", -10, None),
                ],
            ),
            (
                "Bezetting in de ochtend",
                "discuss",
                15,
                "N",
                "Twee medewerkers zijn langdurig ziek. De komende weken staat er 's ochtends één persoon in gebouw "
                "B. Noor laat wekelijks weten of dat lukt. Lotte biedt aan om derdejaars hospitality als werkstudent "
                "te vragen.",
                [],
                [
                    ("L", "Derdejaars hospitality vragen voor ochtenddiensten", -1, None),
                    ("N", "Wekelijks melden of de ochtendbezetting lukt", 18, None),
                ],
            ),
        ],
    ),
    (
        "operational",
        -26,
        9,
        "Keuken atrium",
        "CNF",
        "adopted",
        [
            (
                "Open dag: terugblik",
                "inform",
                10,
                "F",
                "1.740 bezoekers haalden koffie of iets te eten. De rij bij de ingang duurde hooguit 6 minuten; "
                "vorig jaar was dat 20. Bij gebouw C was de melk om 14.00 uur op. De volgende keer ligt daar een "
                "reserve.",
                [],
                [("F", "Draaiboek open dag aanvullen met reserves per koffiepunt", -18, -19)],
            ),
            (
                "Allergenen op de dagkaart",
                "decide",
                10,
                "C",
                "Twee studenten met een notenallergie vragen bijna elke dag wat zij kunnen eten. De dagkaart noemt "
                "de allergenen niet; ze staan alleen in de map bij de kassa.",
                [
                    (
                        "De dagkaart en de schermen noemen per gerecht de allergenen.",
                        "Gasten kiezen voordat zij bij de kassa staan.",
                        "Alleen een QR-code bij de ingang.",
                    )
                ],
                [("N", "Allergenen per gerecht op de dagkaart en de schermen zetten", -14, -15)],
            ),
        ],
    ),
    (
        "cleaning",
        -15,
        8,
        "Magazijn gebouw D",
        "HM",
        "adopted",
        [
            (
                "Kennismaking en rondgang",
                "inform",
                15,
                "H",
                "Elise en Milan liepen samen alle collegezalen na. Opvallend: zaal 1.08 en 1.10 zijn na het "
                "avondcollege het vuilst, terwijl ze pas om 11.00 uur de volgende dag aan de beurt zijn.",
                [
                    (
                        "Zalen met avondcollege komen voor 08.00 uur aan de beurt.",
                        "Daar begint de volgende groep om 08.30 uur.",
                        "Een extra ronde na het avondcollege.",
                    )
                ],
                [
                    ("M", "Dagplanning aanpassen aan het zalenrooster", -6, -7),
                    ("H", "Zalenrooster elke vrijdag doorsturen", -3, None),
                ],
            ),
        ],
    ),
    (
        "operational",
        -12,
        9,
        "Keuken atrium",
        "CNF",
        "adopted",
        [
            (
                "Koffie in gebouw B op maandagochtend",
                "discuss",
                10,
                "C",
                "De automaat in gebouw B viel twee maandagen uit tussen 08.30 en 09.00 uur, net als de eerste "
                "colleges beginnen. Noor laat er op maandag om 08.00 uur iemand langslopen tot het waterfilter is "
                "vervangen.",
                [],
                [
                    ("N", "Elke maandag om 08.00 uur de automaat in gebouw B nalopen", 9, None),
                    ("C", "Waterfilter laten vervangen door de leverancier van de automaten", -3, None),
                ],
            ),
            (
                "Drie nieuwe medewerkers inwerken",
                "inform",
                10,
                "F",
                "Twee medewerkers beginnen in het atrium en een bij banqueting. Ze lopen een week mee met een vaste "
                "collega. Mehmet leidt ze rond op de campus, zodat ze gasten de weg kunnen wijzen.",
                [],
                [("C", "Rondleiding over de campus geven aan drie nieuwe medewerkers", -5, -6)],
            ),
        ],
    ),
    (
        "cleaning",
        -8,
        8,
        "Magazijn gebouw D",
        "HM",
        "held",
        [
            (
                "Eerste week met de nieuwe volgorde",
                "discuss",
                10,
                "M",
                "Drie van de vijf dagen lukte het om alle avondzalen voor 08.00 uur te doen. Donderdag niet: de "
                "sleutel van gebouw D was zoek. Er komt een tweede sleutel bij de receptie.",
                [],
                [
                    ("H", "Tweede sleutel van gebouw D bij de receptie leggen", 2, None),
                    ("M", "Reserve inroosteren op donderdag", 6, None),
                ],
            ),
            ("Middelen en machines", "inform", 5, "M", "", [], []),
        ],
    ),
    (
        "tactical",
        -4,
        10,
        "Vergaderruimte 2.14",
        "SCLBN",
        "review",
        [
            (
                "Wachttijden in de lunchpiek",
                "discuss",
                15,
                "C",
                "Op dinsdag is de wachttijd weer opgelopen naar 7 minuten. De spreiding van de pauzes is dit blok "
                "teruggedraaid omdat twee opleidingen zalen ruilden. Lotte en Mehmet gaan samen naar het "
                "roosterbureau.",
                [],
                [
                    ("C", "Wachttijden lunchpiek bespreken met het roosterbureau", -1, None),
                    ("N", "Rij in het atrium twee weken lang elk kwartier tellen", 9, None),
                ],
            ),
            (
                "Receptie en banqueting: wie vangt gasten op?",
                "decide",
                10,
                "S",
                "Gasten van het congrescentrum melden zich bij de receptie, terwijl hun koffie al beneden staat. "
                "Gemiddeld wachten zij vier minuten. Sofie zet bij groepen vanaf vijftien personen iemand bij de "
                "ingang.",
                [
                    (
                        "Bij groepen vanaf vijftien personen ontvangt banqueting de gasten bij de ingang.",
                        "Vier minuten wachten bij de balie hoort niet bij een ontvangst.",
                        "Een bord met de zaalnummers; de receptie uitbreiden.",
                    )
                ],
                [("F", "Werkafspraak met de receptie maken over groepen", 4, None)],
            ),
            (
                "Verspilling: stand van zaken",
                "inform",
                10,
                "B",
                "We staan op 7,2 kilo per dag; het doel is 6. De soep is nu de grootste post. Noor maakt kleinere "
                "pannen en vult vaker bij. Bram deelt de cijfers voortaan per week.",
                [],
                [("B", "Weekcijfers verspilling delen", 3, None), ("N", "Soep in kleinere pannen bereiden", 0, None)],
            ),
        ],
    ),
]
