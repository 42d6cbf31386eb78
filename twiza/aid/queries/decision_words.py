"""Decisions in plain words, to be read aloud: in the language that is on."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from twiza.aid.models import Pool
from twiza.aid.queries.decisions import ASIDE, LATE, NOT_DRAWN, SET_ASIDE, Decision, RuleLine
from twiza.aid.queries.objections import ANSWER_REASONS
from twiza.aid.rules import published
from twiza.aid.rules.allocation import BY_DRAW
from twiza.aid.rules.published import TOGETHER
from twiza.aid.rules.reasons import OTHER_WORD, Change, More
from twiza.aid.rules.selection import NOT_ELIGIBLE, RESERVE, SELECTED
from twiza.aid.rules.states import EntitlementState
from twiza.lib.text import isolated
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.roles import ROLES
from twiza.platform.web import formats
from twiza.registry.rules.categories import CATEGORIES
from twiza.registry.rules.shocks import SHOCKS

FACTS = {
    "size": gettext_lazy("People in the household"),
    "children": gettext_lazy("Children"),
    "elders": gettext_lazy("Elderly people"),
    "disability": gettext_lazy("A person with a disability"),
    "woman_headed": gettext_lazy("A household that a woman provides for"),
    "zone": gettext_lazy("Neighbourhood"),
    "categories": gettext_lazy("Situations noted"),
    "shocks": gettext_lazy("What befell the household"),
    "needs": gettext_lazy("To prepare at the point"),
}
NEEDS = {
    "seat": gettext_lazy("A seat"),
    "wheelchair": gettext_lazy("Room for a wheelchair"),
    "carry": gettext_lazy("Help to carry"),
    "home_delivery": gettext_lazy("Brought home"),
    "quiet": gettext_lazy("A quiet place"),
    "audio": gettext_lazy("Read aloud"),
    "large_print": gettext_lazy("Large print"),
}
PLACES = {
    SELECTED: gettext_lazy("Selected household"),
    RESERVE: gettext_lazy("Reserve"),
    "not_selected": gettext_lazy("Not selected"),
    NOT_ELIGIBLE: gettext_lazy("Does not meet what everyone must meet"),
    NOT_DRAWN: gettext_lazy("Judged, not drawn yet"),
    LATE: gettext_lazy("Brought after the pool was frozen"),
    ASIDE: gettext_lazy("Off the list until somebody says that it is still there"),
    SET_ASIDE: gettext_lazy("Taken off the list after an objection"),
    EntitlementState.DECLINED: gettext_lazy("Gave its basket up"),
    EntitlementState.REVOKED: gettext_lazy("Its right to a basket ended"),
}


@dataclass(frozen=True)
class RuleWords:
    """One rule on a page or a sheet: the sentence, what is known of the household, the answer, the points."""

    sentence: str
    known: str
    answer: str
    points: str
    met: bool


@dataclass(frozen=True)
class Told:
    """A decision in words: what it is, why, what would change it, how to disagree, who decided."""

    place: str
    decision: str
    because: list[str]
    rules: list[RuleWords]
    change: list[str]
    anew: str
    contest: str
    deciders: list[str]


def told(decision: Decision) -> Told:
    """Return a decision in the language that is on."""
    return Told(
        place=str(PLACES.get(decision.standing, decision.standing)),
        decision=_decision(decision),
        because=_because(decision),
        rules=[_rule(line) for line in decision.rules],
        change=_what_would_change(decision),
        anew=_(
            "Facts and rules that do not change give the same points next time. The selection itself is drawn anew each"
            " time: who was not selected now may be next time."
        ),
        contest=_contest(decision),
        deciders=_deciders(decision),
    )


def fact_words(fact: str, value: Any) -> str:
    """Return the value of a fact in words."""
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return formats.number(value)
    if isinstance(value, list):
        return _(", ").join(_word(fact, one) for one in value) or _("none")
    return isolated(_("another one")) if value == OTHER_WORD else isolated(str(value))


def sentence_of(rule: dict[str, Any]) -> str:
    """Return the sentence of a rule in the language that is on."""
    return str(rule["ar"] if get_language() == "ar" else rule["fr"])


def role_words(joined: str) -> str:
    """Return the roles held for a signature, as they are called."""
    return " · ".join(str(ROLES[one].name) if one in ROLES else one for one in joined.split("+") if one)


def _word(fact: str, word: str) -> str:
    if fact == "needs" and word in NEEDS:
        return str(NEEDS[word])
    words = {"categories": CATEGORIES, "shocks": SHOCKS}.get(fact, {})
    return _(words[word]) if word in words else isolated(word)


def _decision(decision: Decision) -> str:
    if not decision.negative:
        return _("This household was selected.")
    return {
        RESERVE: _("This household is in reserve: it receives if a place is free."),
        "not_selected": _("This household was not selected this time."),
        NOT_ELIGIBLE: _("This household was not selected: it does not meet what everyone must meet."),
        ASIDE: _("This household is not on the list now. It can come back."),
        LATE: _("This household was brought after the pool was frozen. An addendum may take it."),
        SET_ASIDE: _("This household was selected, and then taken off the list after an objection."),
        EntitlementState.DECLINED: _("This household was selected, and gave its basket up."),
        EntitlementState.REVOKED: _(
            "This household was selected, and its right to a basket was ended since."
        ),
    }.get(decision.standing, _("Nothing is decided yet on this household."))


def _because(decision: Decision) -> list[str]:
    if not decision.negative:
        return []
    if decision.aside:
        return _why_aside(decision.aside)
    if decision.taken_off:
        reason = ANSWER_REASONS.get(decision.taken_off.reason_code, decision.taken_off.reason_code)
        return [
            _("Reason: %(reason)s. Two persons answered for it, on %(day)s.")
            % {"reason": reason, "day": formats.day(timezone.localdate(decision.taken_off.signed_at))}
        ]
    if not decision.eligible:
        return [
            _("Rule: %(sentence)s. Known of this household: %(known)s.")
            % {"sentence": isolated(sentence_of(one.rule)), "known": _known(one)}
            for one in decision.rules
            if one.rule.get("must") and one.met is not True
        ]
    if decision.standing not in (RESERVE, "not_selected") or decision.season.pool is None:
        return []
    lines = of_the_zone(decision.season.pool, decision.zone)
    if decision.reason == BY_DRAW:
        lines.append(
            _(
                "Other households of this neighbourhood have the same points. A draw before witnesses put them in order."
            )
        )
    else:
        lines.append(_("Households of this neighbourhood with more points came first."))
    points = formats.number(decision.points)
    return [*lines, _("Points of this household: %(points)s.") % {"points": points}]


def _why_aside(aside: Any) -> list[str]:
    """Why a household waits, and who was asked: the trace as it is read to it."""
    asked = timezone.localdate(aside.asked_at)
    months = int(accounts.parameter_number("unconfirmed_months", on=asked))
    why = {
        "dead": _("A death was noted of this household. If that is a mistake, it is put right at once."),
        "moved": _("It was noted that this household moved away."),
        "unconfirmed": ngettext(
            "Nobody had confirmed for %(months)s month that this household still lives there.",
            "Nobody had confirmed for %(months)s months that this household still lives there.",
            months,
        )
        % {"months": formats.number(months)},
    }[aside.cause]
    asks = _("It left the list on %(day)s, and %(organisation)s, who brought it, was asked.") % {
        "day": formats.day(asked),
        "organisation": isolated(str(aside.bringing)),
    }
    return [why, asks, _("This is no fault of the household.")]


def of_the_zone(pool: Pool, zone: str) -> list[str]:
    """What a zone needed and got; without figures where the public file tells the zone with others, or they are small."""
    need, _people, _outside, quota, _reserve = pool.zones.get(zone, [0, 0, 0, 0, 0])
    labels = published.from_kept(pool.published)
    together = labels is None or labels.labels.get(zone, TOGETHER) == TOGETHER
    if together or min(need, quota, need - quota) < pool.small_cell:
        return [
            _("In %(zone)s more households met the criteria than there was enough for.")
            % {"zone": isolated(zone)}
        ]
    return [
        _("In %(zone)s %(need)s households met the criteria, and there was enough for %(quota)s of them.")
        % {"zone": isolated(zone), "need": formats.number(need), "quota": formats.number(quota)}
    ]


def _rule(line: RuleLine) -> RuleWords:
    answers = {True: _("met"), False: _("not met"), None: _("cannot be said: something is not known")}
    must = bool(line.rule.get("must"))
    return RuleWords(
        sentence=sentence_of(line.rule),
        known=_known(line),
        answer=answers[line.met],
        points=_("needed") if must and not line.rule.get("points") else formats.number(line.points),
        met=line.met is True,
    )


def _known(line: RuleLine) -> str:
    return " · ".join(
        f"{FACTS[fact]}: {fact_words(fact, value)}" for fact, value in line.values.items() if fact in FACTS
    )


def _what_would_change(decision: Decision) -> list[str]:
    if not decision.negative:
        return []
    if decision.aside:
        return [
            _(
                "It comes back as soon as who brought it, or any counter of %(organisation)s, writes that it is still"
                " there. No paper is asked for, and its facts and points stay as they are."
            )
            % {"organisation": isolated(str(decision.aside.bringing))}
        ]
    if decision.standing not in (RESERVE, "not_selected", NOT_ELIGIBLE, LATE, NOT_DRAWN):
        return [_("If this is a mistake, say so at the counter: an addendum can take the household again.")]
    if not decision.eligible:
        if not decision.change:
            return [
                _("Nothing that could be said of one household would change it: the rule itself decides.")
            ]
        return [_("It would be different if:"), *(_change(one) for one in decision.change)]
    if not decision.more:
        return [_("This household has all the points that the rules give.")]
    return [_("It would have more points if:"), *(_more(one) for one in decision.more)]


def _change(change: Change) -> str:
    if isinstance(change.after, list):
        added = [one for one in change.after if one not in (change.before or [])]
        gone = [one for one in (change.before or []) if one not in change.after]
        parts = []
        if added:
            words = _(", ").join(_word(change.fact, one) for one in added)
            parts.append(_("this were noted: %(words)s") % {"words": words})
        if gone:
            words = _(", ").join(_word(change.fact, one) for one in gone)
            parts.append(_("this were not noted: %(words)s") % {"words": words})
        return "; ".join(parts) or _("it were known that none is noted")
    return _("%(fact)s: %(after)s (now: %(before)s)") % {
        "fact": FACTS[change.fact],
        "after": fact_words(change.fact, change.after),
        "before": fact_words(change.fact, change.before),
    }


def _more(more: More) -> str:
    points = ngettext("%(count)s point more", "%(count)s points more", more.points) % {
        "count": formats.number(more.points)
    }
    return f"{points}: " + "; ".join(_change(one) for one in more.changes)


def _contest(decision: Decision) -> str:
    organisation = isolated(str(decision.season.campaign.organisation))
    window = decision.season.window
    if window is not None:
        return _(
            "Whoever disagrees says so at any counter of %(organisation)s, by voice or on paper, until %(day)s. Nobody needs"
            " to write or to give a reason. Somebody else than who decided answers."
        ) % {"organisation": organisation, "day": formats.day(window.last_day)}
    days = int(accounts.parameter_number("objection_days", on=timezone.localdate()))
    return ngettext(
        "Whoever disagrees says so at any counter of %(organisation)s, by voice or on paper. Once the list is posted,"
        " %(days)s day is left for it. Somebody else than who decided answers.",
        "Whoever disagrees says so at any counter of %(organisation)s, by voice or on paper. Once the list is posted,"
        " %(days)s days are left for it. Somebody else than who decided answers.",
        days,
    ) % {"organisation": organisation, "days": formats.number(days)}


def _deciders(decision: Decision) -> list[str]:
    """Who decided, by role and day: never a name on a family's sheet."""
    lines = []
    for frozen in decision.season.lists[:1]:
        for one in frozen.signatures.all():
            lines.append(
                _("%(role)s of %(organisation)s, on %(day)s")
                % {
                    "role": role_words(one.role),
                    "organisation": isolated(str(one.signing)),
                    "day": formats.day(timezone.localdate(one.signed_at)),
                }
            )
    return lines
