"""What the rooms above are told. Sent inside the transaction; a receiver is one call of an action."""

from django.dispatch import Signal

# version, by. A version of the vision was published.
vision_published = Signal()
