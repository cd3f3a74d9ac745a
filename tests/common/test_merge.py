"""Two texts over the same one, brought together."""

from common.compare import Row, paragraphs, rows_of
from common.merge import Clash, merge, merge_html, merge_plain
from common.richtext import blocks, text


def merged(base, mine, theirs):
    found = merge(base, mine, theirs)
    assert not found.clashes
    return found.passages


def test_what_only_one_changed_is_taken_from_that_one():
    base = ["a", "b", "c", "d"]
    assert merged(base, ["a", "b mine", "c", "d"], ["a", "b", "c", "d theirs"]) == ["a", "b mine", "c", "d theirs"]
    assert merged(base, ["a", "c", "d"], ["a", "b", "c", "d", "e"]) == ["a", "c", "d", "e"]
    assert merged(base, base, base) == base


def test_what_both_added_in_one_place_stands_after_another():
    assert merged(["a"], ["a", "mine"], ["a", "theirs"]) == ["a", "theirs", "mine"]
    assert merged(["a"], ["a", "same"], ["a", "same"]) == ["a", "same"]


def test_what_both_changed_stands_twice_without_a_word_of_ours():
    html, clashes = merge_html("<p>a</p><p>b</p>", "<p>a</p><p>b1</p>", "<p>a</p><p>b2</p>")
    assert (html, clashes) == ("<p>a</p><p>b2</p><p>b1</p>", [Clash("b1", "b2")])
    assert merge_plain("b", "", "b2") == ("b2", [Clash("", "b2")])


def test_different_sentences_of_one_paragraph_are_put_together():
    base = "<p>We are <em>open</em>. We greet all. We close at six.</p>"
    mine = "<p>We are <em>always</em> open. We greet all. We close at six.</p>"
    theirs = "<p>We are <em>open</em>. We greet all. We close at seven. Not on Sunday.</p>"
    both = "<p>We are <em>always</em> open. We greet all. We close at seven. Not on Sunday.</p>"
    assert merge_html(base, mine, theirs) == (both, [])
    plain = [text(one) for one in (base, mine, theirs, both)]
    assert merge_plain(*plain[:3]) == (plain[3], [])


def test_of_one_sentence_that_both_changed_only_that_sentence_stands_twice():
    base, mine, theirs = (f"<p>We greet all. We close at {hour}.</p>" for hour in ("six", "seven", "eight"))
    assert merge_html(base, mine, theirs) == (
        "<p>We greet all. We close at eight. We close at seven.</p>",
        [Clash("We close at seven.", "We close at eight.")],
    )


def test_different_points_of_a_list_are_put_together():
    base = "<ul><li><p>One thing</p></li><li><p>Two. And more.</p></li></ul>"
    mine = "<ul><li><p>One other thing</p></li><li><p>Two. And more.</p></li></ul>"
    theirs = "<ul><li><p>One thing</p></li><li><p>Two. And much more.</p></li><li><p>Three</p></li></ul>"
    both = "<ul><li><p>One other thing</p></li><li><p>Two. And much more.</p></li><li><p>Three</p></li></ul>"
    assert merge_html(base, mine, theirs) == (both, [])


def test_a_paragraph_added_after_one_that_both_changed_stays_apart():
    base = "<p>We greet all. We close at six.</p>"
    mine = "<p>We greet everybody. We close at six.</p><p>Another thought.</p>"
    theirs = "<p>We greet all. We close at seven.</p>"
    both = "<p>We greet everybody. We close at seven.</p><p>Another thought.</p>"
    assert merge_html(base, mine, theirs) == (both, [])


def test_without_a_base_what_both_share_stays_once():
    assert merged(None, ["a", "mine", "z"], ["a", "theirs", "z"]) == ["a", "theirs", "mine", "z"]
    assert merge_plain(None, "a\n\nmine", "a") == ("a\n\nmine", [])


def test_formatting_is_kept_of_who_changed_it():
    base, bold = "<p>a</p>", "<p><strong>a</strong></p>"
    assert merge_html(base, bold, base) == (bold, [])
    assert merge_html(base, base, bold) == (bold, [])


def test_empty_paragraphs_are_no_passage_of_their_own():
    empty = "<p>a</p><p>\u200b</p><p><br></p>"
    assert merge_html(empty, "<p>a</p>", f"{empty}<p>b</p>") == ("<p>a</p><p>b</p>", [])
    assert rows_of(paragraphs(empty), paragraphs("<p>a</p>")) == [Row("a", "a", "same")]


def test_blocks_keep_a_rule_between_two():
    assert blocks("<p>a</p><hr><ul><li>b</li></ul>") == ["<p>a</p>", "<hr>", "<ul><li>b</li></ul>"]


def test_rows_mark_what_differs_word_by_word():
    (row,) = rows_of(["One old word"], ["One new word"])
    assert (row.old, row.new) == ("One <del>old</del> word", "One <ins>new</ins> word")
    assert [one.state for one in rows_of(["a"], ["a", "b"])] == ["same", "added"]


def test_different_cells_of_one_row_are_put_together():
    row = "<table><tbody><tr><td><p>{}</p></td><td><p>{}</p></td></tr></tbody></table>"
    base, mine, theirs = row.format("Post room", "5"), row.format("Post room", "6"), row.format("Post desk", "5")
    assert merge_html(base, mine, theirs) == (row.format("Post desk", "6"), [])


def test_the_number_that_a_list_begins_with_goes_on_with_the_words_of_the_other():
    base, words = "<ol><li><p>a</p></li><li><p>b</p></li></ol>", "<li><p>a</p></li><li><p>b</p></li>"
    mine, theirs = f'<ol start="3">{words}</ol>', base.replace("<p>b</p>", "<p>b</p><p>c</p>")
    both = theirs.replace("<ol>", '<ol start="3">')
    assert merge_html(base, mine, theirs) == merge_html(base, theirs, mine) == (both, [])
    assert merge_html(base, mine, f'<ol start="4">{words}</ol>') == (f'<ol start="4">{words}</ol>', [])


def test_another_number_of_a_list_is_seen_beside_each_other():
    old, new = "<ol><li><p>a</p></li><li>b</li></ol>", '<ol start="3"><li><p>a</p></li><li>b</li></ol>'
    assert rows_of(paragraphs(old), paragraphs(new)) == [
        Row("a", "<ins>3. </ins>a", "changed"), Row("b", "b", "same")
    ]  # fmt: skip


def test_formatting_of_one_goes_on_with_the_words_of_the_other():
    base = "<p>We are open. We close at six.</p>"
    mine, theirs = base.replace("We are", "<strong>We</strong> are"), base.replace("six", "seven")
    both = mine.replace("six", "seven")
    assert merge_html(base, mine, theirs) == merge_html(base, theirs, mine) == (both, [])
    one = "<p>We are open</p>"
    assert merge_html(one, "<p>We are <em>open</em></p>", "<p>We are open now</p>") == ("<p>We are open now</p>", [])
