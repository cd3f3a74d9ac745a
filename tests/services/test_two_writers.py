"""Two people in one contact moment: what only one of them changed is put together, the rest is asked."""

import html
import re


def opened(browser, url: str) -> dict:
    """All that the form of a moment holds when somebody opens it, what it was opened with too."""
    form = browser.get(url).context["form"]
    return sent_by(form) | sent_by(form, initial=True)


def sent_by(form, *, initial: bool = False) -> dict:
    sent = {}
    for name, field in form.fields.items():
        if initial and name == "revision":
            continue
        value = field.prepare_value(form[name].value())
        key = form[name].html_initial_name if initial else name
        sent[key] = [str(getattr(one, "pk", one)) for one in value] if isinstance(value, list) else value
        sent[key] = "" if sent[key] is None else sent[key]
    if sent.get("is_truth") is False:
        del sent["is_truth"]
    return sent


def test_what_only_one_of_two_changed_is_put_together(cast, services, told, browse):
    url = cast.campus.url("services:moment", pk=told.a.pk)
    first, second = browse(cast.campus_owner), browse(cast.campus_editor)
    theirs, mine = opened(first, url), opened(second, url)
    both = [str(services["Reception"].pk), str(services["Cleaning"].pk)]
    assert first.post(url, theirs | {"source": "Survey", "services": both}).status_code == 302
    mine |= {"quotes": "Nobody looked up.", "services": [str(services["Catering"].pk)]}
    assert second.post(url, mine).status_code == 302
    told.a.refresh_from_db()
    assert (told.a.source, told.a.quotes, told.a.revision) == ("Survey", ["Nobody looked up."], 3)
    assert {one.name for one in told.a.services.all()} == {"Cleaning", "Catering"}


def test_choice_is_asked_only_of_what_both_changed_and_both_stay_readable(cast, told, browse):
    url = cast.campus.url("services:moment", pk=told.a.pk)
    first, second = browse(cast.campus_owner), browse(cast.campus_editor)
    theirs, mine = opened(first, url), opened(second, url)
    assert first.post(url, theirs | {"happens": "Their words", "source": "Survey"}).status_code == 302
    mine |= {"happens": "My words", "importance": "5"}
    for headers in ({}, {"HX-Request": "true"}):
        response = second.post(url, mine, headers=headers)
        assert response.status_code == 409
        offered = re.findall(r'type="radio" name="(\w+)" value="([^"]*)"', response.content.decode())
        assert offered == [("happens", "My words"), ("happens", "Their words")]
    told.a.refresh_from_db()
    assert (told.a.happens, told.a.importance, told.a.revision) == ("Their words", 4, 2)
    page = response.content.decode()
    kept = {
        name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', page)
    }
    assert second.post(url, {**kept, "happens": "My words"}).status_code == 302
    told.a.refresh_from_db()
    assert (told.a.happens, told.a.importance, told.a.source) == ("My words", 5, "Survey")
    both = second.get(cast.campus.url("services:moment-kept", pk=told.a.pk)).content.decode()
    assert "Their words" in both and "My words" in both
    assert "Read both texts" in second.get(cast.campus.url("services:journey", pk=told.journey.pk)).content.decode()


def test_kept_texts_of_a_moment_are_behind_its_door(cast, told, browse):
    url = cast.campus.url("services:moment-kept", pk=told.a.pk)
    assert browse(cast.campus_reader).get(url).status_code == 200
    other = cast.kliniek.url("services:moment-kept", pk=told.a.pk)
    assert browse(cast.kliniek_owner).get(other).status_code == 404
