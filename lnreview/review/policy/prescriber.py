"""Questions about prescriber, site, product, alternatives and literature."""

from __future__ import annotations

from lnreview.case.names import folded
from lnreview.guideline.asks import request as asks
from lnreview.review.finding import Evidence
from lnreview.review.policy.answers import Answer, no, open_, yes
from lnreview.review.policy.treatment import wanted
from lnreview.review.policy.view import View, names
from lnreview.review.routes import ways

_DONE = ("tried", "not-tolerated", "contraindicated")


def requested_drug(view: View, asked: asks.Requested) -> Answer:
    """Say whether the request is for one of the drugs."""
    request = view.case.request
    said = wanted(view, asked)
    test = view.matching(asked.drugs, asked.classes)
    if not request.therapy.strip() and not request.product.strip():
        return open_("The request names no therapy.", "the drug that is asked for", entry="therapy")
    told = Evidence("requested", names([text for text in (request.therapy, request.product) if text], "and"))
    if any(test(id) for id in view.requested):
        return yes(f"{told} is {said}.", told)
    if not view.requested:
        return open_(f"{told} is no drug that the program knows.", "the drug by its generic name", told, entry="therapy")  # fmt: skip
    return no(f"{told} is not {said}.", told, entry="therapy", change=f"A request for {said} would meet it.")


def route(view: View, asked: asks.Route) -> Answer:
    """Say whether the requested route is one of the set."""
    given = view.case.request.route.strip()
    if not given:
        return open_("The request names no route.", "route", entry="route")
    told = Evidence("route", given)
    wanted_ways = {way for text in asked.any_of for way in ways(text)}
    if folded(given) in {folded(text) for text in asked.any_of} or (
        ways(given) and ways(given) <= wanted_ways
    ):
        return yes(f"The route is {given}.", told)
    if not ways(given) or ways(given) & wanted_ways:
        return open_(f"The route “{given}” does not say whether it is {names(asked.any_of)}.", f"route: {names(asked.any_of)}, or which other", told, entry="route")  # fmt: skip
    return no(f"The route is {given}, not {names(asked.any_of)}.", told, entry="route", change=f"A request for {names(asked.any_of)} would meet it.")  # fmt: skip


def specialty(view: View, asked: asks.Specialty) -> Answer:
    """Say whether the prescriber is such a specialist, or consulted one."""
    clinician = view.case.clinician
    given = clinician.specialty.strip()
    told = (Evidence("specialty", given, "", "", clinician.name),) if given else ()
    if any(word.casefold() in given.casefold() for word in asked.any_of):
        return yes(f"The prescriber's specialty is {given}.", *told)
    consulted = view.attested(asked.consult)
    wish = f"specialty of the prescriber ({names(asked.any_of)})"
    if consulted is not None and consulted.says == "yes":
        return yes("A specialist was consulted, as attested.", *told, view.attestation_told(consulted))
    if given and (consulted is not None or not asked.consult):
        shown = (*told, view.attestation_told(consulted)) if consulted else told
        return no(f"The prescriber's specialty is {given}{', and no specialist was consulted' if asked.consult else ''}.", *shown,
                  entry="specialty", change=f"A prescriber or a consultation of that specialty ({names(asked.any_of)}) would meet it.")  # fmt: skip
    if given:
        return open_(f"The prescriber's specialty is {given}; whether a specialist was consulted is not on record.", f"consultation of a specialist ({names(asked.any_of)}), with date", *told)  # fmt: skip
    return open_("The prescriber's specialty is not on record.", wish, entry="specialty")


def npi(view: View, asked: asks.Npi) -> Answer:
    """Say whether the prescriber's NPI is given; whether it is a right number is checked where it is entered."""
    given = view.case.clinician.npi.strip()
    if not given:
        return open_("The prescriber's NPI is not on record.", "NPI of the prescriber", entry="npi")
    return yes("The prescriber's NPI is on record.", Evidence("NPI", given))


def site(view: View, asked: asks.Site) -> Answer:
    """Say whether the site of care is one of the set."""
    given = view.case.request.site_of_care.strip()
    if not given:
        return open_("The request names no site of care.", "site of care", entry="site_of_care")
    told = Evidence("site of care", given)
    if any(word.casefold() in given.casefold() for word in asked.any_of):
        return yes(f"The site of care is {given}.", told)
    return no(f"The site of care is {given}, not {names(asked.any_of)}.", told, entry="site_of_care", change=f"Another site ({names(asked.any_of)}), or the reason why this one is needed, would change it.")  # fmt: skip


