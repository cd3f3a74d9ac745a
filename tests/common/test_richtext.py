"""Cleaning, and plain text that comes back from a reader without JavaScript."""

import re
from itertools import accumulate

import pytest
from django.core.exceptions import ValidationError

from common.richtext import DEEPEST, check_length, clean, is_empty, merge_plain, safe, text, typed

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


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<blockquote>" * 300 + "<p>deep</p>", "deep"),
        ("<strong>" * 300 + "deep", "deep"),
        ("<ul><li>" * 200 + "a</li><li>b" + "</li></ul>" * 200, "a<br>b"),
        ("<b>" * 60_000 + "a<p>b", "a b"),
    ],
)
def test_marks_lie_no_deeper_than_a_page_can_show_and_no_word_is_lost(html, kept):
    cleaned = clean(html)
    deepest = max(accumulate(-1 if mark == "</" else 1 for mark in re.findall(r"</?(?!br|hr)", cleaned)), default=0)
    assert deepest <= DEEPEST
    assert kept in " ".join(cleaned.split())
    assert clean(cleaned) == cleaned


def test_a_control_character_that_is_written_as_a_number_is_one_too():
    assert clean("<p>a&#11;b&#7;c&#xFFFE;d</p>") == "<p>a\nb cd</p>"


@pytest.mark.parametrize("html", ["x" * 100_001, "<p>a</p>" * 3_001])
def test_a_text_that_no_reader_can_bear_is_refused_with_its_limits(html):
    with pytest.raises(ValidationError, match="100,000 characters, and 3,000 paragraphs"):
        check_length(html)


def test_a_long_text_is_taken():
    check_length("<p>" + "word " * 19_000 + "</p>")


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


TABLE = (
    "<table><tbody><tr><th><p>Service</p></th><th><p>Days</p></th></tr>"
    "<tr><td><p>Post</p></td><td><p>5</p></td></tr></tbody></table>"
)


def test_a_table_stays_and_reads_as_a_line_for_each_row():
    assert clean(TABLE) == TABLE
    assert text(TABLE) == "Service | Days\n\nPost | 5"


def test_cells_span_a_bounded_number_of_others():
    cell = '<table><tbody><tr><td colspan="{}">a</td></tr></tbody></table>'
    assert clean(cell.format(2)) == cell.format(2)
    assert clean(cell.format(9999)) == cell.format(2).replace(' colspan="2"', "")


def test_powers_and_what_was_struck_out_stay():
    html = "<p>m<sup>2</sup>, H<sub>2</sub>O, <s>old</s></p>"
    assert clean(html) == html


@pytest.mark.parametrize(("start", "kept"), [("3", ' start="3"'), ("0", ' start="0"'), ("9999", ' start="9999"')])
def test_a_list_keeps_the_number_that_it_begins_with(start, kept):
    html = f'<ol start="{start}"><li>a</li></ol>'
    assert clean(html) == f"<ol{kept}><li>a</li></ol>"
    assert merge_plain(html + "<p>b</p>", "a\n\nc") == f"<ol{kept}><li>a</li></ol><p>c</p>"


@pytest.mark.parametrize("start", ["1", "x", "-3", "3.5", "10000", "٣", ""])
def test_a_number_that_no_list_begins_with_is_taken_out(start):
    assert clean(f'<ol start="{start}" type="a"><li>a</li></ol>') == "<ol><li>a</li></ol>"


@pytest.mark.parametrize(
    "link",
    ['<a href="http://a.example">a</a>', "<a>a</a>", '<a href="https://">a</a>', '<a title=" href=">a</a>',
     '<a href="/o/x/" title="x > <b>">a</a>'],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_text(link):
    assert typed({"format": "html", "body": f"<p>{link} b</p>"}, "body") == "<p>a b</p>"
    assert safe(f"<p>{link} b</p>") == "<p>a b</p>"


def test_a_link_with_an_address_stays_where_it_is_shown():
    html = clean('<p><a href="https://a.example/?b&c" title="t">a</a> <a href="mailto:a@b.example">m</a></p>')
    assert typed({"format": "html", "body": html}, "body") == safe(html) == html
