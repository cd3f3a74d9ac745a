"""What the rooms above are told. Sent inside the transaction; a receiver is one call of an action."""

from django.dispatch import Signal

# membership, successor (a Membership or None), by. Receivers hand over what is open.
membership_ended = Signal()
# connection, by. Client and supplier are connected from now on.
connected = Signal()
# membership. Receivers return how many open things the member has (int).
count_open = Signal()
