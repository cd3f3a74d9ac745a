"""Two clients and two suppliers, each with every role, and one person with two memberships.

Campus knows both suppliers, Kliniek only Catering: so that every test could leak.
"""

from types import SimpleNamespace

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Connection, Membership, Organisation, Role, User

PASSWORD = "een heel lang wachtwoord"
CLIENTS = {"campus": "Campus Noord", "kliniek": "Kliniek Oost"}
SUPPLIERS = {"catering": "Smaakvol Catering", "schoon": "Schoon Bedrijf"}
CONNECTED = [("campus", "catering"), ("campus", "schoon"), ("kliniek", "catering")]


def make_cast() -> None:
    """Creates everybody, committed, once for each worker's database."""
    password = make_password(PASSWORD)
    for slug, name in {**CLIENTS, **SUPPLIERS}.items():
        organisation = Organisation.objects.create(
            name=name, slug=slug, is_client=slug in CLIENTS, is_supplier=slug in SUPPLIERS, language="en"
        )
        for role in Role.values:
            user = _user(f"{role}@{slug}.example", f"{role.title()} {name}", password)
            Membership.objects.create(
                user=user, organisation=organisation, role=role, may_sign=role == Role.OWNER, job_title=role
            )
    both = _user("both@adviser.example", "Bo Both", password)
    for slug, role in (("campus", Role.READER), ("kliniek", Role.EDITOR)):
        Membership.objects.create(user=both, organisation=Organisation.objects.get(slug=slug), role=role)
    gone = _user("gone@campus.example", "Gea Gone", password)
    Membership.objects.create(
        user=gone, organisation=Organisation.objects.get(slug="campus"), role=Role.EDITOR, ended_at=timezone.now()
    )
    for client, supplier in CONNECTED:
        organisations = {o.slug: o for o in Organisation.objects.filter(slug__in=[client, supplier])}
        Connection.objects.create(
            client=organisations[client],
            supplier=organisations[supplier],
            supplier_name=organisations[supplier].name,
            state=Connection.State.ACTIVE,
            began_at=timezone.now(),
        )


def _user(email: str, name: str, password: str) -> User:
    from allauth.account.models import EmailAddress

    user = User.objects.create(email=email, name=name, language="en", password=password)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def load_cast() -> SimpleNamespace:
    """The rows, fresh: `campus`, `campus_owner`, …, `both_campus`, `both_kliniek`, `gone`, `campus_catering`."""
    found: dict = {}
    for member in Membership.objects.select_related("user", "organisation"):
        slug = member.organisation.slug
        found[slug] = member.organisation
        who = member.user.email.split("@")[0]
        found[{"both": f"both_{slug}", "gone": "gone"}.get(who, f"{slug}_{who}")] = member
    for connection in Connection.objects.select_related("client", "supplier"):
        found[f"{connection.client.slug}_{connection.supplier.slug}"] = connection
    return SimpleNamespace(**found)
