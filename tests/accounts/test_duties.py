"""What hangs on somebody: every column that names a member is a duty that can be handed over, or history."""

from django.apps import apps

from accounts.handover import DUTIES, HISTORY
from accounts.models import Membership


def columns() -> set[str]:
    found = set()
    for model in apps.get_models():
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if field.related_model is Membership:
                found.add(f"{model._meta.app_label}.{model.__name__}.{field.name}")
    return found


def test_every_column_that_names_a_member_is_a_duty_or_history():
    duties = [column for duty in DUTIES.values() for column in duty.columns]
    assert len(duties) == len(set(duties))
    assert set(duties) & set(HISTORY) == set()
    assert set(duties) | set(HISTORY) == columns()
    assert len(columns()) >= 50
