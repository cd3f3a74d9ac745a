"""The services of both clients, two rounds of assessment and the first choices."""

from decimal import Decimal
from typing import Any

from accounts.models import Membership
from overview.demo import clock, journeys
from overview.demo.world import World
from services.actions import assessment as rounds
from services.actions.catalogue import add_service, change_service
from services.actions.choice import choose
from services.actions.locations import add_location
from services.models import (
    AssessedService,
    Assessment,
    Assessor,
    Criterion,
    Delivery,
    Service,
)

LOCATIONS: dict[str, list[tuple[str, str]]] = {
    "rijnoever": [
        ("Campus Rijnoever", "Kadelaan 12, Arnhem"),
        ("Het Atelier", "Oude Fabriekstraat 3, Arnhem"),
        ("Locatie Nijmegen", "Stationsplein 40, Nijmegen"),
    ],
    "zorgwaard": [
        ("De Linde", "Lindelaan 5, Zutphen"),
        ("Hoge Waard", "Waardseweg 88, Deventer"),
    ],
}
SELF, OUT, MIXED = Delivery.IN_HOUSE, Delivery.OUTSOURCED, Delivery.MIXED
# name, group, delivery, current supplier, spend a year, days until the contract ends, end users, number of locations,
# what users notice of it
SERVICES: dict[str, list[tuple]] = {
    "rijnoever": [
        ("Receptie en ontvangst", "Gastvrijheid", MIXED, "Uitzendbureau Balie24", 286_000, 148, 9_400, 3,
         "Het eerste gezicht voor bezoekers en nieuwe studenten. Twee vaste balies en een derde in Nijmegen."),
        ("Servicedesk", "Gastvrijheid", SELF, "", 164_000, None, 9_400, 3,
         "Eén loket voor meldingen en vragen, aan de balie, per telefoon en via de app."),
        ("Vergaderservice", "Gastvrijheid", OUT, "Groene Tafel", 92_500, 395, 1_150, 2,
         "Zalen klaarzetten, ontvangst van groepen en koffie op tijd."),
        ("Bedrijfsrestaurant", "Eten en drinken", OUT, "Groene Tafel", 648_000, 395, 6_200, 3,
         "Lunch op de campus en in Het Atelier; in Nijmegen een kleine kiosk."),
        ("Banqueting", "Eten en drinken", OUT, "Groene Tafel", 138_000, 395, 2_100, 2,
         "Open dagen, diploma-uitreikingen en avondbijeenkomsten."),
        ("Koffie en automaten", "Eten en drinken", OUT, "Brandpunt Koffie", 205_000, 61, 8_900, 3, ""),
        ("Schoonmaak", "Schoonmaak en afval", OUT, "Helderwit", 1_120_000, 515, 9_400, 3,
         "Dagschoonmaak in zicht van gebruikers, avondschoonmaak in de praktijklokalen."),
        ("Glasbewassing", "Schoonmaak en afval", OUT, "Helderwit", 74_000, 515, None, 3, ""),
        ("Afval en grondstoffen", "Schoonmaak en afval", OUT, "Grondstof Oost", 118_000, 240, 9_400, 3,
         "Gescheiden inzameling in de gangen; de doelen zijn samen met studenten gezet."),
        ("Beveiliging", "Veiligheid", OUT, "Waakzaam Beveiliging", 412_000, 300, 9_400, 3,
         "Surveillance in de avond, alarmopvolging en toezicht bij tentamens."),
        ("Toegangsbeheer", "Veiligheid", SELF, "", 58_000, None, 9_400, 3, ""),
        ("Post en logistiek", "Logistiek en documenten", SELF, "", 96_000, None, 780, 2, ""),
        ("Werkplek en meubilair", "Werkplek", OUT, "Zit & Staan", 330_000, 92, 780, 3,
         "Inrichting van werkplekken en leerruimtes, ook aanpassingen op advies van de arbodienst."),
        ("Technisch onderhoud", "Gebouw en terrein", OUT, "Installatiehuis Van Eck", 890_000, 730, None, 3,
         "Onderhoud aan installaties en storingen, ook buiten lesuren."),
        ("Energie", "Gebouw en terrein", OUT, "", 1_460_000, 400, None, 3, ""),
        ("Groen buiten", "Gebouw en terrein", OUT, "Loopgroen Hoveniers", 67_000, 210, None, 1, ""),
    ],
    "zorgwaard": [
        ("Gastvrijheid en receptie", "Gastvrijheid", SELF, "", 342_000, None, 3_800, 2,
         "Bewoners en familie kennen de mensen achter de balie bij naam."),
        ("Telefonie", "Gastvrijheid", OUT, "Belverkeer Oost", 48_000, 130, 3_800, 2, ""),
        ("Vrijwilligersondersteuning", "Gastvrijheid", SELF, "", None, None, 260, 2, ""),
        ("Voeding voor bewoners", "Eten en drinken", OUT, "Groene Tafel", 1_980_000, 320, 1_240, 2,
         "Drie maaltijden per dag, bereid op de woongroepen waar dat kan."),
        ("Restaurant en theehuis", "Eten en drinken", OUT, "Groene Tafel", 265_000, 320, 2_900, 2,
         "Ontmoetingsplek voor bewoners, familie en de buurt."),
        ("Koffievoorziening", "Eten en drinken", OUT, "Brandpunt Koffie", 88_000, 75, 2_100, 2, ""),
        ("Schoonmaak zorgruimtes", "Schoonmaak en afval", OUT, "Zorgschoon Nederland", 1_430_000, 95, 3_800, 2,
         "Kamers, sanitair en woongroepen, volgens de hygiënerichtlijnen."),
        ("Linnen en wasgoed", "Schoonmaak en afval", OUT, "Wasserij De Berkel", 520_000, 180, 1_240, 2,
         "Platgoed en persoonlijke was; zoekgeraakte was is een terugkerend gesprek met families."),
        ("Afvalstromen", "Schoonmaak en afval", OUT, "Grondstof Oost", 134_000, 260, None, 2, ""),
        ("Beveiliging en nachttoezicht", "Veiligheid", OUT, "Waakzaam Beveiliging", 188_000, 410, 3_800, 2, ""),
        ("BHV-ondersteuning", "Veiligheid", MIXED, "Oefenhuis", 36_000, 150, 1_600, 2, ""),
        ("Intern transport", "Logistiek en documenten", SELF, "", 175_000, None, 1_600, 2, ""),
        ("Medische hulpmiddelen", "Logistiek en documenten", OUT, "Zorgpunt Materialen", 610_000, 365, 1_240, 2, ""),
        ("Onderhoud gebouwen", "Gebouw en terrein", OUT, "Installatiehuis Van Eck", 745_000, 600, None, 2, ""),
        ("Tuinen en terrein", "Gebouw en terrein", OUT, "Loopgroen Hoveniers", 59_000, 33, None, 2,
         "De belevingstuin van De Linde is voor bewoners een dagelijks uitje."),
    ],
}  # fmt: skip

