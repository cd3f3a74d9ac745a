# ruff: noqa: E501 - prose
"""Starting texts of an agreement, to be rewritten together."""

TITLE = "Cooperation agreement of %(client)s and %(supplier)s"

STATEMENT = "I may sign on behalf of %(organisation)s. I have read this text and approve it."

LEFT_OPEN = "We leave this part open on purpose."
OPEN_QUESTIONS = "Open on purpose:"

SECTIONS = [
    ("vision", "Shared vision", """\
<p>In one or two sentences: what do we want to reach together for the people who use our buildings?</p>
<p>We want … to notice that …, because together we …</p>"""),
    ("principles", "Principles", """\
<p>In everything that we decide together we keep to six principles.</p>
<ul><li><strong>Reciprocity.</strong> We make fair exchanges: who asks the other to take a risk takes one too.</li>
<li><strong>Autonomy.</strong> We do not use power against each other; both sides decide freely.</li>
<li><strong>Honesty.</strong> We tell what is there, and keep facts and interpretation apart.</li>
<li><strong>Loyalty.</strong> We are loyal to the cooperation, also when things are against us.</li>
<li><strong>Equity.</strong> Burdens and gains are in proportion; when they are not, we mend it.</li>
<li><strong>Integrity.</strong> What we say and what we do agree.</li></ul>"""),
    ("behaviour", "How we treat each other", """\
<p>What do we notice of these principles on an ordinary day?</p>
<ul><li>When something goes wrong we say so ourselves, and in time.</li>
<li>We put a question to the other rather than a finished solution.</li>
<li>We talk to each other, not about each other.</li>
<li>We celebrate what works.</li></ul>"""),
    ("goals", "Goals", """\
<p>Which goals, five at most, do we set for one year and for three: what is better then, for whom, and how will we see it?</p>"""),
    ("roles", "Roles and meetings", """\
<p>Who sponsors, who leads, and who decides on what?</p>
<ul><li><strong>Operational meeting</strong>: the people on site; weekly in the first hundred days, every two to four weeks after.</li>
<li><strong>Tactical meeting</strong>: contract manager and account manager; monthly in the first year.</li>
<li><strong>Strategic meeting</strong>: facility manager and directors; every quarter in the first year.</li>
<li><strong>Partnership review</strong>: both teams, on day 30, 60 and 100 and every half year after.</li></ul>
<p>Each meeting has an agenda from both sides and minutes that both sides adopt.</p>"""),
    ("quality", "Quality and indicators", """\
<p>We measure little, and we measure what users notice. For each indicator: what is the target, who measures, and when do we talk about it?</p>
<p>What is to be done and delivered stands in the contract; we do not repeat it here.</p>"""),
    ("value", "Value for both", """\
<p>What does this cooperation bring the client, what the supplier, and what the user? We keep account of the value of each and confirm it together.</p>"""),
    ("information", "Information that we share", """\
<p>We share developments and interests that matter to the other, early enough to do something with them.</p>
<p>What do we share in any case, and what stays confidential?</p>"""),
    ("trouble", "When there is trouble", """\
<p>We discuss a difference of opinion where it arises, and look for the cause together first.</p>
<ol><li>The people whom it concerns, within five working days.</li>
<li>The leads of both sides, within another five working days.</li>
<li>The sponsors of both sides.</li></ol>
<p>If we do not find a way then, we ask somebody from outside to help us, together.</p>"""),
    ("end", "End and handover", """\
<p>We agree now how we part, while we wish each other well.</p>
<ul><li>Who wants to stop says so, with reasons and at least six months ahead.</li>
<li>Together we list what is handed over: knowledge, data, keys, people.</li>
<li>We look back and take along what we learned.</li></ul>"""),
    ("approving", "Approval", """\
<p>This agreement is in force once somebody of each side who may sign has approved this very text in Samenspel. Both of us accept this way of approving. A change is a new version that both sides approve again.</p>"""),
]  # fmt: skip
