"""The visions of both clients: one published and shared, a draft of the next one with comments."""

from typing import Any

from accounts.models import Membership
from overview.demo import clock
from overview.demo.vision_texts import ANSWERS, COMMENTS, NEXT, RIJNOEVER, ZORGWAARD
from overview.demo.world import World
from vision import actions
from vision.models import ItemText, Part, Reviewer, ShareLink, VisionVersion

PASSWORD = "samen-2030"  # noqa: S105 - of one link of the demo


def load(world: World) -> None:
    """Rijnoever published in spring and writes its second version; Zorgwaard published lately."""
    first = _published(world, RIJNOEVER, "fm@rijnoever.example", "contract@rijnoever.example", days=-190)
    for address, days in (
        ("account@groene-tafel.example", -188),
        ("team@groene-tafel.example", -171),
        ("account@helderwit.example", -74),
        ("account@gastheer.example", -57),
        ("account@welkomhuis.example", -55),
    ):
        _read(world, first, address, days)
    _share(world, first)
    _begin_next(world, first)
    other = _published(world, ZORGWAARD, "fm@zorgwaard.example", "contract@zorgwaard.example", days=-41)
    _read(world, other, "account@groene-tafel.example", -39)


def _published(world: World, texts: dict[str, Any], owner: str, editor: str, *, days: int) -> VisionVersion:
    """Written, judged by one colleague and published, each at its own moment."""
    by, colleague = world.member[owner], world.member[editor]
    with clock.at(world.at(days - 42, 14)):
        version = actions.begin(by=by, title=texts["title"], period=texts["period"], language="nl")
        _write(version, texts, by)
    _date(version, world, days - 16)
    with clock.at(world.at(days - 12, 9)):
        actions.ask_review(version=version, members=[colleague], by=by, due=world.day(days - 3))
    reviewer = Reviewer.objects.for_system("demo").select_related("version__vision").get(version=version)
    with clock.at(world.at(days - 5, 16, 10)):
        actions.answer_review(reviewer=reviewer, verdict="approved", note=texts["approval"], by=colleague)
    with clock.at(world.at(days, 9, 30)):
        actions.publish(version=version, by=by)
    return VisionVersion.objects.for_system("demo").select_related("vision__client").get(pk=version.pk)


def _write(version: VisionVersion, texts: dict[str, Any], by: Membership) -> None:
    for part in version.parts.select_related("version__vision"):
        if html := texts["parts"].get(part.kind):
            actions.save_part(part=part, revision=part.revision, html=html, by=by)
    for kind, items in texts.get("items", {}).items():
        for fields in items:
            actions.add_item(version=version, kind=kind, by=by, **fields)


def _date(version: VisionVersion, world: World, days: int) -> None:
    """When the texts were last changed, which the database otherwise notes as now."""
    at = world.at(days, 15, 40)
    Part.objects.for_system("demo").filter(version=version).update(changed_at=at)
    ItemText.objects.for_system("demo").filter(version=version).update(changed_at=at)
    VisionVersion.objects.for_system("demo").filter(pk=version.pk).update(changed_at=at)


def _read(world: World, version: VisionVersion, address: str, days: int) -> None:
    with clock.at(world.at(days, 11, 20)):
        actions.see(version=version, by=world.member[address])


def _share(world: World, version: VisionVersion) -> None:
    """One link that was answered, one that was opened, one withdrawn and one that expired."""
    by, colleague = world.member["fm@rijnoever.example"], world.member["contract@rijnoever.example"]
    note = "Joke, dit is de visie waar ik over vertelde. Ik hoor graag of je je erin herkent."
    director = _link(
        world, version, by, -20, "Joke Winters", "bestuur@rijnoever.example", days=60, asks_reaction=True, note=note
    )
    for days, hour in ((-19, 8), (-12, 21)):
        with clock.at(world.at(days, hour, 5)):
            actions.open_link(link=director)
    with clock.at(world.at(-12, 21, 14)):
        actions.react(
            link=director,
            text="Helder en warm geschreven. Bij de ambitie over de vierkante meters mis ik wat het betekent voor de "
            "stille studieplekken; daar krijg ik van de studentenraad de meeste vragen over.",
        )
    council = _link(
        world, version, colleague, -9, "Ondernemingsraad", "or@rijnoever.example", days=30, password=PASSWORD
    )
    with clock.at(world.at(-8, 13)):
        actions.open_link(link=council)
    wrong = _link(world, version, colleague, -34, "A. de Boer", "a.deboer@partner.example", days=14)
    with clock.at(world.at(-33, 9)):
        actions.withdraw_link(link=wrong, by=colleague)
    _link(world, version, by, -95, "Gemeente Arnhem, economie", "economie@arnhem.example", days=30)


def _link(
    world: World, version: VisionVersion, by: Membership, at: int, name: str, address: str, *, days: int, **details: Any
) -> ShareLink:
    with clock.at(world.at(at, 10, 15)):
        return actions.share(
            version=version,
            by=by,
            receiver_name=name,
            address=address,
            days=days,
            language="nl",
            **details,
        )


def _begin_next(world: World, first: VisionVersion) -> None:
    """A second version on its way: some texts changed, one ambition added, remarks of colleagues."""
    by, colleague = world.member["fm@rijnoever.example"], world.member["contract@rijnoever.example"]
    with clock.at(world.at(-15, 10)):
        draft = actions.begin_version(start_from=first, by=by)
        actions.change_details(version=draft, revision=draft.revision, by=by, change_note=NEXT["change_note"])
        _write(draft, NEXT, by)
        texts = ItemText.objects.for_system("demo").select_related("item", "version__vision").filter(version=draft)
        lunch = texts.get(name="Lunch zonder rij")
        actions.save_item(text=lunch, revision=lunch.revision, by=colleague, **NEXT["lunch"])
        actions.add_item(version=draft, kind="ambition", by=colleague, **NEXT["evening"])
    _date(draft, world, -4)
    parts = {part.kind: part for part in draft.parts.all()}
    for number, (address, about, quote, words, is_resolved) in enumerate(COMMENTS):
        member = world.member[address]
        with clock.at(world.at(-10 + number, 9 + 2 * number, 25)):
            item = None if about in parts else texts.get(name=about).item
            comment = actions.comment(
                version=draft, by=member, text=words, quote=quote, part=parts.get(about), item=item
            )
            if is_resolved:
                actions.resolve(comment=comment, by=by)
        if words in ANSWERS:
            who, answer = ANSWERS[words]
            with clock.at(world.at(-3, 14, 10)):
                actions.answer(comment=comment, by=world.member[who], text=answer)
