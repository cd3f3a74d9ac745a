"""Journeys: a visitor and an employee of Hogeschool Rijnoever, and the family of a resident of Zorgwaard."""

from typing import Any, NamedTuple

from overview.demo import clock
from overview.demo.world import World
from services.actions import journey as actions
from services.models import ContactMoment, Journey, Location, Service
from services.starters_journey import JOURNEYS

LIVE, PHONE, DIGITAL = "in_person", "telephone", "digital"
GUESS, TALKS, MEASURED = "assumption", "talks", "measured"
SURVEY = "Bezoekersenquête, 214 antwoorden"
DESK_TALKS = "Twaalf gesprekken aan de balie"
STAFF_SURVEY = "Medewerkersonderzoek huisvesting, 391 antwoorden"
WALK = "Meelopen met zes collega's"
FAMILY = "Familiepanel, negen gesprekken"
CLIENT_SURVEY = "Cliënttevredenheidsonderzoek, 168 families"


class M(NamedTuple):
    """A contact moment: what happens, how, by whom, importance, now, desired, evidence and what people say."""

    happens: str
    channel: str
    services: tuple[str, ...]
    importance: int | None
    now: int | None
    desired: int | None
    evidence: str = GUESS
    source: str = ""
    quotes: tuple[str, ...] = ()
    truth: bool = False
    places: tuple[str, ...] = ()