def preferred_product(view: View, asked: asks.PreferredProduct) -> Answer:
    """Say whether the product is a preferred one, or every preferred one was tried or cannot be given."""
    given = view.case.request.product.strip()
    preferred = {folded(name) for name in asked.any_of}
    said = names(asked.any_of)
    told = (Evidence("product", given),) if given else ()
    if folded(given) in preferred:
        return yes(f"{given} is preferred.", *told)
    spoken = {folded(item.drug): item for item in view.case.alternatives if folded(item.drug) in preferred}
    shown = tuple(
        view.ctx.evidence(item, item.drug, item.status.replace("-", " ")) for item in spoken.values()
    )
    if preferred <= {name for name, item in spoken.items() if item.status in _DONE and item.reason.strip()}:
        return yes(f"Tried, not tolerated or contraindicated: {said}.", *told, *shown)
    if not given:
        return open_("The request names no product.", f"product; preferred: {said}", *shown, entry="product")
    untried = [item.drug for item in spoken.values() if item.status == "not-tried"]
    if untried:
        return no(f"{given} is not preferred, and {names(untried, 'and')} was not tried.", *told, *shown, entry="product",
                  change=f"A request for {said}, or the reason why it cannot be given, would meet it.")  # fmt: skip
    return open_(f"{given} is not preferred, and the record does not say whether {said} was tried.", f"trial, intolerance or contraindication of {said}, with the reason", *told, *shown, entry="product")  # fmt: skip


def alternative_tried(view: View, asked: asks.AlternativeTried) -> Answer:
    """Say whether an alternative was tried, was not tolerated or is contraindicated, or is argued where that is enough."""
    said = wanted(view, asked)
    test = view.matching(asked.drugs, asked.classes)
    spoken = [item for item in view.case.alternatives if test(item.drug)]
    told = tuple(view.ctx.evidence(item, item.drug, item.status.replace("-", " ")) for item in spoken)
    courses = [
        course for course in view.courses(asked.drugs, asked.classes) if view.guideline.drug(course.drug)
    ]
    if courses:
        shown = view.course_told(courses[-1])
        return yes(f"{shown.what} was given.", shown, *told)
    enough = (*_DONE, "not-appropriate") if asked.argued else _DONE
    bare = [item for item in spoken if item.status in enough and not item.reason.strip()]
    done = [item for item in spoken if item.status in enough and item.reason.strip()]
    if done:
        return yes(f"{done[0].drug}: {done[0].status.replace('-', ' ')} ({done[0].reason.strip().rstrip('.')}).", *told)  # fmt: skip
    if bare:
        return open_(f"{bare[0].drug}: {bare[0].status.replace('-', ' ')}, without the reason.", f"reason why {bare[0].drug} is not used", *told, entry=bare[0].id)  # fmt: skip
    refused = [item for item in spoken if item.status in ("not-tried", "not-appropriate")]
    if refused:
        return no(f"{refused[0].drug}: {refused[0].status.replace('-', ' ')}.", *told, entry=refused[0].id,
                  change=f"A trial, an intolerance or a contraindication of {said}{', or the reason why it does not fit,' if asked.argued else ''} would meet it.")  # fmt: skip
    return open_(f"The record does not say whether {said} was tried.", f"trial, intolerance or contraindication of {said}, with the reason", *told)  # fmt: skip


def literature(view: View, asked: asks.Literature) -> Answer:
    """Count the articles that are sent along; a compendium is enough where the plan says so."""
    request = view.case.request
    articles = [text.strip() for text in request.articles if text.strip()]
    told = tuple(Evidence("article", text) for text in articles)
    compendium = request.compendium.strip()
    if asked.or_compendium and compendium:
        return yes(f"A compendium lists the use: {compendium}.", Evidence("compendium", compendium), *told)
    if len(set(articles)) >= asked.articles_at_least:
        return yes(f"{len(set(articles))} articles are sent along.", *told)
    more = f"{asked.articles_at_least} peer-reviewed articles{', or a compendium that lists the use' if asked.or_compendium else ''}"  # fmt: skip
    return open_(f"{len(set(articles))} of {asked.articles_at_least} articles are sent along.", more, *told, entry="articles")  # fmt: skip
