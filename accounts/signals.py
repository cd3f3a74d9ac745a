"""What the rooms above are told. Sent inside the transaction; a receiver is one call of an action."""

from django.dispatch import Signal

# connection, by. Client and supplier are connected from now on.
connected = Signal()
