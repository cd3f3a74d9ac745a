"""What the ranking of a closed round would be under other weights. Nothing is kept; the address holds the weights."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from common.edges import whole_number
from common.forms import Form
from services.models import Assessment, Criterion
from services.outcome import chosen_in, label_of, outcome_row, portfolio_of
from services.result import ServiceResult, Weighed, scaled
from services.rounds import Outcome

TOTAL = 100


class WeightsForm(Form):
    """A weight per criterion, named w1, w2, … in their order; an empty one weighs nothing."""

    def __init__(self, data: Any, *, criteria: Sequence[Criterion]) -> None:
        self.names = {f"w{number}": one for number, one in enumerate(criteria, start=1)}
        # Without weights in the address these are the round's own.
        given = data if data and any(name in data for name in self.names) else None
        super().__init__(given, initial={name: one.weight for name, one in self.names.items()})
        for name, criterion in self.names.items():
            widget = forms.NumberInput(attrs={"data-weight": True, "inputmode": "numeric"})
            self.fields[name] = forms.IntegerField(
                label=criterion.name, min_value=0, max_value=TOTAL, required=False, widget=widget
            )

    def clean(self) -> None:
        if not self.errors and not any(self.weights()):
            raise ValidationError(_("Give at least one criterion a weight."))

    def weights(self) -> list[int]:
        return [self.cleaned_data.get(name) or 0 for name in self.names]

    @property
    def total(self) -> int:
        """What the fields add up to as they stand."""
        values = [str(self[name].value() or "") for name in self.names]
        return sum(whole_number(value) or 0 for value in values)

    def weighed(self) -> list[Weighed]:
        """The criteria with these weights, scaled to a total of 100."""
        pairs = zip(self.names.values(), self.weights(), strict=True)
        return scaled([Weighed(one.pk, weight, one.code) for one, weight in pairs])


def what_if_context(
    form: WeightsForm, outcome: Outcome, assessment: Assessment, member: Membership
) -> Mapping[str, Any]:
    """The ranking under the weights of a valid form beside that of the round, and its portfolio."""
    before = {one.key: one for one in outcome.results}
    chosen = chosen_in(assessment, member)
    found = outcome.under(form.weighed())
    rows = [outcome_row(one, outcome, chosen) | _moved(before[one.key], one) for one in found]
    return {
        "what_if_rows": rows,
        "moved": sum(1 for row in rows if row["steps"]),
        "what_if_figure": portfolio_of(
            rows, lambda one: member.url("services:assessed", pk=assessment.pk, assessed=one.pk)
        ),
    }


def _moved(before: ServiceResult, now: ServiceResult) -> dict[str, Any]:
    steps = (before.rank or 0) - (now.rank or 0) if before.rank and now.rank else 0
    was = label_of(before.suggestion)
    return {"was": before, "steps": steps, "up_or_down": abs(steps), "suggested_before": was}
