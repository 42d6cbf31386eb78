"""The shape of what is typed in the network's pages."""

from twiza.network.forms.closures import ClosureForm, ResidentForm
from twiza.network.forms.conventions import AmendForm, CommitmentForm, ConventionForm, EndConventionForm
from twiza.network.forms.figures import FigureForm, TableForm
from twiza.network.forms.files import (
    CallForm,
    DecideForm,
    IntendForm,
    OpinionForm,
    ProtectForm,
    RunClockForm,
    SignatureForm,
    StopClockForm,
    VisitForm,
)
from twiza.network.forms.institutions import (
    CountForm,
    InstitutionForm,
    LicenceForm,
    LookForm,
    MandateForm,
    MoveLicenceForm,
    NewInstitutionForm,
    PaperForm,
    PaperLicenceForm,
    RegimeForm,
    SiteChoiceForm,
)
from twiza.network.forms.invitations import CodeForm, InviteForm, NewAccountForm, NewPasswordForm
from twiza.network.forms.organisations import (
    DeclareForm,
    EndRoleForm,
    NewOrganisationForm,
    ProfileForm,
    RenameForm,
    SearchForm,
    StatutesForm,
)
from twiza.network.forms.places import AddPlaceForm, AliasForm, PlaceField
from twiza.network.forms.processings import ProcessingForm
from twiza.network.forms.sites import AddressForm, ProtectedAddressForm, RefugeForm, SiteForm, StaffForm

__all__ = [
    "ClosureForm",
    "ResidentForm",
    "CallForm",
    "DecideForm",
    "IntendForm",
    "OpinionForm",
    "ProtectForm",
    "RunClockForm",
    "SignatureForm",
    "StopClockForm",
    "VisitForm",
    "CountForm",
    "InstitutionForm",
    "LicenceForm",
    "LookForm",
    "MandateForm",
    "MoveLicenceForm",
    "NewInstitutionForm",
    "PaperForm",
    "PaperLicenceForm",
    "RegimeForm",
    "SiteChoiceForm",
    "CodeForm",
    "InviteForm",
    "NewAccountForm",
    "NewPasswordForm",
    "AddPlaceForm",
    "AddressForm",
    "AliasForm",
    "AmendForm",
    "CommitmentForm",
    "ConventionForm",
    "DeclareForm",
    "EndConventionForm",
    "EndRoleForm",
    "FigureForm",
    "NewOrganisationForm",
    "PlaceField",
    "ProtectedAddressForm",
    "ProcessingForm",
    "ProfileForm",
    "RefugeForm",
    "RenameForm",
    "SearchForm",
    "SiteForm",
    "StaffForm",
    "StatutesForm",
    "TableForm",
]
