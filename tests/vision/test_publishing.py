"""Comments, reviews, publishing, the PDF, receipts and comparing."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import AuditEvent
from documents.jobs import run
from documents.models import Job, Rendering
from notifications.actions import dispatch_due
from vision import actions
from vision.asked import asked_of
from vision.compare import compare
from vision.gaps import gaps_of
from vision.models import Comment, Part, Reviewer, Seen, VisionVersion


def url(cast, name, pk=None, who="campus", **kwargs):
    keys = {"pk": pk} if pk else {}
    return getattr(cast, who).url(f"vision:{name}", **keys, **kwargs)


def events(name):
    return list(AuditEvent.objects.filter(event=name))


# Publishing ----------------------------------------------------------------------------------------


def test_publishing_keeps_who_and_when_and_asks_for_the_pdf(cast, draft):
    for _time in range(2):
        actions.publish(version=draft, by=cast.campus_owner)
    row = VisionVersion.objects.get(pk=draft.pk)
    assert (row.state, row.published_by, row.published_name) == ("published", cast.campus_owner, "Owner Campus Noord")
    assert [event.actor for event in events("vision.published")] == [cast.campus_owner.user]
    assert Job.objects.filter(kind="vision.pdf", object_id=draft.pk).count() == 1


def test_every_gap_is_named_and_linked(cast, browse):
    version = actions.begin(by=cast.kliniek_editor, title="Ours", language="en")
    part = Part.objects.select_related("version__vision").get(version=version, kind="culture")
    empty = "<p>&nbsp;</p><ul><li><p></p></li></ul><p>...</p>"
    actions.save_part(part=part, revision=1, html=empty, by=cast.kliniek_editor)
    address = url(cast, "publish", version.pk, who="kliniek")
    answer = browse(cast.kliniek_editor).post(address)
    assert answer.status_code == 422
    page = answer.content.decode()
    for anchor in ("core_values", "culture", "future", "ambitions"):
        assert f'href="{url(cast, "edit", version.pk, who="kliniek")}#{anchor}"' in page
    edit = browse(cast.kliniek_editor).get(url(cast, "edit", version.pk, who="kliniek")).content.decode()
    for anchor in ("core_values", "culture", "future", "ambitions"):
        assert f'id="{anchor}"' in edit
    version.refresh_from_db()
    assert version.state == "draft"


def test_a_core_value_that_nobody_notices_is_a_gap(cast, draft):
    text = draft.texts.select_related("version__vision", "item").get(name="Open")
    actions.save_item(text=text, revision=1, notices="  ", by=cast.campus_editor)
    assert [gap.anchor for gap in gaps_of(draft)] == [f"item-{text.pk}"]


def test_what_publishing_asks_of_a_core_value_is_not_called_optional(cast, browse, draft):
    page = browse(cast.campus_editor).get(url(cast, "edit", draft.pk)).content.decode()
    labels = re.findall(r"<label[^>]*>(What [^<]*\?)(.*?)</label>", page)
    assert ("What does a user notice of it?", "") in labels
    assert all("optional" in rest for label, rest in labels if label == "What would we never do because of it?")
    assert "Required for at least one value before you publish." in page


def test_publishing_is_offered_only_when_it_can_succeed(cast, browse, draft):
    browser, address = browse(cast.campus_editor), url(cast, "publish", draft.pk)
    offers = f'href="{address}">Publish'
    pages = [url(cast, "home"), url(cast, "edit", draft.pk)]
    assert "Publish version 1" in browser.get(address).content.decode()
    assert all(offers in browser.get(page).content.decode() for page in pages)
    value = draft.texts.filter(item__kind="core_value")
    value.update(notices="")
    page = browser.get(address).content.decode()
    assert "Publish version 1" not in page and "No core value says what a user notices of it" in page
    for place in pages:
        assert offers not in browser.get(place).content.decode()
    gap = f"{url(cast, 'edit', draft.pk)}#item-{value.get().pk}"
    assert f'href="{gap}">No core value says' in browser.get(pages[0]).content.decode()
    assert browser.post(address).status_code == 422
    value.update(notices="Somebody greets them")
    actions.ask_review(version=draft, members=[cast.campus_contributor], by=cast.campus_editor)
    review = url(cast, "review", draft.pk)
    assert offers not in browser.get(review).content.decode()
    reviewer = Reviewer.objects.get()
    actions.answer_review(reviewer=reviewer, verdict="approved", note="", by=cast.campus_contributor)
    assert offers in browser.get(review).content.decode()


def test_the_page_names_who_can_read_it(cast, browse, draft):
    page = browse(cast.campus_editor).get(url(cast, "publish", draft.pk))
    assert page.context["readers"] == sorted([cast.catering.name, cast.schoon.name])
    assert ", ".join(page.context["readers"]) in page.content.decode()


def test_publishing_waits_for_every_reviewer(cast, draft):
    people = [cast.campus_contributor, cast.campus_owner]
    actions.ask_review(version=draft, members=people, by=cast.campus_editor)
    first, second = (
        Reviewer.objects.filter(version=draft).select_related("version__vision").order_by("membership__role")
    )
    actions.answer_review(reviewer=first, verdict="approved", note="", by=first.membership)
    actions.answer_review(reviewer=second, verdict="changes", note="Too long.", by=second.membership)
    with pytest.raises(ValidationError, match="asks for changes"):
        actions.publish(version=draft, by=cast.campus_editor)
    actions.answer_review(reviewer=second, verdict="approved", note="", by=second.membership)
    actions.publish(version=draft, by=cast.campus_editor)
    assert len(events("vision.approved")) == 2
    assert len(events("vision.changes_asked")) == 1


def test_publishing_by_the_page(cast, browse, draft):
    address = url(cast, "publish", draft.pk)
    assert browse(cast.campus_reader).post(address).status_code == 403
    assert browse(cast.catering_owner).post(url(cast, "publish", draft.pk, who="catering")).status_code == 404
    assert browse(cast.campus_editor).put(address).status_code == 405
    assert browse(cast.campus_editor).get(address).status_code == 200
    assert browse(cast.campus_editor).post(address)["Location"] == url(cast, "version", draft.pk)
    assert browse(cast.campus_editor).post(address).status_code == 302


# Review --------------------------------------------------------------------------------------------


def test_asking_mails_once_and_shows_in_the_overview(cast, draft, django_capture_on_commit_callbacks):
    due = timezone.localdate() + timedelta(days=7)
    for _time in range(2):
        actions.ask_review(version=draft, members=[cast.campus_contributor], by=cast.campus_editor, due=due)
    [asked] = asked_of(cast.campus_contributor)
    assert (asked.kind, asked.due, asked.url) == ("review", due, url(cast, "review", draft.pk))
    assert asked_of(cast.campus_owner) == []
    dispatch_due()
    [message] = mail.outbox
    assert message.to == ["contributor@campus.example"]
    assert url(cast, "review", draft.pk) in message.body
    assert "How we receive people" in message.subject
    reviewer = Reviewer.objects.select_related("version__vision").get(version=draft)
    actions.answer_review(reviewer=reviewer, verdict="changes", note="Say more.", by=cast.campus_contributor)
    assert asked_of(cast.campus_contributor) == []
    dispatch_due()
    assert mail.outbox[1].to == ["editor@campus.example"]
    assert "Say more." in mail.outbox[1].body


def test_taking_back_voids_what_was_approved(cast, draft):
    actions.ask_review(version=draft, members=[cast.campus_contributor], by=cast.campus_editor)
    reviewer = Reviewer.objects.select_related("version__vision").get(version=draft)
    actions.answer_review(reviewer=reviewer, verdict="approved", note="", by=cast.campus_contributor)
    for _time in range(2):
        actions.take_back(version=draft, by=cast.campus_editor)
    draft.refresh_from_db()
    assert draft.state == "draft"
    with pytest.raises(ValidationError, match="has ended"):
        actions.answer_review(reviewer=reviewer, verdict="changes", note="x", by=cast.campus_contributor)
    actions.ask_review(version=draft, members=[cast.campus_contributor], by=cast.campus_editor)
    assert [gap.page for gap in gaps_of(draft)] == ["vision:review"]


def test_only_who_was_asked_answers_and_only_colleagues_are_asked(cast, draft):
    actions.ask_review(version=draft, members=[cast.campus_contributor], by=cast.campus_editor)
    reviewer = Reviewer.objects.select_related("version__vision").get(version=draft)
    with pytest.raises(PermissionDenied):
        actions.answer_review(reviewer=reviewer, verdict="approved", note="", by=cast.campus_owner)
    for member in (cast.kliniek_owner, cast.campus_reader, cast.gone):
        with pytest.raises(PermissionDenied):
            actions.ask_review(version=draft, members=[member], by=cast.campus_editor)


def test_review_pages(cast, browse, draft):
    ask, back, verdict = (url(cast, name, draft.pk) for name in ("review-ask", "review-taken-back", "review-verdict"))
    editor, judge = browse(cast.campus_editor), browse(cast.campus_contributor)
    assert editor.post(ask, {"members": []}).status_code == 422
    yesterday = timezone.localdate() - timedelta(days=1)
    assert editor.post(ask, {"members": [cast.campus_contributor.pk], "due": yesterday}).status_code == 422
    assert editor.post(ask, {"members": [cast.kliniek_owner.pk]}).status_code == 422
    assert not Reviewer.objects.exists()
    assert editor.post(ask, {"members": [cast.campus_contributor.pk]}).status_code == 302
    assert judge.get(url(cast, "review", draft.pk)).status_code == 200
    assert judge.post(verdict, {"verdict": "changes", "note": ""}).status_code == 422
    assert judge.post(verdict, {}).status_code == 422
    assert editor.post(verdict, {"verdict": "approved"}).status_code == 403
    assert judge.post(verdict, {"verdict": "approved"}).status_code == 302
    reviewer = Reviewer.objects.get(version=draft)
    assert reviewer.verdict == "approved"
    withdrawn = url(cast, "reviewer-withdrawn", reviewer.pk)
    for address in (ask, back, withdrawn):
        assert browse(cast.campus_reader).post(address).status_code == 403
        assert editor.get(address).status_code == 405
    for name, pk in (("review", draft.pk), ("review-ask", draft.pk), ("reviewer-withdrawn", reviewer.pk)):
        assert browse(cast.catering_owner).post(url(cast, name, pk, who="catering")).status_code in (404, 405)
    assert editor.post(withdrawn).status_code == 302
    assert editor.post(back)["Location"] == url(cast, "edit", draft.pk)


# Comments ------------------------------------------------------------------------------------------


def test_comments_are_placed_once_and_resolved(cast, browse, draft):
    part = draft.parts.get(kind="culture")
    address, key = url(cast, "comments", draft.pk), uuid4()
    browser = browse(cast.campus_contributor)
    sent = {"about": part.pk, "once": key, "quote": "whole sentence", "text": "Too short."}
    for _time in range(2):
        assert browser.post(address, sent)["Location"] == f"{url(cast, 'review', draft.pk)}#comments-{part.pk}"
    [comment] = Comment.objects.all()
    assert (comment.part, comment.quote, comment.by) == (part, "whole sentence", cast.campus_contributor)
    done = url(cast, "comment-resolved", comment.pk)
    assert browse(cast.campus_reader).post(done).status_code == 403
    assert browse(cast.kliniek_owner).post(url(cast, "comment-resolved", comment.pk, who="kliniek")).status_code == 404
    assert browse(cast.campus_editor).get(done).status_code == 405
    assert browse(cast.campus_editor).post(done).status_code == 302
    comment.refresh_from_db()
    assert comment.resolved_by == cast.campus_editor
    browse(cast.campus_editor).post(done, {"again": "1"})
    comment.refresh_from_db()
    assert comment.resolved_at is None


def test_a_comment_is_mailed_to_the_writer_and_to_those_who_commented_before(cast, draft):
    part = draft.parts.get(kind="culture")
    actions.save_part(part=part, revision=part.revision, html="<p>We are open to all.</p>", by=cast.campus_editor)
    part.refresh_from_db()
    actions.comment(version=draft, by=cast.campus_contributor, text="To whom?", part=part)
    dispatch_due()
    assert [one.to for one in mail.outbox] == [[cast.campus_editor.user.email]]
    assert "To whom?" in mail.outbox[0].body
    actions.comment(version=draft, by=cast.campus_editor, text="To visitors.", part=part)
    dispatch_due()
    assert [one.to for one in mail.outbox[1:]] == [[cast.campus_contributor.user.email]]


def test_resolving_a_comment_leaves_one_on_the_page_where_it_stands(cast, browse, draft):
    part = draft.parts.get(kind="culture")
    done = url(
        cast, "comment-resolved", actions.comment(version=draft, by=cast.campus_owner, text="Why?", part=part).pk
    )
    for name in ("review", "edit"):
        page = url(cast, name, draft.pk)
        answer = browse(cast.campus_editor).post(done, headers={"referer": f"https://testserver{page}"})
        assert answer["Location"] == f"{page}#comments-{part.pk}"


def test_a_comment_on_an_item_stays_when_the_item_goes(cast, draft):
    text = draft.texts.select_related("item", "version__vision").get(name="Open")
    actions.comment(version=draft, by=cast.campus_owner, text="Why?", item=text.item)
    actions.remove_item(text=text, by=cast.campus_editor)
    assert Comment.objects.get().item == text.item


def test_an_answer_stands_under_its_comment_once_on_both_pages(cast, browse, draft):
    part = draft.parts.get(kind="culture")
    comment = actions.comment(version=draft, by=cast.campus_contributor, text="To whom?", part=part)
    address, page = url(cast, "comments", draft.pk), url(cast, "review", draft.pk)
    sent = {"about": comment.pk, "once": uuid4(), "text": "To visitors."}
    for _time in range(2):
        answer = browse(cast.campus_editor).post(address, sent, headers={"referer": f"https://testserver{page}"})
        assert answer["Location"] == f"{page}#comment-{comment.pk}"
    [made] = Comment.objects.exclude(pk=comment.pk)
    assert (made.answers, made.part, made.by, made.text) == (comment, part, cast.campus_editor, "To visitors.")
    for name in ("review", "edit"):
        html = browse(cast.campus_editor).get(url(cast, name, draft.pk)).content.decode()
        [thread] = re.findall(f'(?s)id="comment-{comment.pk}".*?class="respond"', html)
        assert f'id="comment-{made.pk}"' in thread
    assert browse(cast.campus_reader).post(address, {**sent, "once": uuid4()}).status_code == 403
    refused = browse(cast.campus_contributor).post(address, {"about": comment.pk, "once": uuid4(), "text": " "})
    assert refused.status_code == 422
    assert browse(cast.campus_contributor).post(address, {**sent, "about": made.pk}).status_code == 404
    assert Comment.objects.count() == 2


def test_an_answer_to_an_answer_stands_in_the_same_thread(cast, draft):
    comment = actions.comment(version=draft, by=cast.campus_owner, text="Why?", part=draft.parts.get(kind="culture"))
    first = actions.answer(comment=comment, by=cast.campus_editor, text="Because.")
    assert actions.answer(comment=first, by=cast.campus_owner, text="I see.").answers == comment


def test_resolving_a_comment_resolves_its_thread_and_an_answer_opens_it_again(cast, browse, draft):
    comment = actions.comment(version=draft, by=cast.campus_owner, text="Why?", part=draft.parts.get(kind="culture"))
    answer = actions.answer(comment=comment, by=cast.campus_editor, text="Because.")
    actions.resolve(comment=comment, by=cast.campus_editor)
    page = url(cast, "edit", draft.pk)
    assert "Because." not in browse(cast.campus_editor).get(page).content.decode()
    assert browse(cast.campus_editor).post(url(cast, "comment-resolved", answer.pk)).status_code == 404
    actions.answer(comment=comment, by=cast.campus_contributor, text="And then?")
    assert Comment.objects.get(pk=comment.pk).resolved_at is None
    assert "Because." in browse(cast.campus_editor).get(page).content.decode()


def test_an_answer_is_mailed_to_the_writer_and_to_those_in_the_thread(cast, draft):
    part = draft.parts.get(kind="culture")
    actions.save_part(part=part, revision=part.revision, html="<p>We are open to all.</p>", by=cast.campus_editor)
    part.refresh_from_db()
    actions.comment(version=draft, by=cast.campus_owner, text="Of another thread.", part=part)
    comment = actions.comment(version=draft, by=cast.campus_contributor, text="To whom?", part=part)
    dispatch_due()
    mail.outbox.clear()
    actions.answer(comment=comment, by=cast.campus_editor, text="To visitors.")
    dispatch_due()
    [sent] = mail.outbox
    assert (sent.to, "answered a comment" in sent.subject) == ([cast.campus_contributor.user.email], True)
    assert "To whom?" in sent.body and "To visitors." in sent.body
    actions.answer(comment=comment, by=cast.campus_contributor, text="All of them?")
    dispatch_due()
    assert [one.to for one in mail.outbox[1:]] == [[cast.campus_editor.user.email]]


def test_the_overview_asks_whoever_has_not_had_the_last_word_of_a_comment(cast, draft, django_assert_num_queries):
    def asked(*members):
        return [[(one.kind, one.title) for one in asked_of(member)] for member in members]

    part, people = draft.parts.get(kind="culture"), (cast.campus_editor, cast.campus_contributor, cast.campus_reader)
    comment = actions.comment(version=draft, by=cast.campus_contributor, text="To whom?", part=part)
    actions.comment(version=draft, by=cast.campus_owner, text="Too long.", part=part)
    assert asked(*people) == [[("respond", "2 open comments on the vision")], [], []]
    actions.answer(comment=comment, by=cast.campus_editor, text="To visitors.")
    one = [("respond", "1 open comment on the vision")]
    assert asked(*people) == [one, [("respond", "Your comment was answered: To whom?")], []]
    with django_assert_num_queries(1):
        [row] = asked_of(cast.campus_contributor)
    assert row.url == f"{url(cast, 'review', draft.pk)}#comment-{comment.pk}"
    actions.answer(comment=comment, by=cast.campus_contributor, text="All of them?")
    assert asked(*people) == [[("respond", "2 open comments on the vision")], [], []]
    actions.answer(comment=comment, by=cast.campus_editor, text="All.")
    actions.resolve(comment=comment, by=cast.campus_contributor)
    assert asked(*people) == [one, [], []]
    actions.publish(version=draft, by=cast.campus_editor)
    assert asked(*people) == [[], [], []]


def test_comments_that_are_refused(cast, browse, draft):
    part, address = draft.parts.get(kind="culture"), url(cast, "comments", draft.pk)
    good = {"about": part.pk, "once": uuid4(), "text": "Hm."}
    for member in (cast.campus_editor, cast.campus_contributor):
        assert browse(member).post(address, {**good, "text": ""}).status_code == 422
    assert browse(cast.campus_editor).post(address, {**good, "about": uuid4()}).status_code == 404
    assert browse(cast.campus_editor).post(address, {**good, "about": "x"}).status_code == 404
    assert browse(cast.campus_reader).post(address, good).status_code == 403
    assert browse(cast.catering_owner).post(url(cast, "comments", draft.pk, who="catering"), good).status_code == 404
    actions.publish(version=draft, by=cast.campus_editor)
    assert browse(cast.campus_editor).post(address, good).status_code == 422
    assert not Comment.objects.exists()


# Reading -------------------------------------------------------------------------------------------


def test_reading_leaves_one_receipt_that_both_logs_show(cast, browse, published):
    for _time in range(2):
        assert browse(cast.catering_reader).get(url(cast, "version", published.pk, who="catering")).status_code == 200
    [seen] = Seen.objects.all()
    assert seen.membership == cast.catering_reader
    [event] = events("vision.seen")
    assert (event.organisation, event.other_organisation) == (cast.catering, cast.campus)
    page = browse(cast.campus_reader).get(url(cast, "version", published.pk)).content.decode()
    assert "Reader Smaakvol Catering" in page
    partner = browse(cast.schoon_owner).get(url(cast, "version", published.pk, who="schoon")).content.decode()
    assert "Smaakvol" not in partner


def test_pages_behind_their_doors(cast, browse, both):
    for name in ("version", "review", "edit", "details", "publish", "share", "compare", "pdf"):
        address = url(cast, name, both.new.pk, who="catering")
        assert browse(cast.catering_owner).get(address).status_code == 404, name
    for name in ("edit", "details", "publish"):
        assert browse(cast.campus_reader).get(url(cast, name, both.new.pk)).status_code == 403, name
    for name in ("version", "review", "compare", "share"):
        assert browse(cast.campus_reader).get(url(cast, name, both.new.pk)).status_code == 200, name
    assert browse(cast.campus_editor).get(url(cast, "edit", both.old.pk)).status_code == 302


@pytest.mark.parametrize("who", ["campus_owner", "kliniek_owner", "catering_owner", "schoon_reader"])
def test_home_of_everybody(cast, browse, both, who):
    member = getattr(cast, who)
    page = browse(member).get(member.url("vision:home"))
    assert page.status_code == 200
    assert ("How we receive people" in page.content.decode()) == (who != "kliniek_owner")


def test_home_asks_as_much_with_three_versions_as_with_one(cast, browse, published, django_assert_num_queries):
    browser, address = browse(cast.campus_owner), url(cast, "home")
    browser.get(address)
    with django_assert_num_queries(HOME):
        browser.get(address)
    for _number in (2, 3):
        newest = VisionVersion.objects.select_related("vision__client").order_by("-number").first()
        actions.publish(version=actions.begin_version(start_from=newest, by=cast.campus_editor), by=cast.campus_editor)
    with django_assert_num_queries(HOME):
        browser.get(address)


HOME = 6


def test_beginning_a_new_version_by_the_button(cast, browse, published):
    address = url(cast, "begin-version", published.pk)
    assert browse(cast.campus_reader).post(address).status_code == 403
    assert browse(cast.catering_owner).post(url(cast, "begin-version", published.pk, who="catering")).status_code == 404
    assert browse(cast.campus_editor).get(address).status_code == 405
    browser = browse(cast.campus_editor)
    assert browser.post(address)["Location"] == browser.post(address)["Location"]
    assert VisionVersion.objects.count() == 2


def test_comparing_marks_words(cast, browse, both):
    text = both.new.texts.select_related("item", "version__vision").get(name="Open")
    actions.save_item(text=text, revision=1, notices="All doors stand open.", by=cast.campus_editor)
    actions.add_item(version=both.new, kind="core_value", name="Kind", notices="<b>", by=cast.campus_editor)
    ambition = both.new.texts.select_related("item", "version__vision").get(name="One reception")
    actions.remove_item(text=ambition, by=cast.campus_editor)
    sections = {section.title: section for section in compare(both.old, both.new)}
    assert sections["Open"].rows[1].old == "<del>Doors</del> stand open."
    assert sections["Open"].rows[1].new == "<ins>All doors</ins> stand open."
    assert [(name, sections[name].state) for name in ("Kind", "One reception", "Culture and users")] == [
        ("Kind", "added"), ("One reception", "removed"), ("Culture and users", "same"),
    ]  # fmt: skip
    page = browse(cast.campus_reader).get(url(cast, "compare", both.new.pk), {"with": both.old.pk})
    assert "<ins>&lt;b&gt;</ins>" in page.content.decode()
    assert browse(cast.campus_reader).get(url(cast, "compare", both.new.pk), {"with": "x"}).status_code == 404


# The PDF -------------------------------------------------------------------------------------------


def test_the_pdf_is_made_once_and_kept(cast, browse, published):
    waiting = browse(cast.campus_reader).get(url(cast, "pdf", published.pk))
    assert waiting["Location"] == url(cast, "version", published.pk)
    assert "is being made" in browse(cast.campus_reader).get(url(cast, "version", published.pk)).content.decode()
    run(Job.objects.get(object_id=published.pk).pk)
    published.refresh_from_db()
    assert published.pdf is not None
    again = actions.start_pdf(version=published, by=cast.catering_owner)
    run(again.pk)
    assert Rendering.objects.count() == 1
    for member in (cast.campus_reader, cast.catering_reader):
        answer = browse(member).get(url(cast, "pdf", published.pk, who=member.organisation.slug))
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert browse(cast.kliniek_owner).get(url(cast, "pdf", published.pk, who="kliniek")).status_code == 404


def test_a_draft_has_a_pdf_too(cast, browse, draft):
    answer = browse(cast.campus_reader).post(url(cast, "pdf", draft.pk))
    job = Job.objects.get(object_id=draft.pk)
    assert answer["Location"] == url(cast, "job", job.pk)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result.name) == ("done", "vision-campus-version-1-draft-en.pdf")
    assert browse(cast.campus_reader).get(url(cast, "job", job.pk)).status_code == 200
    answer = browse(cast.campus_reader).get(url(cast, "job-file", job.pk))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert browse(cast.campus_editor).get(url(cast, "job-file", job.pk)).status_code == 404
    draft.refresh_from_db()
    assert draft.pdf is None
