"""Questions about drugs that are used together."""

from __future__ import annotations

from lnreview.guideline.asks import treatment as asks
from lnreview.review.policy.answers import Answer, no, open_, yes
from lnreview.review.policy.treatment import wanted
from lnreview.review.policy.view import View, class_words, names


def together_with(view: View, asked: asks.Together) -> Answer:
    """Say whether one of the drugs runs beside the requested one."""
    said = wanted(view, asked)
    test = view.matching(asked.drugs, asked.classes)
    courses = [
        course
        for course in view.case.courses
        if (drug := view.guideline.drug(course.drug)) is not None
        and drug.id not in view.requested
        and test(course.drug)
        and course.doses_given != 0
    ]
    running = [course for course in courses if view.runs(course) is True]
    if running:
        told = tuple(view.course_told(course) for course in running)
        planned = not view.has_begun(running[-1])
        return yes(f"{told[-1]} {'is planned' if planned else 'runs'}.", *told)
    doubtful = [course for course in courses if view.runs(course) is None]
    attested = view.attested(asked.attestation)
    if attested is not None:
        shown = view.attestation_told(attested)
        return yes(f"{said} is used, as attested.", shown) if attested.says == "yes" else no(f"{said} is not used, as attested.", shown)  # fmt: skip
    if doubtful:
        told_one = view.course_told(doubtful[-1])
        return open_(f"The record does not say whether {told_one} still runs.", f"whether {told_one.what} still runs", told_one, entry=doubtful[-1].id)  # fmt: skip
    if view.is_listed_whole(asked.drugs, asked.classes):
        return no(f"No {said} runs, and the list of courses is complete.")
    because = f"No course of {said} is on record, which alone does not show that none is given."
    return open_(because, f"complete list of current drugs, or that none of {said} is given")


def used_together(view: View, asked: asks.Triple) -> Answer:
    """Say whether all of the drugs run now or are asked for."""
    parts = [((name,), ()) for name in asked.drugs] + [((), (name,)) for name in asked.classes]
    told, lacking, doubtful = [], [], []
    for drugs, classes in parts:
        test = view.matching(drugs, classes)
        label = class_words("".join((*drugs, *classes)))
        if any(test(id) for id in view.requested):
            continue
        # What is planned for the day of the review is used together as well, as it is for an exclusion.
        answers = [
            (view.runs(course), course)
            for course in view.case.courses
            if test(course.drug) and course.doses_given != 0
        ]
        running = [course for answer, course in answers if answer is True]
        if running:
            told.append(view.course_told(running[-1]))
        elif view.is_listed_whole(drugs, classes) and not any(answer is None for answer, _ in answers):
            lacking.append(label)
        else:
            doubtful.append(label)
    if lacking:
        return no(f"{names(lacking, 'and')} is not used.", *told, change=f"A course of {names(lacking, 'and')} beside the others would meet it.")  # fmt: skip
    if doubtful:
        return open_(f"The record does not say whether {names(doubtful, 'and')} runs.", f"current drugs with dose and start ({names(doubtful, 'and')})", *told)  # fmt: skip
    return yes("All of them run or are asked for.", *told)
