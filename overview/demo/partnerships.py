"""Profiles of the suppliers, and four partnerships: running, starting, proposed and ending."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from common.richtext import from_plain
from documents.attachments import Upload
from documents.models import Job
from overview.demo import partnership_texts as texts
from overview.demo.clock import at
from overview.demo.world import World
from partnerships.actions import agreement, ending, home, partnership, profile, start, team
from partnerships.models import (
    AgreementVersion,
    Certificate,
    Contact,
    HandoverItem,
    Partnership,
    Reference,
    StartStep,
    TeamMember,
)
from services.models import Location, Service
from vision.models import ItemKind, ItemText

Part = TeamMember.Part


def load(world: World) -> None:
    """Everything of this room."""
    for slug in texts.PROFILES:
        _profile(world, slug)
    _groene_tafel(world)
    _helderwit(world)
    _gastheer(world)
    _zorgwaard(world)
    # Who loads the scenario did not ask for these PDFs; they are there, but are no news to anybody.
    Job.objects.for_system("demo").filter(kind=agreement.PDF).update(seen_at=world.at(0))


def _then(world: World, days: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment near `days` from today, but never one that is still to come."""
    return min(world.at(days, hour, minute), timezone.now())


# Profiles --------------------------------------------------------------------------------------


def _profile(world: World, slug: str) -> None:
    by = world.member[f"account@{slug}.example"]
    facts = texts.PROFILES[slug]
    with at(_then(world, -120, 9, 30)):
        row = profile.profile_of(by)
        profile.change_facts(profile=row, by=by, revision=row.revision, **facts["facts"])
        for section, body in facts["texts"].items():
            text = row.texts.get(section=section)
            profile.write_text(text=text, by=by, revision=text.revision, body=from_plain(body))
        for name, issuer, number, days in facts["certificates"]:
            upload = Upload(f"{name}.pdf".replace(":", "-"), "application/pdf", _certificate(name, by, number))
            profile.add(
                model=Certificate, profile=row, by=by, name=name, issuer=issuer, number=number,
                expires_on=world.day(days), upload=upload,
            )  # fmt: skip
        for client, what, since, result in facts["references"]:
            profile.add(model=Reference, profile=row, by=by, client_name=client, what=what, since=since, result=result)
        for name, role, email, telephone in facts["contacts"]:
            profile.add(model=Contact, profile=row, by=by, name=name, role=role, email=email, telephone=telephone)


def _certificate(name: str, by: Any, number: str) -> bytes:
    """One page of PDF, written by hand: the web process does not load the renderer."""
    lines = [name, by.organisation.name, number, "Voorbeeld uit het demoscenario van Samenspel"]
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    content = f"BT /F1 20 Tf 72 720 Td 30 TL {shown} ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(content)).encode() + b" >>\nstream\n" + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number_of, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number_of} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start_of_table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start_of_table}\n%%EOF\n".encode()


# What the partnerships share -------------------------------------------------------------------


def _services(world: World, slug: str, names: list[str]) -> list[Service]:
    """The client's services of these names."""
    mine = Service.objects.for_system("demo").filter(client=world.org[slug])
    return [mine.get(name=name) for name in names]


def _propose(world: World, days: int, by: str, supplier: str, **values: Any) -> Partnership:
    member = world.member[by]
    values["services"] = _services(world, member.organisation.slug, values["services"])
    values["locations"] = list(Location.objects.for_system("demo").filter(client=member.organisation_id)[:1])
    with at(_then(world, days, 11, 15)):
        return partnership.propose(by=member, supplier=world.org[supplier], **values)


def _accept(world: World, row: Partnership, days: int, by: str, answer: str) -> None:
    with at(_then(world, days, 15, 40)):
        partnership.accept(partnership=row, by=world.member[by], starts_on=world.day(days), answer=answer)
    row.refresh_from_db()


def _team(world: World, row: Partnership, days: int, seats: list[tuple[Any, str]]) -> None:
    with at(_then(world, days, 16)):
        for address, part in seats:
            member = world.member[address]
            team.join(partnership=row, by=_manager(world, member), membership=member, part=part)


def _manager(world: World, member: Any) -> Any:
    """An owner of the same organisation, who manages its seats."""
    slug = member.organisation.slug
    return world.member[f"fm@{slug}.example" if f"fm@{slug}.example" in world.member else f"account@{slug}.example"]


