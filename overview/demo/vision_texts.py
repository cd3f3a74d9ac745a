# ruff: noqa: E501 - prose
"""What the two clients wrote in their visions."""

from typing import Any

from vision.models import ItemKind, PartKind

RIJNOEVER: dict[str, Any] = {
    "title": "Zo willen we mensen ontvangen",
    "period": "2026–2030",
    "approval": "Herkenbaar voor iedereen die hier werkt. De ambitie over wachttijden mag wat mij betreft zo scherp blijven.",
    "parts": {
        PartKind.PLACE: "<p>Het facilitair bedrijf zorgt dat 9.500 studenten en ruim 700 medewerkers op drie locaties kunnen leren, werken en elkaar ontmoeten. Wij voeren zelf weinig uit. Wij voeren de regie: we weten wat gebruikers nodig hebben, we kiezen de partners die dat het beste kunnen, en we houden met hen de lijn vast.</p>",
        PartKind.CORE_VALUES: "<p>Vier waarden waaraan iedereen die hier komt ons mag herkennen, en waaraan een partner zijn antwoord kan toetsen.</p>",
        PartKind.CULTURE: "<p>Wij zijn een open huis. Docenten lopen bij ons binnen, studenten spreken ons aan op de gang, en dat vinden we fijn. We zijn direct: wat niet werkt, zeggen we. We lossen eerst op wat een gebruiker merkt en praten daarna over wie het had moeten doen.</p><p><strong>Wat hier werkt:</strong></p><ul><li>vaste gezichten, die de namen kennen van de mensen die ze helpen;</li><li>klein beginnen en na twee weken samen kijken of het beter is;</li><li>slecht nieuws op de dag zelf.</li></ul><p><strong>Wat hier niet werkt:</strong> formulieren waar één telefoontje genoeg was, en beloften die pas na de vakantie ingaan.</p>",
        PartKind.FUTURE: "<p>In 2030 merk je aan elk gebouw dat mensen, niet processen, het uitgangspunt zijn. Wie binnenkomt weet waar hij moet zijn. Wie blijft, vindt een plek die past bij wat hij komt doen.</p><p>Drie ontwikkelingen raken ons het meest. Colleges zijn vaker overdag en in blokken, waardoor de <em>pieken hoger</em> worden en de vrijdag leeg raakt. We stoten tot 2029 een kwart van onze vierkante meters af. En het wordt moeilijker om mensen te vinden en te houden, ook voor onze partners.</p>",
        PartKind.PARTNERS: "<p>We schrijven geen oplossingen voor. We vertellen wat er speelt, wat een gebruiker merkt en waar we naartoe willen, en laten de uitwerking aan wie er verstand van heeft. Van een partner verwachten we dat hij ons tegenspreekt, dat hij meedenkt over het hele bezoek en niet alleen over zijn eigen dienst, en dat hij cijfers laat zien voordat wij erom vragen.</p><p>Een partner mag van ons verwachten dat we op tijd delen wat verandert, dat we snel besluiten, en dat we ook kijken naar wat de samenwerking hém oplevert.</p>",
        PartKind.SUSTAINABILITY: "<p>Wat we niet gebruiken, hoeven we niet schoon te maken, te verwarmen of weg te gooien. We beginnen daarom bij minder: minder ruimten open op stille dagen, minder eten over, minder ritten naar de locaties.</p>",
    },
    "items": {
        ItemKind.CORE_VALUE: [
            {
                "name": "Gastvrij",
                "notices": "Je wordt gezien voordat je iets hoeft te vragen.",
                "never": "Iemand laten zoeken naar een balie.",
            },
            {
                "name": "Vindingrijk",
                "notices": "We proberen klein en leren hardop: elke maand zie je op de gang wat we uitproberen en wat het opleverde.",
                "never": "Een voorschrift als antwoord op een vraag.",
            },
            {
                "name": "Betrouwbaar",
                "notices": "Wat we toezeggen, gebeurt, ook op de drukste dag.",
                "never": "Slecht nieuws bewaren tot het overleg.",
            },
            {
                "name": "Zuinig",
                "notices": "We gebruiken wat er is en verspillen niets; dat zie je aan het buffet, de verlichting en de spullen.",
                "never": "Goedkoop nu, duur later.",
            },
        ],
        ItemKind.USER_GROUP: [
            {
                "name": "Studenten",
                "size": "9.500",
                "rhythm": "Maandag tot en met donderdag, met een piek tussen 11.45 en 13.15 uur.",
                "needs": "Snel iets eten, een stille plek vlak bij het college en iemand die weet waar een lokaal is.",
            },
            {
                "name": "Docenten en medewerkers",
                "size": "720",
                "rhythm": "Gemiddeld drie dagen op locatie; dinsdag en donderdag zit het vol.",
                "needs": "Een werkplek zonder zoeken, techniek die het doet, en één nummer voor alles.",
            },
            {
                "name": "Bezoekers en gasten",
                "size": "Ongeveer 14.000 per jaar",
                "rhythm": "Open dagen, diploma-uitreikingen, stagebedrijven en aanstaande studenten met hun ouders.",
                "needs": "Verwacht worden. De eerste indruk van onze hogeschool maken wij.",
            },
        ],
        ItemKind.AMBITION: [
            {
                "name": "Eén ontvangst",
                "year": 2027,
                "explanation": "Bezoekers worden op alle drie de locaties op dezelfde manier verwelkomd, met of zonder afspraak.",
                "seen_by": "Negen van de tien bezoekers zegt dat hij werd verwacht; we vragen het elke maand aan vijftig mensen.",
            },
            {
                "name": "Lunch zonder rij",
                "year": 2028,
                "explanation": "Niemand wacht langer dan vijf minuten, ook niet op dinsdag.",
                "seen_by": "De wachttijd in de piek, elke week gemeten en zichtbaar bij de ingang.",
            },
            {
                "name": "Een kwart minder meters, evenveel plek",
                "year": 2029,
                "explanation": "We gebruiken wat overblijft beter, zonder dat iemand langer naar een plek zoekt.",
                "seen_by": "Zoektijd naar een werkplek of studieplek, en de bezetting per uur.",
            },
            {
                "name": "Leren van elkaar",
                "year": 2030,
                "explanation": "Elke partner werkt één dag per kwartaal mee in het onderwijs, en onze studenten lopen bij elke partner mee.",
                "seen_by": "Het aantal dagen en wat studenten en medewerkers ervan zeggen.",
            },
        ],
    },
}
# What changes in the draft of the second version.
NEXT: dict[str, Any] = {
    "change_note": "De ambitie over de lunch is aangescherpt na de proef in het atrium. Nieuw is de ambitie over de avond.",
    "parts": {
        PartKind.FUTURE: "<p>In 2030 merk je aan elk gebouw dat mensen, niet processen, het uitgangspunt zijn. Wie binnenkomt weet waar hij moet zijn. Wie blijft, vindt een plek die past bij wat hij komt doen, ook na vijf uur.</p><p>Vier ontwikkelingen raken ons het meest. Colleges zijn vaker overdag en in blokken, waardoor de <em>pieken hoger</em> worden en de vrijdag leeg raakt. We stoten tot 2029 een kwart van onze vierkante meters af. Het wordt moeilijker om mensen te vinden en te houden, ook voor onze partners. En steeds meer werkenden volgen bij ons in de avond een opleiding.</p>",
        PartKind.SUSTAINABILITY: "<p>Wat we niet gebruiken, hoeven we niet schoon te maken, te verwarmen of weg te gooien. We beginnen daarom bij minder: minder ruimten open op stille dagen, minder eten over, minder ritten naar de locaties. Elk half jaar laten we zien wat dat scheelde.</p>",
    },
    "lunch": {
        "explanation": "Niemand wacht langer dan vier minuten, ook niet op dinsdag. Bestellen vooraf kan, maar hoeft nooit.",
        "seen_by": "De wachttijd in de piek, elke week gemeten en zichtbaar bij de ingang, en wat gasten elk kwartaal zeggen.",
    },
    "evening": {
        "name": "Ook na vijf uur welkom",
        "year": 2028,
        "explanation": "Wie in de avond een opleiding volgt, vindt licht, warm eten en iemand die helpt.",
        "seen_by": "De waardering van avondstudenten is gelijk aan die van dagstudenten.",
    },
}
# address, part or the name of an item, passage, comment, resolved
COMMENTS: list[tuple[str, str, str, str, bool]] = [
    (
        "assessor@rijnoever.example",
        PartKind.FUTURE,
        "ook na vijf uur",
        "Fijn dat de avond erin komt. Noem ook de zaterdag: de deeltijd pabo zit er dan de hele dag.",
        False,
    ),
    (
        "onderwijs@rijnoever.example",
        "Lunch zonder rij",
        "vier minuten",
        "In de proef haalden we 4 minuten en 20 seconden. Is vier haalbaar zonder extra kassa?",
        False,
    ),
    (
        "huisvesting@rijnoever.example",
        "Een kwart minder meters, evenveel plek",
        "",
        "De zoektijd meten we pas vanaf februari. Kunnen we dan al een nulmeting noemen?",
        False,
    ),
    (
        "assessor@rijnoever.example",
        PartKind.CULTURE,
        "beloften die pas na de vakantie ingaan",
        "Deze zin is precies goed, laten staan.",
        True,
    ),
]