VISITOR: dict[str, tuple[M, ...]] = {
    "Uitnodiging": (
        M("Ik krijg een mail met de route en de naam van wie mij ontvangt", DIGITAL, ("Receptie en ontvangst",),
          3, 0, 1, TALKS, DESK_TALKS, ("In de mail stond gebouw C, op de gevel staat een K.",)),
    ),
    "Reis en parkeren": (
        M("Ik zoek een parkeerplek op het terrein", LIVE, ("Beveiliging", "Groen buiten"),
          3, -1, 1, MEASURED, SURVEY, ("Drie rondjes gereden en toen maar bij de supermarkt gaan staan.",),
          places=("Campus Rijnoever",)),
        M("De slagboom blijft dicht en ik bel met het nummer op het bord", PHONE,
          ("Receptie en ontvangst", "Toegangsbeheer"), 4, -2, 1, TALKS, DESK_TALKS,
          ("Ik kreeg een bandje, en achter mij stonden vier auto's.",), places=("Campus Rijnoever",)),
    ),
    "Aankomst en entree": (
        M("Ik loop binnen en zie meteen waar ik moet zijn", LIVE,
          ("Receptie en ontvangst", "Schoonmaak", "Glasbewassing"), 4, 0, 2, MEASURED, SURVEY,
          ("Mooie hal, maar de balie staat achter een pilaar.",)),
    ),
    "Ontvangst": (
        M("Ik meld me aan de balie en merk dat ik verwacht word", LIVE, ("Receptie en ontvangst",),
          5, -1, 2, MEASURED, SURVEY,
          ("Ik stond er al even, en niemand keek op.", "Toen ze mijn naam wist, was ik de reis vergeten."), truth=True),
        M("Ik krijg een pas en hoor waar alles is", LIVE, ("Receptie en ontvangst", "Toegangsbeheer"),
          3, 0, 1, TALKS, DESK_TALKS),
        M("Iemand loopt met mij mee naar de zaal", LIVE, ("Receptie en ontvangst", "Vergaderservice"),
          5, 1, 2, TALKS, DESK_TALKS, ("Dat ze even meeliep, dat doet bijna niemand meer.",), truth=True),
    ),
    "Wachten": (
        M("Ik wacht in de hal, met koffie en een fijne stoel", LIVE,
          ("Receptie en ontvangst", "Koffie en automaten", "Werkplek en meubilair"), 2, 1, 1),
    ),
    "Bijeenkomst of werk": (
        M("De zaal staat klaar en het scherm doet het", LIVE, ("Vergaderservice", "Technisch onderhoud"),
          5, 1, 2, MEASURED, "Storingen en zaalreserveringen van een half jaar"),
        M("Het wordt benauwd in de zaal", LIVE, ("Technisch onderhoud", "Energie"),
          3, -1, 1, MEASURED, SURVEY, ("Na de pauze deed iedereen zijn jas uit en viel half in slaap.",)),
        M("Ik ga tussendoor naar het toilet", LIVE, ("Schoonmaak",), 4, 0, 1, MEASURED, SURVEY,
          ("Aan de toiletten zie je hoe een school over je denkt.",)),
    ),
    "Eten en drinken": (
        M("Ik lunch mee in het restaurant, tussen de studenten", LIVE, ("Bedrijfsrestaurant",),
          4, 1, 2, MEASURED, SURVEY, ("Lekker, en leuk om de studenten te zien koken.",)),
        M("Ik toost mee na de diploma-uitreiking", LIVE, ("Banqueting", "Schoonmaak"), 4, 2, 2, TALKS,
          "Gesprekken met vijf ouders na de uitreiking"),
    ),
    "Vertrek": (
        M("Ik lever mijn pas in en word gedag gezegd", LIVE, ("Receptie en ontvangst",), 4, None, 2),
    ),
    "Nazorg": (
        M("Ik krijg een bericht met de vraag hoe het was", DIGITAL, ("Receptie en ontvangst", "Servicedesk"),
          2, None, 1),
    ),
}  # fmt: skip
EMPLOYEE: dict[str, tuple[M, ...]] = {
    "Naar kantoor": (
        M("Ik zet mijn fiets in de stalling", LIVE, ("Beveiliging", "Groen buiten"), 2, 0, 1, TALKS, WALK),
    ),
    "Binnenkomen": (
        M("De poort gaat open met mijn pas", LIVE, ("Toegangsbeheer",), 3, 1, 1, MEASURED, STAFF_SURVEY),
        M("Bij de balie word ik gegroet", LIVE, ("Receptie en ontvangst",), 4, 1, 2, TALKS, WALK,
          ("Ze weten dat ik er op dinsdag altijd vroeg ben.",), truth=True),
    ),
    "Werkplek": (
        M("Ik vind een schone plek waar alles werkt", LIVE, ("Werkplek en meubilair", "Schoonmaak"),
          5, 0, 2, MEASURED, STAFF_SURVEY, ("Na tienen is er op de derde niets meer vrij.",)),
        M("Mijn pakket ligt klaar bij de post", LIVE, ("Post en logistiek",), 2, 1, 1),
    ),
    "Overleg": (
        M("De zaal is vrij, zoals ik hem heb geboekt", LIVE, ("Vergaderservice", "Servicedesk"),
          4, -1, 2, MEASURED, STAFF_SURVEY, ("Er zit altijd iemand die zegt: wij zijn zo klaar.",)),
        M("Mijn gast wordt ontvangen en bij mij gebracht", LIVE, ("Receptie en ontvangst",), 5, 0, 2, TALKS, WALK,
          ("Mijn gast zat twintig minuten te wachten terwijl ik boven op haar zat te wachten.",)),
    ),
    "Lunch": (
        M("Ik haal mijn lunch en spreek collega's", LIVE, ("Bedrijfsrestaurant",), 4, 1, 2, MEASURED, STAFF_SURVEY),
        M("Ik haal koffie op de gang", LIVE, ("Koffie en automaten",), 3, -1, 1, MEASURED, STAFF_SURVEY,
          ("De koffie op de vierde, daar loop ik voor om.",)),
        M("Ik gooi mijn afval gescheiden weg", LIVE, ("Afval en grondstoffen", "Schoonmaak"), 2, 0, 1, TALKS, WALK),
    ),
    "Storing of vraag": (
        M("Ik meld een storing in de app", DIGITAL, ("Servicedesk", "Technisch onderhoud"),
          4, -1, 1, MEASURED, "Meldingen van het afgelopen kwartaal",
          ("Mijn melding stond op opgelost. Het licht knippert nog.",)),
        M("Ik bel en krijg iemand die het uitzoekt", PHONE, ("Servicedesk",), 4, 1, 2, TALKS, WALK),
        M("Ik vraag het aan de balie", LIVE, ("Receptie en ontvangst", "Servicedesk"), 4, 1, 2, TALKS, WALK),
    ),
    "Naar huis": (
        M("Ik loop in het donker naar mijn auto", LIVE, ("Beveiliging", "Energie"), 4, None, 1),
    ),
}  # fmt: skip
FAMILY_VISIT: dict[str, tuple[M, ...]] = {
    "Vooraf": (
        M("Ik bel om te horen hoe het vandaag gaat", PHONE, ("Telefonie",), 4, -1, 1, TALKS, FAMILY,
          ("Je wordt drie keer doorverbonden en moet drie keer vertellen wie je bent.",)),
    ),
    "Reis en parkeren": (
        M("Ik parkeer en loop door de tuin naar de ingang", LIVE, ("Tuinen en terrein",), 2, 1, 1, TALKS, FAMILY,
          places=("De Linde",)),
    ),
    "Binnenkomen": (
        M("Aan de balie kennen ze mijn moeder en mij bij naam", LIVE, ("Gastvrijheid en receptie",),
          5, 1, 2, MEASURED, CLIENT_SURVEY,
          ("‘Uw moeder zit al bij het raam’, zeggen ze dan. Dan ben ik gerust.",), truth=True),
        M("Ik ruik hoe schoon het is", LIVE, ("Schoonmaak zorgruimtes",), 4, 0, 1, MEASURED, CLIENT_SURVEY),
    ),
    "Op de kamer": (
        M("De kamer is opgeruimd en schoon", LIVE, ("Schoonmaak zorgruimtes",), 5, 0, 2, MEASURED, CLIENT_SURVEY),
        M("De was is compleet terug", LIVE, ("Linnen en wasgoed",), 4, -2, 1, MEASURED, CLIENT_SURVEY,
          ("Dit is het derde vest dat niet van haar is.", "Met een naambandje erin, en toch kwijt."), truth=True),
        M("De verwarming doet het", LIVE, ("Onderhoud gebouwen",), 3, 1, 1),
    ),
    "Samen eten en drinken": (
        M("We drinken samen koffie in het theehuis", LIVE, ("Restaurant en theehuis", "Vrijwilligersondersteuning"),
          4, 1, 2, TALKS, FAMILY, ("Daar is ze weer even gewoon mijn moeder.",)),
        M("Ik eet een keer mee op de woongroep", LIVE, ("Voeding voor bewoners",), 4, 0, 2, TALKS, FAMILY),
        M("Ik haal koffie op de gang", LIVE, ("Koffievoorziening",), 2, 0, 1),
    ),
    "Afscheid": (
        M("Ik zeg gedag aan de balie en hoor wanneer er iets te doen is", LIVE, ("Gastvrijheid en receptie",),
          4, None, 2, places=("De Linde", "Hoge Waard")),
    ),
}  # fmt: skip
SPEAKS = {
    "visitor": "Weten waar je moet zijn, verwacht worden, en niet hoeven vragen. Aankomende studenten met hun ouders, "
    "gastdocenten, examinatoren en bedrijven waar studenten stage lopen.",
    "employee": "Zonder gedoe aan het werk kunnen, en hulp krijgen van iemand die je kent.",
    "family": "Merken dat er goed voor hun naaste wordt gezorgd, en zelf ook welkom zijn.",
}