CLOSED_TITLE = "Welke diensten vragen om een partnership?"
OPEN_TITLE = "Tweede ronde: werkplek en gebouw"
# Scores on the six criteria by Sanne, Lotte and Ravi; None is a cell that stayed empty.
SCORED: dict[str, tuple[list[int | None], list[int | None], list[int | None]]] = {
    "Receptie en ontvangst": ([5, 5, 5, 4, 5, 3], [5, 5, 5, 5, 5, 3], [4, 5, 5, 4, 4, 3]),
    "Bedrijfsrestaurant": ([3, 5, 5, 5, 5, 4], [4, 5, 5, 5, 5, 4], [3, 5, 4, 4, 5, 4]),
    "Schoonmaak": ([4, 4, 5, 3, 4, 3], [5, 4, 5, 4, 4, 3], [4, 3, 4, 3, 3, 3]),
    "Beveiliging": ([4, 3, 3, 2, 3, 3], [3, 2, 2, 2, 2, 3], [5, 4, 4, 3, 3, 3]),
    "Servicedesk": ([4, 5, 4, 3, 4, 2], [5, 5, 5, 3, 5, 2], [4, 4, 4, 3, 4, 2]),
    "Technisch onderhoud": ([5, 2, 3, 3, 4, 5], [5, 1, 2, None, None, 4], [5, 2, 4, 3, 4, 5]),
    "Banqueting": ([2, 4, 4, 4, 4, 2], [3, 5, 5, 4, 4, 3], [2, 3, 4, 4, 3, 2]),
    "Koffie en automaten": ([1, 3, 4, 2, 2, 1], [2, 3, 4, 2, 2, 1], [1, 3, 3, 2, 1, 1]),
    "Afval en grondstoffen": ([2, 2, 2, 3, 4, 2], [1, 2, 2, 3, 4, 1], [2, 3, 2, 3, 5, 2]),
    "Glasbewassing": ([1, 1, 2, 1, 1, 1], [1, 1, 1, 1, 1, 1], [1, 1, 2, 1, 1, 1]),
    "Vergaderservice": ([3, 4, 4, 3, 4, 2], [3, 4, 5, 4, 4, 2], [2, 3, 3, 3, 4, 2]),
    "Werkplek en meubilair": ([4, 3, 4, 3, 4, 3], [3, 2, 4, 3, 3, 3], [5, 5, 5, 4, 4, 3]),
    "Toegangsbeheer": ([3, 3, 2, 2, 3, 3], [2, 3, 2, 2, 2, 4], [4, 3, 2, 2, 3, 3]),
    "Post en logistiek": ([2, 2, 2, 1, 2, 1], [1, 2, 2, 2, 2, 1], [2, 1, 1, 1, 2, 1]),
}
CLOSED_WORDS = (
    "Score vanuit jouw hoek: wat merk jij, je team of je studenten van deze dienst? "
    "Weet je het niet, laat het vakje dan leeg."
)
OPEN_WORDS = (
    "In de eerste ronde liepen de scores over werkplek en gebouw uiteen, en niet alle diensten deden mee. "
    "Nu kijken we opnieuw, met huisvesting erbij: waar loont samen verbeteren, en waar is een goed contract genoeg?"
)
OPEN_SERVICES = [
    "Werkplek en meubilair", "Energie", "Groen buiten", "Toegangsbeheer", "Post en logistiek", "Vergaderservice",
]  # fmt: skip
ASSESSORS = ("fm@rijnoever.example", "assessor@rijnoever.example", "onderwijs@rijnoever.example")
REASONS = {
    ("Receptie en ontvangst", 1): "Elke bezoeker en elke nieuwe student begint hier. Dit is ons eerste gesprek.",
    ("Receptie en ontvangst", 2): "Wie goed ontvangen wordt, is milder over de rest van de dag.",
    ("Receptie en ontvangst", 3): "Hoe je ontvangt ligt nergens vast. Een goede partner doet dit anders dan wij.",
    ("Bedrijfsrestaurant", 0): "Een les gaat door zonder lunch, maar een open dag niet.",
    ("Bedrijfsrestaurant", 4): "Ons aanbod verandert elk jaar met de studenten mee; dat lukt alleen samen.",
    ("Schoonmaak", 2): "Klachten over toiletten bepalen hoe mensen het hele gebouw beoordelen.",
    ("Beveiliging", 0): "Tentamens kunnen niet doorgaan zonder toezicht.",
    ("Beveiliging", 1): "Je merkt ze pas als er iets is.",
    ("Servicedesk", 1): "Iedereen komt hier een keer per maand, en meestal met een probleem.",
    ("Technisch onderhoud", 0): "Valt de koeling uit in het lab, dan ligt het onderzoek stil.",
    ("Technisch onderhoud", 5): "De regeltechniek is van één leverancier; overstappen kost een jaar.",
    ("Afval en grondstoffen", 4): "Hier is veel te leren, samen met de opleiding circulaire economie.",
    ("Werkplek en meubilair", 1): "Docenten merken het elke dag als er te weinig plekken zijn.",
    ("Toegangsbeheer", 0): "Wie niet binnenkomt, mist zijn practicum.",
    ("Koffie en automaten", 2): "Slechte koffie is het eerste waar mensen over mopperen.",
}
# Whoever knows better than the journeys gives a value of their own on "contact" or "effect", and says why.
OVERRULED: dict[tuple[str, int], tuple[int, int, str]] = {
    ("Beveiliging", 1): (2, 4, "In de avond is de beveiliger de enige die studenten nog zien. Dat staat in geen reis."),
    ("Technisch onderhoud", 2): (1, 2, "Wat goed onderhouden is, merkt niemand. De reizen tellen vooral de storingen."),
}
CHOICES = [
    (
        "Receptie en ontvangst",
        "strategic",
        "Dit is de dienst waarmee we ons willen onderscheiden. We zoeken een partner die meedenkt over ontvangen, "
        "niet een leverancier van uren. De uitzendconstructie loopt dit jaar af.",
    ),
    (
        "Bedrijfsrestaurant",
        "strategic",
        "Groene Tafel laat zien dat samen ontwikkelen werkt: de wachttijd is korter en het aanbod past beter. "
        "We gaan verder als partners.",
    ),
    (
        "Schoonmaak",
        "preferred",
        "De score past bij een prestatiecontract, maar Helderwit denkt al mee over schoonmaak die gebruikers zien. "
        "We groeien samen toe naar meer en kijken over een jaar opnieuw.",
    ),
    (
        "Glasbewassing",
        "transactional",
        "Goed te omschrijven, goed te vergelijken. Een jaarorder volstaat.",
    ),
]
# The other choices are not made yet; the last of these was, some days ago.
LATER_CHOICE = (
    "Koffie en automaten",
    "performance",
    "Brandpunt levert wat er staat, en verbeteren is vooral vaker schoonmaken en bijvullen. Dat leggen we vast.",
)