def _own_steps(world: World, row: Partnership, client: str, supplier: str) -> None:
    steps = StartStep.objects.for_system("demo").filter(programme__partnership=row)
    steps.update(client_owner=world.member[client], supplier_owner=world.member[supplier])


def _settle(world: World, row: Partnership, by: list[str], count: int, skipped: dict[int, str]) -> None:
    """The first `count` steps, on or just after their day, by people in turn."""
    steps = StartStep.objects.for_system("demo").filter(programme__partnership=row).order_by("position")
    for number, step in enumerate(steps[:count]):
        reason = skipped.get(step.position, "")
        moment = world.at((step.due_on - world.today).days - number % 2, 16, 20)
        with at(min(moment, timezone.now())):
            start.settle_step(
                step=step, by=world.member[by[number % len(by)]], outcome="skipped" if reason else "done", reason=reason
            )


def _write(world: World, row: Partnership, days: int, by: list[str], bodies: dict[str, str]) -> AgreementVersion:
    """A draft with the texts of the scenario in place of the starting texts."""
    with at(_then(world, days, 13)):
        version = agreement.begin(partnership=row, by=world.member[by[0]], language="nl")
        for number, section in enumerate(version.sections.order_by("position")):
            if body := bodies.get(section.key):
                agreement.write_section(
                    section=section, by=world.member[by[number % len(by)]], revision=section.revision, body=body
                )
    return version


def _put_up(world: World, version: AgreementVersion, days: int, by: str) -> AgreementVersion:
    from partnerships.canonical import hash_of, now

    fresh = AgreementVersion.objects.for_system("demo").get(pk=version.pk)
    with at(_then(world, days, 17, 5)):
        agreement.put_up(version=fresh, by=world.member[by], sha256=hash_of(now(fresh)[1]))
    fresh.refresh_from_db()
    return fresh


def _approve(world: World, version: AgreementVersion, days: int, by: str, hour: int) -> None:
    with at(_then(world, days, hour, 12)):
        agreement.see(version=version, by=world.member[by])
        agreement.approve(version=version, by=world.member[by], sha256=version.sha256)


def _goals(row: Partnership, by: Any, goals: list[tuple[str, str, str]]) -> None:
    rows = ItemText.objects.for_system("demo").filter(version__vision__client=row.client, version__state="published")
    named = {one.name: one for one in rows.filter(item__kind=ItemKind.AMBITION).order_by("version__number")}
    for text, seen_by, ambition in goals:
        home.add_goal(partnership=row, by=by, text=text, seen_by=seen_by, serves=named.get(ambition))


# The four --------------------------------------------------------------------------------------


def _groene_tafel(world: World) -> None:
    row = _propose(
        world, -322, "contract@rijnoever.example", "groene-tafel",
        name="Catering en banqueting", services=["Bedrijfsrestaurant", "Banqueting"], why=texts.WHY["groene-tafel"],
    )  # fmt: skip
    _accept(world, row, -318, "account@groene-tafel.example", texts.ANSWERS["groene-tafel"])
    _team(world, row, -317, [
        ("fm@rijnoever.example", Part.SPONSOR), ("assessor@rijnoever.example", Part.MEMBER),
        ("account@groene-tafel.example", Part.SPONSOR), ("team@groene-tafel.example", Part.LEAD),
        ("service@groene-tafel.example", Part.MEMBER),
    ])  # fmt: skip
    _own_steps(world, row, "contract@rijnoever.example", "team@groene-tafel.example")
    version = _write(world, row, -310, ["contract@rijnoever.example", "team@groene-tafel.example"], texts.AGREEMENT)
    version = _put_up(world, version, -299, "contract@rijnoever.example")
    _approve(world, version, -298, "fm@rijnoever.example", 9)
    _approve(world, version, -297, "account@groene-tafel.example", 14)
    people = ["contract@rijnoever.example", "team@groene-tafel.example", "fm@rijnoever.example"]
    _settle(world, row, people, 15, texts.SKIPPED)
    with at(_then(world, -214, 15)):
        programme = row.start_programme
        for address, learned in texts.REVIEWS:
            start.review(programme=programme, by=world.member[address], rhythm="lower", learned=learned)
        _goals(row, world.member["contract@rijnoever.example"], texts.GOALS["groene-tafel"])
        for label, url in texts.LINKS:
            home.add_link(partnership=row, by=world.member["contract@rijnoever.example"], label=label, url=url)
    with at(_then(world, -40, 10)):
        home.write_note(
            partnership=row, by=world.member["fm@rijnoever.example"], revision=1, text=texts.NOTES["rijnoever"]
        )
        home.write_note(
            partnership=row,
            by=world.member["account@groene-tafel.example"],
            revision=1,
            text=texts.NOTES["groene-tafel"],
        )


