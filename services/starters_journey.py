"""Stages to start a journey from (methods B.3). What is taken over becomes the organisation's own text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StarterJourney:
    """A journey of the starter list: its title, its persona and its stages, in Dutch and English."""

    key: str
    title: dict[str, str]
    persona: dict[str, str]
    steps: dict[str, tuple[str, ...]]

    def stages(self, language: str) -> tuple[str, ...]:
        return self.steps["en" if language == "en" else "nl"]

    def words(self, language: str) -> dict[str, str]:
        """Title and name of the persona, to begin with."""
        language = "en" if language == "en" else "nl"
        return {"title": self.title[language], "name": self.persona[language]}


JOURNEYS = {
    one.key: one
    for one in (
        StarterJourney(
            "visitor",
            {"nl": "Een bezoek aan ons gebouw", "en": "A visit to our building"},
            {"nl": "Bezoeker", "en": "Visitor"},
            {
                "nl": ("Uitnodiging", "Reis en parkeren", "Aankomst en entree", "Ontvangst", "Wachten",
                       "Bijeenkomst of werk", "Eten en drinken", "Vertrek", "Nazorg"),
                "en": ("Invitation", "Travel and parking", "Arrival and entrance", "Reception", "Waiting",
                       "Meeting or work", "Food and drink", "Departure", "Aftercare"),
            },
        ),
        StarterJourney(
            "employee",
            {"nl": "Een werkdag op kantoor", "en": "A working day at the office"},
            {"nl": "Medewerker", "en": "Employee"},
            {
                "nl": ("Naar kantoor", "Binnenkomen", "Werkplek", "Overleg", "Lunch", "Storing of vraag", "Naar huis"),
                "en": ("To the office", "Coming in", "Workplace", "Meeting", "Lunch", "Fault or question", "Way home"),
            },
        ),
    )
}  # fmt: skip


def stages_of(key: str, language: str) -> tuple[str, ...]:
    """The stages of a starter set; none for a journey that starts empty."""
    return JOURNEYS[key].stages(language) if key in JOURNEYS else ()
