"""The pages of the form, in order, each with its questions: what is asked, how, with which help."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from ..enums import ImplementationStatus, Kind
from .answers import Answer, Area, Links, Name, Rows, Several, Themes, When
from .page import NEEDED
from .tags import Tags


@dataclass(frozen=True)
class Section:
    """One page of the form: one topic, first what is asked of everybody, then what may be told as well."""

    name: str
    title: str
    lead: str
    first: tuple
    more: tuple = ()
    #: Needed answers that are asked on this page by another control than a question.
    also: tuple = ()
    #: The only kind of action that is asked for this page.
    only_kind: str = ""
    #: Other names of its fields in remarks.
    aliases: tuple = field(default=())

    @property
    def answers(self):
        """All questions."""
        return (*self.first, *self.more)

    @property
    def fields(self):
        """The names of its fields, as completeness and remarks call them."""
        names = {one.name for one in self.answers} | {*self.also, *self.aliases}
        return names | ({"gcm", "gcr", "sdg", "lmp", "mmd"} if "tags" in names else set())

    @property
    def is_needed(self):
        """Whether a submission needs something of it."""
        return bool(self.fields & NEEDED)


SECTIONS = (
    Section(
        "about",
        _("About the action"),
        _("What a reader sees first."),
        first=(
            Answer(
                "title",
                _("What is the action called?"),
                hint=_("Up to 120 characters. Name the thing itself rather than the project that pays for it."),
            ),
            Answer(
                "kind",
                _("What is it?"),
                radios=True,
                hints={
                    Kind.PRACTICE: _("Something you do, again and again or once"),
                    Kind.POLICY: _("A strategy, plan, by-law or decision"),
                    Kind.SERVICE: _("A place or team that people can turn to"),
                    Kind.TOOL: _("A register, application, guide or training"),
                    Kind.COMMITMENT: _("Something you promise to do"),
                },
            ),
            Answer(
                "summary",
                _("Summary"),
                hint=_("Who does what, where, for whom? Whoever reads only this should know what it is about."),
                example=_(
                    "The city of Vela gives every resident, with or without papers, a local identity card. The card "
                    "opens libraries, clinics and school enrolment. It was designed with four migrant associations "
                    "and is accepted by the municipal police. Since 2019 it has been issued to 12,400 people."
                ),
            ),
        ),
        aliases=("original_language",),
    ),
    Section(
        "who",
        _("Who"),
        _("Who answers for the action, and who takes part."),
        first=(
            Answer("department", _("Which department is responsible?")),
            Rows(
                "contacts",
                _("Contacts"),
                Answer("name", _("Name")),
                Answer("email", _("E-mail address")),
                Answer("position_title", _("Position")),
                Answer("organisation_name", _("Organisation")),
                Answer("role", _("Role")),
                Answer("is_public", _("Show this contact on the public page")),
                one=_("Contact"),
                hint=_("For questions of the secretariat. Nobody else sees a contact unless you decide otherwise."),
                is_private=True,
                most=10,
            ),
            Rows(
                "partners",
                _("Partners"),
                Name("organisation", _("Name"), "bodies", or_text="name"),
                Answer("role", _("What does this partner do?")),
                one=_("Partner"),
                hint=_("Bodies that take part beside your government. Choose a name that is offered, or type another."),
            ),
        ),
        more=(
            Links(
                "other_lrgs",
                _("Other local governments that take part"),
                "lrgs",
                one=_("Local government"),
                hint=_("Other towns, regions or their associations that lead the action with you."),
            ),
            Answer(
                "is_for_other_body",
                _("I submit this for another body"),
                hint=_("Add its focal point to the contacts above."),
            ),
        ),
        aliases=("lead_lrg",),
    ),
    Section(
        "place",
        _("Where and when"),
        _("The place is that of your local government unless you say otherwise."),
        first=(
            When(
                "starts_on",
                _("When did it start, or when will it?"),
                hint=_("The year is enough. For example: 2019, or March 2019."),
            ),
            When("ends_on", _("When did it end, or when will it?"), hint=_("Leave empty while it goes on.")),
            Answer(
                "implementation_status",
                _("How far is it?"),
                radios=True,
                hints={
                    ImplementationStatus.PLANNED: _("Decided or being prepared; results and lessons come later"),
                    ImplementationStatus.PILOT: _("Being tried out"),
                    ImplementationStatus.MAINSTREAMED: _("No longer a project: part of what you always do"),
                },
            ),
            Answer(
                "place_name", _("Place"), hint=_("A district or place, if the action is not in the whole territory.")
            ),
            Answer("scope", _("What territory does it cover?")),
        ),
        more=(
            Links(
                "countries",
                _("Countries or areas"),
                "countries",
                one=_("Country or area"),
                hint=_("Add others only if the action itself reaches beyond your country."),
            ),
            Answer("latitude", _("Latitude"), hint=_("In degrees, for example 36.8189. North is positive.")),
            Answer("longitude", _("Longitude"), hint=_("In degrees, for example 10.1658. East is positive.")),
            Area(
                "area",
                _("Area"),
                hint=_(
                    "If the action covers a part of the territory: its outline as GeoJSON, pasted here or sent as a "
                    "file. Readers see the outline."
                ),
            ),
        ),
        aliases=("point",),
    ),
    Section(
        "what",
        _("What you do"),
        _("In plain words, as you would tell a colleague in another town."),
        first=(
            Answer(
                "context",
                _("Context and challenge"),
                hint=_("What made it necessary? Figures help, with their year."),
                example=_(
                    "Vela has 310,000 inhabitants. Between 2015 and 2018 about 9,000 people arrived from other "
                    "countries, most of them without a national identity document. Without one they could neither "
                    "enrol a child at school nor report a theft. Social services spent a third of their time "
                    "writing letters that confirmed who somebody was."
                ),
            ),
            Answer(
                "activities",
                _("What do you do, and how does it work?"),
                hint=_("Step by step: who does what, with whom, how often. What would a person meet who comes to you?"),
                example=_(
                    "Residents apply at one of six district offices, with any two proofs that they live in Vela: a "
                    "rent receipt, a letter from a school, the word of an association. A clerk takes a photograph "
                    "and the card is handed over within a week. The register keeps name, photograph and date of "
                    "birth only, is run by the city and is not shared with national authorities. Every year the "
                    "associations and the city look at refusals together."
                ),
                rows=10,
            ),
        ),
        more=(
            Answer(
                "aims",
                _("What is it to achieve?"),
                hint=_("The change you want, so that one could later see whether it came."),
                example=_(
                    "By 2022 every resident who asks can prove who they are to the city's own services, and no child "
                    "waits longer than two weeks for a place at school for lack of a document."
                ),
            ),
            Answer("innovation", _("What is new about it?"), hint=_("New for your town, your country or in general.")),
            Several("level", _("Which levels of government take part?")),
            Answer("legal_basis", _("Legal basis"), hint=_("By-law, council decision, law, agreement.")),
            Rows(
                "digital_tools",
                _("Digital tools or registers"),
                Answer("name", _("Name of the tool")),
                Name("owner", _("Owner"), "bodies"),
                Answer("purpose", _("What is it used for?"), rows=3),
                Answer("data_protection", _("How are personal data protected?"), rows=3),
                one=_("Tool"),
            ),
        ),
    ),
    Section(
        "commitment",
        _("The commitment"),
        _("What is promised, until when, and who signed it."),
        first=(
            Rows(
                "commitment",
                _("The promise"),
                Answer("type", _("Type")),
                Answer("mode", _("Alone or with others")),
                Answer(
                    "target", _("Measurable target"), hint=_("What will be there that is not there now, and how many?")
                ),
                Answer("due_on", _("Due on")),
                Answer("status", _("How far is it?")),
                one=_("Promise"),
                most=1,
            ),
            Rows(
                "sign_offs",
                _("Political sign-off"),
                Answer("name", _("Name")),
                Answer("position_title", _("Position")),
                Answer("signed_on", _("Date")),
                one=_("Sign-off"),
                hint=_(
                    "Who agreed to the commitment. Not shown publicly. Send the letter with the pictures and files."
                ),
                is_private=True,
                most=5,
            ),
        ),
        more=(
            Rows(
                "partner_pledges",
                _("Promised together with"),
                Name("organisation", _("Organisation"), "bodies"),
                Answer("text", _("What it promises")),
                one=_("Partner pledge"),
            ),
            Rows(
                "commitment_updates",
                _("Progress"),
                Answer("reported_on", _("Date")),
                Answer("status", _("How far is it?")),
                Answer("narrative", _("What happened?"), rows=3),
                one=_("Update"),
            ),
        ),
        only_kind=Kind.COMMITMENT,
    ),
    Section(
        "people",
        _("People"),
        _("Whom the action serves, and who shapes it. No names and nothing that points at single persons."),
        first=(
            Several("population", _("Whom does it serve?"), hint=_("Choose all that apply.")),
            Several("group", _("Does it pay special attention to some groups?"), hint=_("Choose all that apply.")),
        ),
        more=(
            Rows(
                "reached",
                _("How many were reached"),
                Answer("number", _("Number")),
                Answer("unit", _("Of what?")),
                Answer("year", _("Year")),
                Answer("split", _("By sex or age, if you know")),
                one=_("Figure"),
                hint=_("One row for each figure and year. Numbers below ten are never shown."),
            ),
            Answer("participation_scale", _("What part do migrants, refugees and hosts play in design and delivery?")),
            Answer("participation", _("How do they take part?")),
            Several("crisis", _("Did it begin in a crisis?")),
            Answer("crisis_name", _("Which crisis?"), hint=_("For example: COVID-19, floods of 2022.")),
        ),
    ),
    Section(
        "means",
        _("Means"),
        _("What it costs and who pays: what other towns ask first. Leave out what you do not know."),
        first=(
            Answer("budget_range", _("What does it cost, roughly?"), radios=True),
            Several("funding", _("Where does the money come from?"), hint=_("Choose all that apply.")),
        ),
        more=(
            Answer("budget_amount", _("Total budget"), hint=_("A number without currency.")),
            Answer("budget_currency", _("Currency"), hint=_("Three letters: EUR, USD, MAD.")),
            Answer("funding_note", _("About the funding")),
            Answer("resources", _("Staff and other resources")),
        ),
    ),
    Section(
        "results",
        _("Results"),
        _("What has changed. For an action that is only planned, what you expect."),
        first=(
            Answer(
                "results",
                _("Results so far"),
                hint=_("What is different now, for whom, and how do you know? What did not work belongs here too."),
                example=_(
                    "By the end of 2022, 12,400 cards had been issued, half of them to women. Schools report that "
                    "enrolment now takes three days instead of six weeks. The police stopped accepting the card for "
                    "some months in 2020; a new agreement solved this. Use among older people stays low."
                ),
            ),
        ),
        more=(
            Rows(
                "indicators",
                _("Indicators"),
                Answer("name", _("What is measured?")),
                Answer("baseline", _("Before")),
                Answer("value", _("Value")),
                Answer("unit", _("Unit")),
                Answer("year", _("Year")),
                Answer("source", _("Source")),
                one=_("Indicator"),
            ),
            Answer("evaluation", _("Has somebody evaluated it?")),
            Answer("evaluation_url", _("Address of the evaluation"), hint=_("Begins with https://")),
        ),
        aliases=("evidence_level",),
    ),
    Section(
        "lessons",
        _("Lessons"),
        _("What you would tell a town that starts now."),
        first=(
            Answer(
                "lessons",
                _("Lessons learnt"),
                hint=_("What would you do again, and what would you do differently?"),
                example=_(
                    "Ask the police first: we came to them last and lost half a year. A card for everybody, not only "
                    "for newcomers, carries no stigma. Plan from the beginning who may read the register."
                ),
                rows=6,
            ),
            Answer("difficulties", _("Difficulties, and the answers you found")),
            Rows(
                "success_conditions",
                _("What makes it work"),
                Answer("text", _("Condition")),
                one=_("Condition"),
                hint=_("Up to three conditions without which it would not work."),
                most=3,
            ),
        ),
        more=(
            Rows(
                "building_blocks",
                _("What others can reuse"),
                Answer("text", _("What is it?")),
                Answer("url", _("Address"), hint=_("Begins with https://")),
                one=_("Building block"),
                hint=_("A form, a by-law, a training plan."),
            ),
            Answer("replicability", _("Could another town do the same?")),
            Answer("replication_scope", _("At which level?")),
            Answer("replication_needs", _("What would it need?")),
            Answer("recommendations", _("Recommendations to others")),
            Rows(
                "adaptations",
                _("Taken up elsewhere"),
                Name("lrg", _("Local government"), "lrgs"),
                Answer("url", _("Address"), hint=_("Begins with https://")),
                one=_("Local government"),
            ),
            Several("offer", _("What can you offer to other cities?")),
            Several("seek", _("What are you looking for?")),
            Answer("exchange_note", _("About offers and requests")),
        ),
    ),
    Section(
        "tags",
        _("Objectives and themes"),
        _("Which global objectives the action serves. Readers and review forums find it by these."),
        first=(
            Tags("tags"),
            Themes("themes", hint=_("At least one.")),
            Answer("keywords", _("Keywords"), hint=_("Free words, separated by commas.")),
        ),
    ),
    Section(
        "links",
        _("Links and files"),
        _("Pictures, documents and addresses that show more."),
        first=(
            Rows(
                "documents",
                _("Documents, videos and websites on the internet"),
                Answer("title", _("Title")),
                Answer("url", _("Address"), hint=_("Begins with https://")),
                Answer("kind", _("What is it?")),
                Answer("language", _("Language")),
                one=_("Link"),
            ),
            Links("related", _("Related actions"), "actions", one=_("Action"), hint=_("Type the title or the code.")),
        ),
        more=(Answer("source_url", _("Where was this published before?"), hint=_("Begins with https://")),),
        also=("images",),
        aliases=("attachments", "origin"),
    ),
    Section(
        "consent",
        _("Consent and licence"),
        _("What happens to your texts once they are public."),
        first=(
            Answer("licence", _("Licence of the texts"), radios=True),
            Answer("hold_until", _("Not before"), hint=_("If the action must not be public before a certain day.")),
        ),
        also=("consent", "is_data_protection_confirmed"),
    ),
)
BY_NAME = {section.name: section for section in SECTIONS}


def sections_of(practice):
    """Return the pages that ``practice`` is asked for."""
    return [one for one in SECTIONS if not one.only_kind or one.only_kind == practice.kind]


def section_of(name):
    """Return the page that asks for the field ``name`` of a remark or a rule, or None."""
    return next((one for one in SECTIONS if name in one.fields), None)


def question_of(name):
    """Return the question that asks for the field ``name`` alone, or None."""
    section = section_of(name)
    return next((one for one in section.answers if one.name == name), None) if section else None