def _helderwit(world: World) -> None:
    row = _propose(
        world, -30, "contract@rijnoever.example", "helderwit",
        name="Schoonmaak", services=["Schoonmaak"], why=texts.WHY["helderwit"],
    )  # fmt: skip
    _accept(world, row, -21, "account@helderwit.example", texts.ANSWERS["helderwit"])
    _team(world, row, -21, [
        ("fm@rijnoever.example", Part.SPONSOR), ("huisvesting@rijnoever.example", Part.MEMBER),
        ("account@helderwit.example", Part.SPONSOR), ("team@helderwit.example", Part.LEAD),
        ("lezer@helderwit.example", Part.MEMBER),
    ])  # fmt: skip
    _own_steps(world, row, "contract@rijnoever.example", "team@helderwit.example")
    _settle(world, row, ["contract@rijnoever.example", "team@helderwit.example"], 6, {})
    with at(_then(world, -8, 14)):
        _goals(row, world.member["contract@rijnoever.example"], texts.GOALS["helderwit"])
    version = _write(
        world, row, -10, ["team@helderwit.example", "contract@rijnoever.example"], texts.AGREEMENT_HELDERWIT
    )
    version = _put_up(world, version, -4, "team@helderwit.example")
    _approve(world, version, -2, "account@helderwit.example", 11)
    with at(_then(world, -1, 9)):
        agreement.see(version=version, by=world.member["contract@rijnoever.example"])


def _gastheer(world: World) -> None:
    _propose(
        world, -6, "fm@rijnoever.example", "gastheer",
        name="Vergaderservice en evenementen", services=["Vergaderservice"], why=texts.WHY["gastheer"],
        wished_start=world.day(40), sponsor=world.member["contract@rijnoever.example"],
    )  # fmt: skip


def _zorgwaard(world: World) -> None:
    """Begun in spring, over soon: the client will cook itself, and the agreement says how they part."""
    client, supplier = "fm@zorgwaard.example", "account@groene-tafel.example"
    row = _propose(
        world, -212, client, "groene-tafel",
        name="Maaltijden en restaurants", services=["Voeding voor bewoners", "Restaurant en theehuis"],
        why=texts.WHY["zorgwaard"],
    )  # fmt: skip
    _accept(world, row, -205, supplier, texts.ANSWERS["zorgwaard"])
    _team(world, row, -204, [
        ("assessor@zorgwaard.example", Part.MEMBER), (("advies@bureau.example", "zorgwaard"), Part.MEMBER),
        (supplier, Part.LEAD),
    ])  # fmt: skip
    _own_steps(world, row, client, supplier)
    version = _put_up(world, _write(world, row, -196, [client, supplier], texts.AGREEMENT_ZORGWAARD), -184, supplier)
    _approve(world, version, -182, supplier, 10)
    _approve(world, version, -181, client, 15)
    with at(_then(world, -175, 13)):
        _goals(row, world.member[client], texts.GOALS["zorgwaard"])
    _settle(world, row, [client, supplier], 15, {})
    with at(_then(world, -103, 11)):
        for address, learned in texts.ZORGWAARD_LEARNED:
            start.review(programme=row.start_programme, by=world.member[address], rhythm="keep", learned=learned)
    with at(_then(world, -25, 16, 30)):
        ending.announce_end(partnership=row, by=world.member[client], reason=texts.END_REASON, ends_on=world.day(35))
    items = list(HandoverItem.objects.for_system("demo").filter(partnership=row))
    ours = [item for item in items if item.side == "client"][:2] + [item for item in items if item.side == "supplier"][
        :1
    ]
    for number, (item, by) in enumerate(zip(ours, texts.HANDED_OVER, strict=True)):
        with at(_then(world, -18 + 5 * number, 13) + timedelta(minutes=number)):
            home.tick_handover(item=item, by=world.member[by], done=True)