def load(world: World) -> None:
    """Locations, services, a closed round with choices, and one that is open now."""
    for slug, editor in (("rijnoever", "fm@rijnoever.example"), ("zorgwaard", "fm@zorgwaard.example")):
        with clock.at(world.at(-200, 9)):
            _catalogue(world, slug, world.member[editor])
    journeys.load(world)
    with clock.at(world.at(-80, 15)):
        _some_changes(world)
    _closed_round(world)
    _open_round(world)


def _catalogue(world: World, slug: str, by: Membership) -> None:
    places = [add_location(by=by, name=name, address=address) for name, address in LOCATIONS[slug]]
    for name, group, delivery, supplier, spend, ends, users, count, words in SERVICES[slug]:
        add_service(
            by=by,
            name=name,
            group=group,
            delivery=delivery,
            supplier_name=supplier,
            annual_spend=None if spend is None else Decimal(spend),
            contract_end=None if ends is None else world.day(ends),
            end_users=users,
            description=words,
            locations=places[:count],
        )


def _some_changes(world: World) -> None:
    """A little history: a contract that was made longer, a group that was renamed."""
    by = world.member["contract@rijnoever.example"]
    made: dict[str, dict[str, Any]] = {
        "Schoonmaak": {"annual_spend": Decimal(1_154_000), "end_users": 9_650},
        "Vergaderservice": {"contract_end": world.day(425), "supplier_name": "Groene Tafel"},
    }
    for name, changes in made.items():
        service = Service.objects.visible_to(by).get(name=name)
        facts = {"annual_spend": service.annual_spend, "end_users": service.end_users,
                 "contract_end": service.contract_end, "supplier_name": service.supplier_name}  # fmt: skip
        change_service(service=service, by=by, revision=service.revision, **{**facts, **changes})


