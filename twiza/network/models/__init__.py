"""Tables of the network: places, organisations, who works where, what they agreed, what they published."""

from twiza.network.models.changes import ChangeAnswer, InstitutionChange, MandateCorrection, SiteLeft
from twiza.network.models.closures import ClosurePlan, RelocationPlace
from twiza.network.models.conventions import (
    AmendmentSigner,
    CommitmentChange,
    Convention,
    ConventionAmendment,
    ConventionCommitment,
    ConventionParty,
    SharingSignature,
)
from twiza.network.models.deliveries import ConventionDelivery, ConventionRuling
from twiza.network.models.figures import FigureTable, PublishedFigure
from twiza.network.models.files import (
    LicenceDecision,
    LicenceFile,
    LicenceMail,
    LicenceMeasure,
    LicenceOpinion,
    LicencePause,
    LicenceVisit,
    SignatureDelegation,
)
from twiza.network.models.inspections import (
    Inspection,
    InspectionAnswer,
    InspectionFinding,
    InspectionPhoto,
    Remedy,
    RemedyStep,
)
from twiza.network.models.institutions import (
    Institution,
    InstitutionFigure,
    InstitutionMandate,
    InstitutionPaper,
    InstitutionSite,
)
from twiza.network.models.invitations import Invitation
from twiza.network.models.licences import Licence
from twiza.network.models.life import (
    AssociationBureau,
    IncidentNote,
    InstitutionIncident,
    InstitutionLetter,
    InstitutionReport,
    ReportVerdict,
)
from twiza.network.models.organisations import (
    InterestDeclaration,
    Membership,
    Organisation,
    OrganisationName,
    enter,
    live_roles,
)
from twiza.network.models.places import Place, PlaceAlias, PlaceKey
from twiza.network.models.processings import Processing, ProcessingVersion
from twiza.network.models.regimes import RegimeVersion
from twiza.network.models.sites import RefugeAddress, Site, SiteAddress, SiteStaff
from twiza.network.models.surveys import InstitutionSurvey, SurveyVersion
from twiza.network.models.undoings import ConventionHandover, ConventionUndoing

__all__ = [
    "ChangeAnswer",
    "InstitutionChange",
    "MandateCorrection",
    "SiteLeft",
    "AmendmentSigner",
    "CommitmentChange",
    "ConventionDelivery",
    "ConventionHandover",
    "ConventionUndoing",
    "ConventionRuling",
    "AssociationBureau",
    "IncidentNote",
    "InstitutionIncident",
    "InstitutionLetter",
    "InstitutionReport",
    "ReportVerdict",
    "ClosurePlan",
    "RelocationPlace",
    "LicenceDecision",
    "LicenceFile",
    "LicenceMail",
    "LicenceMeasure",
    "LicenceOpinion",
    "LicencePause",
    "LicenceVisit",
    "SignatureDelegation",
    "Convention",
    "ConventionAmendment",
    "ConventionCommitment",
    "ConventionParty",
    "FigureTable",
    "InterestDeclaration",
    "Inspection",
    "InspectionAnswer",
    "InspectionFinding",
    "InspectionPhoto",
    "Remedy",
    "RemedyStep",
    "Institution",
    "InstitutionFigure",
    "InstitutionMandate",
    "InstitutionPaper",
    "InstitutionSite",
    "InstitutionSurvey",
    "Invitation",
    "Licence",
    "Membership",
    "Organisation",
    "OrganisationName",
    "Place",
    "PlaceAlias",
    "PlaceKey",
    "Processing",
    "ProcessingVersion",
    "PublishedFigure",
    "RefugeAddress",
    "RegimeVersion",
    "SharingSignature",
    "Site",
    "SiteAddress",
    "SiteStaff",
    "SurveyVersion",
    "enter",
    "live_roles",
]
