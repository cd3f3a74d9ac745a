"""What the rooms above are told. Sent inside the transaction; a receiver is one call of an action."""

from django.dispatch import Signal

# minutes. Both sides adopted them, or nobody objected within the term.
minutes_adopted = Signal()