def _services(world: World, names: list[str]) -> list[Service]:
    return list(Service.objects.visible_to(world.member["fm@rijnoever.example"]).filter(name__in=names))


def _closed_round(world: World) -> None:
    by = world.member["fm@rijnoever.example"]
    people = [world.member[address] for address in ASSESSORS]
    with clock.at(world.at(-150)):
        assessment = rounds.make_assessment(
            by=by,
            title=CLOSED_TITLE,
            introduction=CLOSED_WORDS,
            deadline=world.at(-133, 17),
            services=_services(world, list(SCORED)),
            assessors=people,
        )
        rounds.open_assessment(assessment=assessment, by=by)
    with clock.at(world.at(-140, 14)):
        _fill(assessment, people)
    with clock.at(world.at(-133, 17)):
        rounds.close_due(world.at(-133, 17))
    rounds.count_places(assessment.pk)
    assessment.refresh_from_db()
    moments = [world.at(-126, 11, 5 * place) for place, _choice in enumerate(CHOICES)]
    for moment, (name, kind, reason) in zip([*moments, world.at(-6, 16)], [*CHOICES, LATER_CHOICE], strict=True):
        with clock.at(moment):
            choose(
                service=Service.objects.visible_to(by).get(name=name),
                by=by,
                kind=kind,
                reason=reason,
                look_again_on=world.day(240),
                assessment=assessment,
            )