# By the comment that it answers.
ANSWERS = {
    "Fijn dat de avond erin komt. Noem ook de zaterdag: de deeltijd pabo zit er dan de hele dag.": (
        "contract@rijnoever.example",
        "Goed punt. Is de hele zaterdag nodig, of alleen tot de lunch?",
    ),
}

ZORGWAARD: dict[str, Any] = {
    "title": "Thuis, ook als je zorg nodig hebt",
    "period": "2027–2031",
    "approval": "Akkoord. De cliëntenraad herkent zich vooral in het stuk over de eettafel.",
    "parts": {
        PartKind.CORE_VALUES: "<p>Drie waarden. Ze gelden voor wie bij ons in dienst is en voor wie namens een partner bij ons werkt: een bewoner ziet het verschil niet, en zo hoort het.</p>",
        PartKind.CULTURE: "<p>Bij ons wonen mensen. De gang is hun straat, de woonkamer hun huiskamer. We kloppen aan, ook als de deur openstaat. We werken met vaste kleine teams, waarin zorg, gastvrijheid en huishouding elkaars werk kennen en overnemen als dat nodig is.</p><p>Wat niet werkt, is een dienst die om half zeven begint omdat het rooster dat zegt. Het ritme van een bewoner gaat voor.</p>",
        PartKind.FUTURE: "<p>Over vijf jaar wonen bij ons meer mensen met een zwaardere zorgvraag, en zijn er minder handen. We willen dat een bewoner daar niets van merkt aan tafel, in zijn kamer en bij de voordeur. Dat lukt alleen wanneer familie, vrijwilligers en partners vanzelfsprekend meedoen.</p>",
        PartKind.PARTNERS: "<p>Wie bij ons werkt, leert eerst de bewoners kennen en dan pas de werkinstructie. We delen roosters, verhuizingen en sterfgevallen op de dag zelf, en vragen van een partner dezelfde openheid over zijn bezetting.</p>",
    },
    "items": {
        ItemKind.CORE_VALUE: [
            {
                "name": "Nabij",
                "notices": "De mensen die je kamer schoonmaken en je koffie schenken, kennen je naam en je gewoonten.",
                "never": "Elke week een ander gezicht op de woongroep.",
            },
            {
                "name": "Eigen regie",
                "notices": "Je kiest zelf wanneer je eet, wat je eet en wie er binnenkomt.",
                "never": "Een maaltijd afruimen omdat de keuken sluit.",
            },
            {
                "name": "Eerlijk",
                "notices": "Als iets niet kan, hoor je dat meteen en hoor je waarom.",
                "never": "Een klacht van familie laten liggen tot het kwartaaloverleg.",
            },
        ],
        ItemKind.USER_GROUP: [
            {
                "name": "Bewoners",
                "size": "1.240",
                "rhythm": "Dag en nacht, met rust tussen 13 en 15 uur.",
                "needs": "Herkenning, rust en een tafel waar het gezellig is.",
            },
            {
                "name": "Familie en mantelzorgers",
                "size": "Ongeveer 2.900",
                "rhythm": "Vooral aan het einde van de middag en in het weekend.",
                "needs": "Welkom zijn, mee kunnen eten, en weten bij wie je moet zijn.",
            },
        ],
        ItemKind.AMBITION: [
            {
                "name": "Elke woongroep een eigen tafel",
                "year": 2028,
                "explanation": "Op elke woongroep wordt gekookt of afgemaakt waar bewoners bij zijn.",
                "seen_by": "Gewicht en eetlust van bewoners, en wat er wordt teruggestuurd.",
            },
            {
                "name": "Eén team per huis",
                "year": 2029,
                "explanation": "Gastvrijheid, schoonmaak en voeding zijn per huis één team, van wie de mensen ook in dienst zijn.",
                "seen_by": "Het aantal verschillende gezichten per bewoner per week.",
            },
            {
                "name": "De was komt terug",
                "year": 2027,
                "explanation": "Persoonlijke kleding raakt niet meer zoek.",
                "seen_by": "Meldingen van zoekgeraakte was: van 31 naar minder dan 5 per maand.",
            },
        ],
    },
}
