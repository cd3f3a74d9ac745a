"""Beginning, writing and saving, by several at once."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.kept import kept_of
from accounts.models import AuditEvent
from common.models import Conflict
from vision import actions
from vision.models import ItemText, Part, PartKind, VisionVersion

JSON = {"HTTP_ACCEPT": "application/json"}


def part_of(version, kind=PartKind.CULTURE):
    return Part.objects.select_related("version__vision__client").get(version=version, kind=kind)


def events(name):
    return list(AuditEvent.objects.filter(event=name))


def test_beginning_makes_a_draft_with_every_part(cast):
    version = actions.begin(by=cast.campus_owner, title="Ours", language="nl")
    assert (version.number, version.state, version.language) == (1, "draft", "nl")
    assert set(version.parts.values_list("kind", flat=True)) == set(PartKind.values)
    [event] = events("vision.begun")
    assert (event.organisation, event.actor) == (cast.campus, cast.campus_owner.user)


def test_beginning_twice_gives_the_same(cast):
    first = actions.begin(by=cast.campus_owner, title="Ours")
    assert actions.begin(by=cast.campus_editor, title="Other") == first
    assert VisionVersion.objects.count() == 1


def test_a_new_version_copies_texts_and_keeps_items(cast, published):
    draft = actions.begin_version(start_from=published, by=cast.campus_owner)
    assert (draft.number, draft.state, draft.started_from) == (2, "draft", published)
    assert part_of(draft).body == part_of(published).body
    fields = ("item", "position", "name", "notices", "year")
    assert list(draft.texts.order_by("item").values_list(*fields)) == list(
        published.texts.order_by("item").values_list(*fields)
    )
    assert actions.begin_version(start_from=published, by=cast.campus_owner) == draft


def test_saving_counts_the_revision_and_leaves_no_event(cast, draft):
    before = AuditEvent.objects.count()
    part = part_of(draft)
    revision = part.revision
    actions.save_part(part=part, revision=revision, html="<p>Ours<script>x</script></p>", by=cast.campus_owner)
    part.refresh_from_db()
    assert (part.body, part.revision, part.changed_by) == ("<p>Ours</p>", revision + 1, cast.campus_owner)
    assert AuditEvent.objects.count() == before


def test_the_second_of_two_writers_loses_nothing(cast, draft):
    mine, theirs = part_of(draft), part_of(draft)
    actions.save_part(part=theirs, revision=theirs.revision, html="<p>Theirs</p>", by=cast.campus_owner)
    with pytest.raises(Conflict) as conflict:
        actions.save_part(part=mine, revision=2, html="<p>Mine</p>", by=cast.campus_editor)
    assert conflict.value.current.body == "<p>Theirs</p>"
    assert part_of(draft).body == "<p>Theirs</p>"


def test_saving_the_same_twice_is_no_conflict(cast, draft):
    part = part_of(draft)
    for _time in range(2):
        actions.save_part(part=part, revision=2, html="<p>Same</p>", by=cast.campus_editor)
    assert part_of(draft).revision == 3


def test_nothing_is_saved_in_review_or_after_publishing(cast, draft):
    part, text = part_of(draft), ItemText.objects.filter(version=draft).select_related("version__vision", "item")[0]
    actions.ask_review(version=draft, members=[cast.campus_contributor], by=cast.campus_editor)
    for do in (
        lambda: actions.save_part(part=part, revision=2, html="<p>Late</p>", by=cast.campus_editor),
        lambda: actions.save_item(text=text, revision=1, name="Late", by=cast.campus_editor),
        lambda: actions.add_item(version=draft, kind="ambition", name="Late", by=cast.campus_editor),
        lambda: actions.remove_item(text=text, by=cast.campus_editor),
        lambda: actions.move_item(text=text, up=True, by=cast.campus_editor),
    ):
        with pytest.raises(ValidationError, match="in review"):
            do()


def test_items_are_added_moved_and_taken_out(cast, draft):
    actions.add_item(version=draft, kind="core_value", name="Kind", by=cast.campus_editor)
    rows = ItemText.objects.filter(version=draft, item__kind="core_value").select_related("version__vision", "item")
    kind = rows.get(name="Kind")
    assert list(rows.order_by("position").values_list("name", flat=True)) == ["Open", "Kind"]
    for _time in range(2):  # the first place is the first place
        actions.move_item(text=kind, up=True, by=cast.campus_editor)
    assert list(rows.order_by("position").values_list("name", flat=True)) == ["Kind", "Open"]
    item = kind.item
    actions.remove_item(text=rows.get(name="Kind"), by=cast.campus_editor)
    assert list(rows.values_list("name", "position")) == [("Open", 1)]
    item.refresh_from_db()  # the item itself stays
    assert [event.object_name for event in events("vision.item_removed")] == ["Kind"]


def test_who_may_not_write(cast, draft):
    for member in (cast.campus_contributor, cast.campus_reader, cast.kliniek_owner, cast.catering_owner):
        with pytest.raises(PermissionDenied):
            actions.save_part(part=part_of(draft), revision=2, html="<p>x</p>", by=member)


# Views ---------------------------------------------------------------------------------------------


def url(cast, name, pk, who="campus", **kwargs):
    return getattr(cast, who).url(f"vision:{name}", pk=pk, **kwargs)


def test_autosave_answers_a_script_with_the_revision(cast, browse, draft):
    part = part_of(draft)
    answer = browse(cast.campus_editor).post(
        url(cast, "part", part.pk), {"revision": 2, "format": "html", "body": "<p>By <em>script</em></p>"}, **JSON
    )
    assert answer.status_code == 200
    assert answer.json()["revision"] == 3
    assert part_of(draft).body == "<p>By <em>script</em></p>"


def test_autosave_shows_both_texts_to_the_second(cast, browse, draft):
    part = part_of(draft)
    address = url(cast, "part", part.pk)
    browse(cast.campus_owner).post(address, {"revision": 2, "format": "html", "body": "<p>Theirs</p>"}, **JSON)
    answer = browse(cast.campus_editor).post(address, {"revision": 2, "format": "html", "body": "<p>Mine</p>"}, **JSON)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "<html" not in page
    assert "<del>Theirs</del>" in page and "<ins>Mine</ins>" in page and "Owner Campus Noord" in page
    assert 'name="revision" value="3"' in page
    whole = browse(cast.campus_editor).post(address, {"revision": 2, "format": "html", "body": "<p>Mine</p>"})
    assert whole.status_code == 409
    assert "<html" in whole.content.decode()
    chosen = browse(cast.campus_editor).post(address, {"revision": 3, "format": "html", "body": "<p>Mine</p>"})
    assert chosen.status_code == 302
    assert part_of(draft).body == "<p>Mine</p>"


def test_both_texts_stay_readable_whichever_stays(cast, browse, draft):
    part = part_of(draft)
    address, kept = url(cast, "part", part.pk), url(cast, "part-kept", part.pk)
    browse(cast.campus_owner).post(address, {"revision": 2, "format": "html", "body": "<p>Theirs</p>"}, **JSON)
    for _again in range(2):
        browse(cast.campus_editor).post(address, {"revision": 2, "format": "html", "body": "<p>Mine</p>"}, **JSON)
    browse(cast.campus_editor).post(address, {"revision": 3, "format": "html", "body": "<p>Mine</p>"})
    assert [(row.text, row.by) for row in kept_of(part)] == [
        ("<p>Mine</p>", cast.campus_editor), ("<p>Theirs</p>", cast.campus_owner),
    ]  # fmt: skip
    page = browse(cast.campus_reader).get(kept)
    assert page.status_code == 200 and b"<p>Theirs</p>" in page.content
    assert [event.object_name for event in events("accounts.two_texts")] == ["Culture and users"]
    version = browse(cast.campus_editor).get(url(cast, "version", draft.pk)).content.decode()
    assert kept in version
    assert kept in browse(cast.campus_editor).get(url(cast, "edit", draft.pk)).content.decode()
    assert browse(cast.kliniek_owner).get(url(cast, "part-kept", part.pk, who="kliniek")).status_code == 404
    assert browse(cast.catering_owner).get(url(cast, "part-kept", part.pk, who="catering")).status_code == 404


def test_the_second_is_offered_one_text_of_both(cast, browse, draft):
    part = part_of(draft)
    address, base = url(cast, "part", part.pk), "<p>One</p><p>Two</p><p>Three</p>"
    actions.save_part(part=part, revision=2, html=base, by=cast.campus_owner)
    actions.save_part(part=part, revision=3, html="<p>First</p><p>Two</p><p>Three</p>", by=cast.campus_owner)
    sent = {"revision": 3, "format": "html", "body": "<p>One</p><p>Two</p><p>Third</p>", "base-body": base}
    answer = browse(cast.campus_editor).post(address, sent)
    (field,) = answer.context["fields"]
    assert (field["merged"], answer.context["clashes"]) == ("<p>First</p><p>Two</p><p>Third</p>", [])
    assert (answer.context["by"], answer.context["is_own"]) == (cast.campus_owner, False)


def test_one_text_of_both_that_comes_second_again_begins_with_what_was_there(cast, browse, draft):
    part, browser = part_of(draft), browse(cast.campus_editor)
    address, base = url(cast, "part", part.pk), "<p>One.</p>"
    actions.save_part(part=part, revision=2, html=base, by=cast.campus_owner)
    actions.save_part(part=part, revision=3, html="<p>One. First.</p>", by=cast.campus_owner)
    sent = {"revision": 3, "format": "html", "body": "<p>One. Mine.</p>", "base-body": base}
    page = browser.post(address, sent)
    (field,) = page.context["fields"]
    actions.save_part(part=part, revision=4, html="<p>One. First. Second.</p>", by=cast.campus_owner)
    given = re.search(r'name="base-body" value="([^"]*)"', page.content.decode().rpartition("<form")[2])
    sent |= {"revision": 4, "body": field["merged"], "base-body": unescape(given[1])}
    (field,) = browser.post(address, sent).context["fields"]
    assert field["merged"] == "<p>One. First. Second. Mine.</p>"


def test_what_both_changed_is_named_beside_the_text_and_never_in_it(cast, browse, draft):
    part = part_of(draft)
    address, base = url(cast, "part", part.pk), "<p>We greet all. We close at six.</p>"
    actions.save_part(part=part, revision=2, html=base, by=cast.campus_owner)
    actions.save_part(part=part, revision=3, html=base.replace("six", "eight"), by=cast.campus_owner)
    sent = {"revision": 3, "format": "html", "body": base.replace("six", "seven"), "base-body": base}
    answer = browse(cast.campus_editor).post(address, sent)
    (field,) = answer.context["fields"]
    assert field["merged"] == "<p>We greet all. We close at eight. We close at seven.</p>"
    page = answer.content.decode()
    assert "“We close at eight.”" in page and "“We close at seven.”" in page


def test_without_javascript_formatting_stays_where_nothing_changed(cast, browse, draft):
    part = part_of(draft)
    before = "<p>One <strong>bold</strong> line.</p><ul><li><p>first</p></li><li><p>second</p></li></ul>"
    actions.save_part(part=part, revision=2, html=before, by=cast.campus_editor)
    answer = browse(cast.campus_editor).post(
        url(cast, "part", part.pk),
        {"revision": 3, "format": "plain", "body": "One bold line.\r\n\r\nNew.\r\n\r\nfirst\r\n\r\nsecond"},
    )
    assert answer.status_code == 302
    assert part_of(draft).body == before.replace("</p><ul>", "</p><p>New.</p><ul>")


def test_a_text_that_is_too_long_is_refused_and_kept_on_the_page(cast, browse, draft):
    part = part_of(draft)
    sent = {"revision": 2, "format": "html", "body": f"<p>{'long ' * 20_001}</p>"}
    answer = browse(cast.campus_editor).post(url(cast, "part", part.pk), sent, **JSON)
    assert answer.status_code == 422
    assert "too long" in answer.json()["error"]
    page = browse(cast.campus_editor).post(url(cast, "part", part.pk), sent)
    assert page.status_code == 422
    assert "long long" in page.content.decode()
    assert part_of(draft).revision == 2


@pytest.mark.parametrize("name", ["part", "item", "item-place", "item-removal"])
def test_who_may_not_save(cast, browse, draft, name):
    row = part_of(draft) if name == "part" else draft.texts.first()
    for member, status in ((cast.campus_reader, 403), (cast.kliniek_owner, 404), (cast.catering_owner, 404)):
        answer = browse(member).post(
            url(cast, name, row.pk, who=member.organisation.slug), {"revision": 1, "name": "x"}
        )
        assert answer.status_code == status, member
    assert browse(cast.campus_editor).get(url(cast, name, row.pk)).status_code == 405
    assert draft.texts.count() == 2


def test_item_is_saved_and_bad_input_refused(cast, browse, draft):
    text = draft.texts.get(name="One reception")
    address, browser = url(cast, "item", text.pk), browse(cast.campus_editor)
    good = {"revision": 1, "name": "One desk", "year": "2028", "explanation": "", "seen_by": "Count."}
    assert browser.post(address, good, **JSON).json()["revision"] == 2
    text.refresh_from_db()
    assert (text.name, text.year, text.seen_by) == ("One desk", 2028, "Count.")
    bad = browser.post(address, {**good, "revision": 2, "year": "soon"}, **JSON)
    assert bad.status_code == 422
    stale = browser.post(address, {**good, "revision": 1, "name": "Late"}, **JSON)
    assert stale.status_code == 409
    assert "Late" in stale.content.decode() and "One desk" in stale.content.decode()
    merged = browser.post(address, {**good, "name": "Late", "base-name": "Late", "seen_by": "Ask.", "revision": 1})
    fields = {one["field"].name: one["merged"] for one in merged.context["fields"]}
    assert (fields["name"], fields["year"]) == ("One desk", "2028")
    kept = browser.get(url(cast, "item-kept", text.pk)).content.decode()
    assert "Late" in kept and "Count." in kept
    page = browser.post(address, {**good, "revision": 2, "name": ""})
    assert page.status_code == 422
    text.refresh_from_db()
    assert (text.name, text.revision) == ("One desk", 2)


def test_adding_an_item_by_the_form(cast, browse, draft):
    address = url(cast, "add-item", draft.pk, kind="user_group")
    answer = browse(cast.campus_editor).post(address, {"once": uuid4(), "name": "Students", "size": "9,500"})
    assert answer.status_code == 302
    assert draft.texts.get(item__kind="user_group").size == "9,500"
    assert browse(cast.campus_editor).post(address, {"once": uuid4(), "name": ""}).status_code == 422
    assert browse(cast.campus_reader).post(address, {"once": uuid4(), "name": "x"}).status_code == 403
    assert browse(cast.campus_editor).post(url(cast, "add-item", draft.pk, kind="slogan")).status_code == 404


def test_details_are_changed_and_the_slower_of_two_is_told(cast, browse, draft):
    browser, address = browse(cast.campus_editor), url(cast, "details", draft.pk)
    sent = {"revision": 1, "title": "Better", "period": "2027", "language": "nl"}
    assert browser.post(address, sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.language, draft.revision) == ("Better", "nl", 2)
    assert browser.post(address, {**sent, "title": "Slower"}).status_code == 409
    assert browser.post(address, {**sent, "revision": 2, "title": ""}).status_code == 422
    draft.refresh_from_db()
    assert draft.title == "Better"


def test_the_edit_page_asks_as_much_for_three_items_as_for_one(cast, browse, draft, django_assert_num_queries):
    browser = browse(cast.campus_editor)
    browser.get(url(cast, "edit", draft.pk))
    with django_assert_num_queries(EDIT):
        assert browser.get(url(cast, "edit", draft.pk)).status_code == 200
    for name in ("Two", "Three"):
        actions.add_item(version=draft, kind="core_value", name=name, by=cast.campus_editor)
    with django_assert_num_queries(EDIT):
        browser.get(url(cast, "edit", draft.pk))


EDIT = 10


def test_autosave_is_a_change_of_few_queries(cast, browse, draft, django_assert_max_num_queries):
    browser, part = browse(cast.campus_editor), part_of(draft)
    browser.post(url(cast, "part", part.pk), {"revision": 2, "format": "html", "body": "<p>a</p>"}, **JSON)
    with django_assert_max_num_queries(9):
        answer = browser.post(url(cast, "part", part.pk), {"revision": 3, "format": "html", "body": "<p>b</p>"}, **JSON)
    assert answer.json()["revision"] == 4


def test_a_version_is_read_with_few_queries(cast, browse, published, django_assert_max_num_queries):
    for member in (cast.campus_reader, cast.catering_reader):
        browser, address = browse(member), member.url("vision:version", pk=published.pk)
        browser.get(address)
        with django_assert_max_num_queries(12):
            assert browser.get(address).status_code == 200


def test_beginning_by_the_form(cast, browse):
    address = cast.kliniek.url("vision:begin")
    browser = browse(cast.kliniek_editor)
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"title": "", "language": "nl"}).status_code == 422
    assert browse(cast.kliniek_reader).get(address).status_code == 403
    answer = browser.post(address, {"title": "Ours", "language": "nl"})
    assert answer["Location"] == cast.kliniek.url("vision:edit", pk=VisionVersion.objects.get(title="Ours").pk)
    assert browser.get(address).status_code == 302


def test_news_of_a_draft_are_the_parts_and_items_that_were_saved_since(cast, browse, draft, django_assert_num_queries):
    part, item = (
        part_of(draft),
        ItemText.objects.select_related("item", "version__vision").filter(version=draft).first(),
    )
    address = cast.campus_owner.url("vision:news", pk=draft.pk)
    since = timezone.now() + timedelta(seconds=10)
    client = browse(cast.campus_owner)
    assert client.get(address, {"since": since.isoformat()}).json()["texts"] == []
    actions.save_part(part=part, revision=part.revision, html="<p>New words</p>", by=cast.campus_editor)
    actions.save_item(text=item, revision=item.revision, by=cast.campus_editor, name="Another name")
    for row in (part, item):
        type(row).objects.filter(pk=row.pk).update(changed_at=since)
    with django_assert_num_queries(6):
        found = client.get(address, {"since": since.isoformat()}).json()["texts"]
    assert [(one["key"], one["revision"] > 1) for one in found] == [(str(part.pk), True), (str(item.pk), True)]
    assert found[0]["texts"] == {"body": "<p>New words</p>"}
    assert found[1]["texts"]["name"] == "Another name"
    assert {one["says"] for one in found} == {f"{cast.campus_editor} wrote here in the meantime."}


def test_news_of_a_draft_are_for_who_may_write_it_and_end_with_it(cast, browse, draft):
    address = cast.campus_owner.url("vision:news", pk=draft.pk)
    people = ((cast.campus_editor, 200), (cast.campus_reader, 403), (cast.kliniek_owner, 404))
    assert [(member, browse(member).get(address).status_code) for member, _status in people[:2]] == list(people[:2])
    foreign = cast.kliniek_owner.url("vision:news", pk=draft.pk)
    assert browse(cast.kliniek_owner).get(foreign).status_code == 404
    actions.publish(version=draft, by=cast.campus_editor)
    assert browse(cast.campus_editor).get(address).status_code == 404
