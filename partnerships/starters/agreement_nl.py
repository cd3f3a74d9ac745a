# ruff: noqa: E501 - prose
"""Beginteksten van een overeenkomst, om samen te herschrijven."""

TITLE = "Samenwerkingsovereenkomst %(client)s en %(supplier)s"

STATEMENT = "Ik ben bevoegd om namens %(organisation)s te tekenen. Ik heb deze tekst gelezen en keur haar goed."

LEFT_OPEN = "Dit deel laten wij bewust open."
OPEN_QUESTIONS = "Bewust open:"

SECTIONS = [
    ("vision", "Gedeelde visie", """\
<p>In één of twee zinnen: wat willen wij samen bereiken voor de mensen die onze gebouwen gebruiken?</p>
<p>Wij willen dat … merkt dat …, doordat wij samen …</p>"""),
    ("principles", "Principes", """\
<p>Bij alles wat wij samen beslissen, houden wij ons aan zes principes.</p>
<ul><li><strong>Wederkerigheid.</strong> Wij ruilen eerlijk: wie van de ander vraagt risico te nemen, neemt dat zelf ook.</li>
<li><strong>Autonomie.</strong> Wij gebruiken macht niet tegen elkaar; beide kanten beslissen vrij.</li>
<li><strong>Eerlijkheid.</strong> Wij vertellen wat er is, en houden feiten en uitleg uit elkaar.</li>
<li><strong>Loyaliteit.</strong> Wij zijn trouw aan de samenwerking, ook als het even tegenzit.</li>
<li><strong>Evenredigheid.</strong> Lasten en opbrengsten zijn in verhouding; raken ze scheef, dan herstellen wij dat.</li>
<li><strong>Integriteit.</strong> Wat wij zeggen en wat wij doen, klopt met elkaar.</li></ul>"""),
    ("behaviour", "Zo gaan wij met elkaar om", """\
<p>Wat merken wij van deze principes op een gewone dag?</p>
<ul><li>Wij melden het zelf en op tijd als iets misgaat.</li>
<li>Wij leggen een vraagstuk voor in plaats van een uitgewerkte oplossing.</li>
<li>Wij spreken elkaar aan, en niet over elkaar.</li>
<li>Wij vieren wat lukt.</li></ul>"""),
    ("goals", "Doelen", """\
<p>Welke doelen, hoogstens vijf, stellen wij voor over een jaar en over drie jaar: wat is er dan beter, voor wie, en hoe zien wij dat?</p>"""),
    ("roles", "Rollen en overleg", """\
<p>Wie is sponsor, wie trekt, en wie beslist waarover?</p>
<ul><li><strong>Operationeel overleg</strong>: de mensen op locatie; wekelijks in de eerste honderd dagen, daarna elke twee tot vier weken.</li>
<li><strong>Tactisch overleg</strong>: contractmanager en accountmanager; maandelijks in het eerste jaar.</li>
<li><strong>Strategisch overleg</strong>: facilitair manager en directie; elk kwartaal in het eerste jaar.</li>
<li><strong>Samenwerkingsgesprek</strong>: beide teams, op dag 30, 60 en 100 en daarna elk half jaar.</li></ul>
<p>Van elk overleg is er een agenda van beide kanten en een verslag dat beide kanten vaststellen.</p>"""),
    ("quality", "Kwaliteit en indicatoren", """\
<p>Wij meten weinig, en meten wat gebruikers merken. Per indicator: wat is het doel, wie meet, en wanneer praten wij erover?</p>
<p>De afspraken over werkzaamheden en prestaties staan in het contract; die herhalen wij hier niet.</p>"""),
    ("value", "Waarde voor beide", """\
<p>Wat levert deze samenwerking de opdrachtgever op, wat de leverancier, en wat de gebruiker? Wij houden de waarde per afspraak bij en bevestigen haar samen.</p>"""),
    ("information", "Informatie die wij delen", """\
<p>Wij delen ontwikkelingen en belangen die voor de ander van betekenis zijn, vroeg genoeg om er nog iets mee te doen.</p>
<p>Wat delen wij in ieder geval, en wat blijft vertrouwelijk?</p>"""),
    ("trouble", "Als het schuurt", """\
<p>Een verschil van mening bespreken wij waar het ontstaat, en wij zoeken eerst samen de oorzaak.</p>
<ol><li>De mensen die het aangaat, binnen vijf werkdagen.</li>
<li>De trekkers van beide kanten, binnen nog eens vijf werkdagen.</li>
<li>De sponsors van beide kanten.</li></ol>
<p>Komen wij er dan niet uit, dan vragen wij samen iemand van buiten om te helpen.</p>"""),
    ("end", "Einde en overdracht", """\
<p>Wij spreken nu af hoe wij uit elkaar gaan, nu wij het goed met elkaar voor hebben.</p>
<ul><li>Wie wil stoppen, zegt dat met redenen en ten minste zes maanden vooraf.</li>
<li>Wij maken samen een lijst van wat er wordt overgedragen: kennis, gegevens, sleutels, mensen.</li>
<li>Wij kijken terug en nemen mee wat wij leerden.</li></ul>"""),
    ("approving", "Goedkeuring", """\
<p>Deze overeenkomst geldt zodra van beide kanten iemand die tekenbevoegd is, precies deze tekst in Samenspel heeft goedgekeurd. Wij aanvaarden deze manier van goedkeuren over en weer. Een wijziging is een nieuwe versie die opnieuw door beide kanten wordt goedgekeurd.</p>"""),
]  # fmt: skip
