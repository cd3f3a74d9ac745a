"""Two texts over the same one, brought together."""

from common.compare import rows_of
from common.merge import Clash, merge, merge_html, merge_plain
from common.richtext import blocks

HEADS = ("Mine:", "Theirs:")


def test_what_only_one_changed_is_taken_from_that_one():
    base = ["a", "b", "c", "d"]
    assert merge(base, ["a", "b mine", "c", "d"], ["a", "b", "c", "d theirs"]) == ["a", "b mine", "c", "d theirs"]
    assert merge(base, ["a", "c", "d"], ["a", "b", "c", "d", "e"]) == ["a", "c", "d", "e"]
    assert merge(base, base, base) == base


def test_what_both_added_in_one_place_stands_after_another():
    assert merge(["a"], ["a", "mine"], ["a", "theirs"]) == ["a", "theirs", "mine"]
    assert merge(["a"], ["a", "same"], ["a", "same"]) == ["a", "same"]


def test_what_both_changed_is_a_clash():
    assert merge(["a", "b"], ["a", "b mine"], ["a", "b theirs"]) == ["a", Clash(["b mine"], ["b theirs"])]
    html, clashes = merge_html("<p>a</p><p>b</p>", "<p>a</p><p>b1</p>", "<p>a</p><p>b2</p>", HEADS)
    both = "<p>a</p><p><strong>Theirs:</strong></p><p>b2</p><p><strong>Mine:</strong></p><p>b1</p>"
    assert (html, clashes) == (both, 1)


def test_without_a_base_what_both_share_stays_once():
    assert merge(None, ["a", "mine", "z"], ["a", "theirs", "z"]) == ["a", "theirs", "mine", "z"]
    assert merge_plain(None, "a\n\nmine", "a", HEADS) == ("a\n\nmine", 0)


def test_formatting_is_kept_of_who_changed_it():
    base, bold = "<p>a</p>", "<p><strong>a</strong></p>"
    assert merge_html(base, bold, base, HEADS) == (bold, 0)
    assert merge_html(base, base, bold, HEADS) == (bold, 0)


def test_names_in_headings_are_escaped():
    html, _clashes = merge_html("<p>b</p>", "<p>b1</p>", "<p>b2</p>", ("<i>", "&"))
    assert "&lt;i&gt;" in html and "&amp;" in html


def test_blocks_keep_a_rule_between_two():
    assert blocks("<p>a</p><hr><ul><li>b</li></ul>") == ["<p>a</p>", "<hr>", "<ul><li>b</li></ul>"]


def test_rows_mark_what_differs_word_by_word():
    (row,) = rows_of(["One old word"], ["One new word"])
    assert (row.old, row.new) == ("One <del>old</del> word", "One <ins>new</ins> word")
    assert [one.state for one in rows_of(["a"], ["a", "b"])] == ["same", "added"]
