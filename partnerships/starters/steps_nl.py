# ruff: noqa: E501 - prose
"""De eerste honderd dagen, en wat er bij het einde wordt overgedragen."""

STEPS = [
    (0, "Sponsors en teams benoemen", "Beide kanten zeggen wie opdracht geeft, wie trekt en wie meedoet, en wie waarover beslist."),
    (5, "Startbijeenkomst", "De opdrachtgever vertelt de visie, de leverancier waarom hij dit partnership wil. Wie ben je, wat vind je belangrijk, wanneer voel je je gewaardeerd?"),
    (10, "Wederzijds bezoek", "Het team van de leverancier loopt een dag mee op locatie; het team van de opdrachtgever gaat kijken bij de leverancier."),
    (14, "Project start-up", "Een halve dag over inhoud (wat, risico's, planning), proces (overleg, rollen, wie beslist) en relatie (hoe gaan we met elkaar om). Sluit af met werkafspraken."),
    (20, "Intentieverklaring klaar", "Gedeelde visie, principes en gedrag staan op papier en liggen ter goedkeuring bij beide kanten."),
    (20, "Overlegkalender en escalatie", "De data van alle overleggen staan vast, en ieder weet bij wie hij moet zijn als iets vastloopt."),
    (25, "Samen de klantreis lopen", "Loop samen de route van de gebruiker en noteer per contactmoment wat jullie zien."),
    (30, "Nulmeting", "Beleving van gebruikers, de paar indicatoren en de eerste samenwerkingsmeting."),
    (30, "Eerste samenwerkingsgesprek", "Niet over de dienst, maar over hoe jullie samenwerken. Wat vragen we van elkaar?"),
    (45, "Belangen en ontwikkelingen delen", "Beide kanten zetten op papier wat er speelt en wat de samenwerking hun moet opleveren."),
    (50, "Twee eerste verbeterideeën", "Klein, snel te proberen, met een eigenaar en een datum."),
    (60, "Tweede samenwerkingsgesprek", "Wat is er gebeurd met wat we elkaar op dag 30 vroegen?"),
    (75, "Eerste resultaat bevestigd", "Een verbetering is gerealiseerd, en beide kanten bevestigen wat zij oplevert."),
    (90, "Tweede samenwerkingsmeting", "Dezelfde stellingen als op dag 30. Bespreek elk verschil van een punt of meer."),
    (100, "Terugblik en doelen voor het jaar", "Doelen voor het jaar, en samen kiezen: het ritme houden of verlagen."),
]  # fmt: skip

HANDOVER = [
    ("client", "Medewerkers en gebruikers vertellen wat er verandert en wanneer"),
    ("client", "Toegang tot gebouwen en systemen intrekken"),
    ("client", "Laatste facturen en openstaande punten afhandelen"),
    ("supplier", "Kennis van locaties en gebruikers op papier overdragen"),
    ("supplier", "Sleutels, passen en materialen teruggeven"),
    ("supplier", "Afspraken over medewerkers die overgaan naar de opvolger"),
    ("supplier", "Gegevens van de opdrachtgever teruggeven en wissen"),
    ("client", "Terugkijken met elkaar: wat nemen we mee?"),
]