def _fill(assessment: Assessment, people: list[Membership]) -> None:
    criteria = list(Criterion.objects.for_system("demo").filter(assessment=assessment))
    assessed = {row.name: row for row in AssessedService.objects.for_system("demo").filter(assessment=assessment)}
    assessors = {one.member_id: one for one in Assessor.objects.for_system("demo").filter(assessment=assessment)}
    for name, sheets in SCORED.items():
        for place, (member, values) in enumerate(zip(people, sheets, strict=True)):
            cells = {}
            for number, (criterion, value) in enumerate(zip(criteria, values, strict=True)):
                # The reasons are spread over the people, so that each explains something.
                given = REASONS.get((name, number), "") if number % len(people) == place else ""
                if criterion.is_computed:
                    who, own, why = OVERRULED.get((name, number), (None, None, ""))
                    if who == place:
                        cells[criterion] = (own, why)
                elif value is not None:
                    cells[criterion] = (value, given)
            rounds.set_scores(assessor=assessors[member.pk], assessed=assessed[name], by=member, values=cells)


def _open_round(world: World) -> None:
    by = world.member["contract@rijnoever.example"]
    lotte, elise = world.member["assessor@rijnoever.example"], world.member["huisvesting@rijnoever.example"]
    with clock.at(world.at(-5, 9)):
        assessment = rounds.make_assessment(
            by=by,
            title=OPEN_TITLE,
            introduction=OPEN_WORDS,
            deadline=world.at(9, 17),
            services=_services(world, OPEN_SERVICES),
            assessors=[lotte, elise, world.member["fm@rijnoever.example"]],
        )
        rounds.open_assessment(assessment=assessment, by=by)
    with clock.at(world.at(-2, 13)):
        rows = list(AssessedService.objects.for_system("demo").filter(assessment=assessment))
        criteria = list(Criterion.objects.for_system("demo").filter(assessment=assessment))
        for member, count, first in ((elise, len(rows), 3), (lotte, 2, 4)):
            assessor = Assessor.objects.for_system("demo").get(assessment=assessment, member=member)
            for number, row in enumerate(rows[:count]):
                cells = {
                    one: (1 + (first + number + place) % 5, "")
                    for place, one in enumerate(criteria)
                    if not one.is_computed
                }
                rounds.set_scores(assessor=assessor, assessed=row, by=member, values=cells)
