import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from accounts.audit import record


@pytest.mark.parametrize("statement", ["UPDATE accounts_auditevent SET event = 'x'", "DELETE FROM accounts_auditevent",
                                       "TRUNCATE accounts_auditevent"])  # fmt: skip
def test_audit_events_cannot_be_changed_by_the_application(cast, statement):
    record("accounts.organisation_changed", organisation=cast.campus, by=cast.campus_owner)
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