def load(world: World) -> None:
    """Made before the first round; later measured again at the desk."""
    language = "nl"
    with clock.at(world.at(-172, 10)):
        for key, share, stages in (("visitor", 45, VISITOR), ("employee", 30, EMPLOYEE)):
            words = JOURNEYS[key].words(language)
            _tell(world, "fm@rijnoever.example", words["title"], words["name"], SPEAKS[key], share, stages)
        _tell(world, "fm@zorgwaard.example", "Op bezoek bij een bewoner", "Familie en naasten", SPEAKS["family"], 40,
              FAMILY_VISIT)  # fmt: skip
    with clock.at(world.at(-64, 16)):
        _measured_again(world)


def _tell(
    world: World, who: str, title: str, name: str, matters: str, share: int, stages: dict[str, tuple[M, ...]]
) -> Journey:
    by = world.member[who]
    services = {one.name: one for one in Service.objects.visible_to(by)}
    places = {one.name: one for one in Location.objects.visible_to(by)}
    persona = actions.add_persona(by=by, name=name, matters=matters, share=share)
    journey = actions.add_journey(by=by, title=title, persona=persona, stages=list(stages))
    for stage in journey.stages.in_order():
        for one in stages[stage.title]:
            actions.add_moment(
                stage=stage,
                by=by,
                services=[services[name] for name in one.services],
                locations=[places[name] for name in one.places],
                **_facts(world, one),
            )
    return journey


def _facts(world: World, one: M) -> dict[str, Any]:
    return {
        "happens": one.happens, "channel": one.channel, "importance": one.importance, "is_truth": one.truth,
        "now": one.now, "desired": one.desired, "evidence": one.evidence, "source": one.source,
        "evidence_on": world.day(-190) if one.source else None, "quotes": list(one.quotes),
    }  # fmt: skip


def _measured_again(world: World) -> None:
    """A colleague asked visitors once more about the coffee while they wait: first a guess, now talks."""
    by = world.member["contract@rijnoever.example"]
    moment = ContactMoment.objects.visible_to(by).select_related("stage__journey").get(happens__startswith="Ik wacht")
    actions.change_moment(
        moment=moment, by=by, revision=moment.revision, evidence=TALKS, source="Acht bezoekers in de hal, in één week",
        evidence_on=world.day(-66), quotes=["De stoel is prima. Maar niemand zei hoe lang het nog duurde."], now=0,
    )  # fmt: skip
