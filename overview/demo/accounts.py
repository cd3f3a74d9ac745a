"""Organisations, people and relations."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts import actions
from accounts.models import Connection, Membership, Role, User
from overview.demo import clock
from overview.demo.world import World

PASSWORD = "samenspel-demo"  # noqa: S105 - everybody may know it

# slug, name, client, supplier, KvK number, colour
ORGANISATIONS = [
    ("rijnoever", "Hogeschool Rijnoever", True, False, "27381904", "#0f6370"),
    ("zorgwaard", "Zorgwaard", True, False, "41736520", "#3d5a94"),
    ("groene-tafel", "Groene Tafel", False, True, "34298117", "#3f6b2f"),
    ("gastheer", "Gastheer", False, True, "58120463", "#7a3e6d"),
    ("welkomhuis", "Welkomhuis", False, True, "62047718", "#8a5a12"),
    ("helderwit", "Helderwit", False, True, "17594026", "#1d5f8a"),
]
# address, name, role, job title, may sign
PEOPLE = [
    ("fm@rijnoever.example", "Sanne de Vries", Role.OWNER, "Hoofd facilitair bedrijf", True),
    ("contract@rijnoever.example", "Mehmet Yılmaz", Role.EDITOR, "Contractmanager", True),
    ("assessor@rijnoever.example", "Lotte Brandsma", Role.CONTRIBUTOR, "Opleidingsmanager hospitality", False),
    ("lezer@rijnoever.example", "Pieter van Dongen", Role.READER, "Lid ondernemingsraad", False),
    ("fm@zorgwaard.example", "Annelies Kuipers", Role.OWNER, "Manager facilitair en gastvrijheid", True),
    ("contract@zorgwaard.example", "Joost Terpstra", Role.EDITOR, "Adviseur inkoop", False),
    ("assessor@zorgwaard.example", "Fatima El Amrani", Role.CONTRIBUTOR, "Locatiemanager De Linde", False),
    ("lezer@zorgwaard.example", "Gerard Hoekstra", Role.READER, "Cliëntenraad", False),
    ("account@groene-tafel.example", "Bram Nijhof", Role.OWNER, "Accountmanager", True),
    ("team@groene-tafel.example", "Noor Jansen", Role.EDITOR, "Locatiemanager catering", False),
    ("lezer@groene-tafel.example", "Wouter Smit", Role.READER, "Controller", False),
    ("account@gastheer.example", "Iris Vermeulen", Role.OWNER, "Directeur", True),
    ("team@gastheer.example", "Daan Mulder", Role.EDITOR, "Teamleider receptie", False),
    ("lezer@gastheer.example", "Esra Demir", Role.READER, "Planner", False),
    ("account@welkomhuis.example", "Hugo Claassen", Role.OWNER, "Commercieel manager", True),
    ("team@welkomhuis.example", "Merel Postma", Role.EDITOR, "Gastvrijheidscoach", False),
    ("lezer@welkomhuis.example", "Youssef Haddad", Role.READER, "Kwaliteitsmedewerker", False),
    ("account@helderwit.example", "Karin Blom", Role.OWNER, "Regiodirecteur", True),
    ("team@helderwit.example", "Milan Peeters", Role.EDITOR, "Objectleider", False),
    ("lezer@helderwit.example", "Tineke Vos", Role.READER, "Kwaliteitscontroleur", False),
]
# More colleagues who assess, so that a round has three.
COLLEAGUES = [
    ("onderwijs@rijnoever.example", "Ravi Mohan", "rijnoever", Role.CONTRIBUTOR, "Coördinator onderwijslogistiek"),
    ("huisvesting@rijnoever.example", "Elise Verhagen", "rijnoever", Role.CONTRIBUTOR, "Adviseur huisvesting"),
    ("service@groene-tafel.example", "Sofie Bakker", "groene-tafel", Role.CONTRIBUTOR, "Banqueting en events"),
]
ADVISER = ("advies@bureau.example", "Claire Donkers", "Adviseur facilitaire regie")
CONNECTIONS = [
    ("rijnoever", "groene-tafel", 330),
    ("zorgwaard", "groene-tafel", 700),
    ("rijnoever", "gastheer", 60),
    ("rijnoever", "welkomhuis", 58),
    ("rijnoever", "helderwit", 75),
    ("zorgwaard", "helderwit", 20),
]
NOTES = {
    (
        "rijnoever",
        "groene-tafel",
    ): "Kwam binnen via de aanbesteding van 2025. Sterk op locatie, rapportages mogen korter.",
    ("rijnoever", "gastheer"): "Goede indruk bij de rondleiding; vraagt door over onze bezoekers.",
}


def load(world: World) -> None:
    """Everybody, and who knows whom; here for two years."""
    with clock.at(world.at(-740, 9)):
        _people(world)
    actions.invite_supplier(
        by=world.member["fm@rijnoever.example"],
        supplier_name="Loopgroen Hoveniers",
        address="kantoor@loopgroen.example",
    )


def _people(world: World) -> None:
    password = make_password(PASSWORD)
    for slug, name, is_client, is_supplier, number, accent in ORGANISATIONS:
        world.org[slug] = actions.found_organisation(
            name=name, is_client=is_client, is_supplier=is_supplier, registration_number=number, accent=accent
        )
        _rename_slug(world, slug)
    for address, name, role, title, may_sign in PEOPLE:
        slug = address.split("@")[1].removesuffix(".example")
        _join(world, _user(address, name, password), slug, role, title, may_sign)
    for address, name, slug, role, title in COLLEAGUES:
        _join(world, _user(address, name, password), slug, role, title, False)
    adviser = _user(ADVISER[0], ADVISER[1], password)
    _join(world, adviser, "rijnoever", Role.READER, ADVISER[2], False)
    _join(world, adviser, "zorgwaard", Role.EDITOR, ADVISER[2], False)
    for client, supplier, days in CONNECTIONS:
        Connection.objects.create(
            client=world.org[client],
            supplier=world.org[supplier],
            supplier_name=world.org[supplier].name,
            state=Connection.State.ACTIVE,
            began_at=world.at(-days),
            notes=NOTES.get((client, supplier), ""),
        )


def _rename_slug(world: World, slug: str) -> None:
    organisation = world.org[slug]
    if organisation.slug != slug:
        organisation.slug = slug
        organisation.save(update_fields=["slug"])


def _user(address: str, name: str, password: str) -> User:
    user = User.objects.create(email=address, name=name, password=password)
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user


def _join(world: World, user: User, slug: str, role: str, title: str, may_sign: bool) -> None:
    world.add(
        Membership.objects.create(
            user=user,
            organisation=world.org[slug],
            role=role,
            job_title=title,
            may_sign=may_sign,
        )
    )
