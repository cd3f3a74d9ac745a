"""Cleaning, and plain text that comes back from a reader without JavaScript."""

import pytest

from common.richtext import clean, is_empty, merge_plain, text, typed

BEFORE = (
    "<p>One <strong>bold</strong> line.</p><ul><li><p>first</p></li><li><p>second</p></li></ul><p>Last &amp; least.</p>"
)


@pytest.mark.parametrize(
    "html",
    [
        '<p onclick="x()">a</p>', "<script>x</script><p>a</p>", '<p style="color:red">a</p>', "<svg><p>a</p></svg>",
        '<p class="x" id="y">a</p>',
    ],
)  # fmt: skip
def test_nothing_but_text_markup_stays(html):
    assert clean(html) == "<p>a</p>"


@pytest.mark.parametrize("address", ["javascript:x", "//evil.example", "http://a.example", "data:text/html,x", "/o/x/"])
def test_strange_addresses_lose_their_link(address):
    assert "href" not in clean(f'<a href="{address}">a</a>')


def test_good_addresses_stay():
    assert 'href="https://a.example"' in clean('<a href="https://a.example">a</a>')


@pytest.mark.parametrize("html", ["", "<p></p>", "<p> &nbsp;</p><ul><li></li></ul>", "<p>\u200b</p><hr>"])
def test_markup_alone_is_empty(html):
    assert is_empty(html)


def test_plain_text_that_did_not_change_keeps_everything():
    assert merge_plain(BEFORE, text(BEFORE).replace("\n", "\r\n")) == BEFORE


def test_only_what_changed_loses_its_formatting():
    assert merge_plain(BEFORE, "One bold line.\n\nfirst\n\nchanged\n\nLast & least.") == (
        "<p>One <strong>bold</strong> line.</p><p>first</p><p>changed</p><p>Last &amp; least.</p>"
    )


def test_new_paragraphs_are_escaped_and_placed():
    assert merge_plain("<p>a</p>", "<b>x</b>\n\na\nb\n\na") == "<p>&lt;b&gt;x&lt;/b&gt;</p><p>a<br>b</p><p>a</p>"


def test_the_same_paragraph_twice_is_not_lost():
    assert merge_plain("<p>a</p>", "a\n\na") == "<p>a</p><p>a</p>"


def test_the_editor_sends_html_and_is_cleaned():
    assert typed({"format": "html", "body": "<p>a<script>x</script></p>"}, "body", before="<p>b</p>") == "<p>a</p>"
    assert typed({"format": "plain", "body": "<p>a</p>"}, "body") == "<p>&lt;p&gt;a&lt;/p&gt;</p>"
    assert typed({}, "body", before="<p>b</p>") == ""
