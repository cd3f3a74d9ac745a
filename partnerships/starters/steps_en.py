# ruff: noqa: E501 - prose
"""The first hundred days, and what is handed over at the end."""

STEPS = [
    (0, "Name sponsors and teams", "Both sides say who sponsors, who leads and who takes part, and who decides on what."),
    (5, "Kick-off", "The client tells the vision, the supplier why it wants this partnership. Who are you, what matters to you, when do you feel valued?"),
    (10, "Mutual visits", "The supplier's team spends a day on site; the client's team goes and looks at the supplier's."),
    (14, "Project start-up", "Half a day on content (what, risks, planning), process (meetings, roles, who decides) and relation (how we treat each other). It ends in working agreements."),
    (20, "Statement of intent ready", "Shared vision, principles and behaviours are on paper and with both sides for approval."),
    (20, "Meeting calendar and escalation", "The dates of all meetings are set, and everybody knows whom to turn to when something is stuck."),
    (25, "Walk the journey together", "Walk the user's way together and note at each contact moment what you see."),
    (30, "Baseline", "Experience of users, the few indicators and the first relationship check."),
    (30, "First partnership review", "Not about the service but about how you work together. What do we ask of each other?"),
    (45, "Share interests and developments", "Both sides write down what is going on and what the cooperation must bring them."),
    (50, "Two first improvement ideas", "Small, quick to try, with an owner and a date."),
    (60, "Second partnership review", "What happened to what we asked of each other on day 30?"),
    (75, "First result confirmed", "An improvement has been made, and both sides confirm what it brings."),
    (90, "Second relationship check", "The same statements as on day 30. Discuss every difference of a point or more."),
    (100, "Review and objectives for the year", "Objectives for the year, and a choice made together: keep the rhythm or lower it."),
]  # fmt: skip

HANDOVER = [
    ("client", "Tell staff and users what changes and when"),
    ("client", "Withdraw access to buildings and systems"),
    ("client", "Settle the last invoices and open points"),
    ("supplier", "Hand over knowledge of sites and users on paper"),
    ("supplier", "Return keys, passes and materials"),
    ("supplier", "Agree on staff who move to the successor"),
    ("supplier", "Return and erase the client's data"),
    ("client", "Look back together: what do we take along?"),
]
