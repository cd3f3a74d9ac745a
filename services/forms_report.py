"""What is asked for a report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import LANGUAGES
from common.forms import Form


class ReportForm(Form):
    """The report for the board."""

    language = forms.ChoiceField(label=_("Language of the report"), choices=LANGUAGES, widget=forms.RadioSelect)
