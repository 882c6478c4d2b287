"""Which function answers which question of a payer pack."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lnreview.guideline.asks import Ask, disease, request
from lnreview.guideline.asks import person as personal
from lnreview.guideline.asks import treatment as therapy
from lnreview.review.policy import (
    adherence,
    combination,
    continuation,
    diagnosis,
    documents,
    kidney,
    person,
    prescriber,
    prior,
    quantity,
    safety,
    serology,
    tissue,
    treatment,
)
from lnreview.review.policy.answers import Answer
from lnreview.review.policy.view import View

ANSWERS: dict[type[Ask], Callable[[View, Any], Answer]] = {
    personal.Age: person.age,
    personal.Weight: person.weight,
    personal.BloodPressure: person.blood_pressure,
    personal.Pregnant: person.pregnant,
    personal.Condition: person.condition,
    personal.Attested: person.attestation,
    personal.Physician: person.physician,
    personal.DiagnosisCode: diagnosis.code,
    personal.LupusDocumented: diagnosis.lupus,
    personal.ActiveNephritis: diagnosis.active_nephritis,
    personal.VerdictIs: diagnosis.verdict,
    personal.StepStatus: diagnosis.step,
    personal.DiseaseActivity: diagnosis.sledai,
    disease.Autoantibody: serology.autoantibody,
    disease.Lab: serology.lab,
    disease.SedimentShows: serology.sediment,
    disease.BiopsyClass: tissue.biopsy_class,
    disease.BiopsyContraindicated: tissue.contraindicated,
    disease.IndicesRecorded: tissue.indices,
    disease.Proteinuria: kidney.proteinuria,
    disease.Egfr: kidney.egfr,
    disease.EgfrFall: kidney.egfr_kept,
    disease.BaselineRecorded: kidney.baseline,
    therapy.OnDrug: treatment.on_drug,
    therapy.DoseNow: treatment.dose_now,
    therapy.WeeksOfTherapy: treatment.weeks,
    therapy.PriorTherapy: prior.prior_therapy,
    therapy.Adherent: adherence.adherence,
    therapy.Screened: safety.screened,
    therapy.ScreenNegative: safety.screen_negative,
    therapy.LiveVaccine: safety.live_vaccine,
    therapy.Contraception: safety.contraception,
    therapy.Tolerated: safety.tolerated,
    therapy.Together: combination.together_with,
    therapy.Triple: combination.used_together,
    request.Requested: prescriber.requested_drug,
    request.Route: prescriber.route,
    request.Specialty: prescriber.specialty,
    request.Npi: prescriber.npi,
    request.Site: prescriber.site,
    request.PreferredProduct: prescriber.preferred_product,
    request.AlternativeTried: prescriber.alternative_tried,
    request.Literature: prescriber.literature,
    request.DosePerAdministration: quantity.dose_each,
    request.DosePerDay: quantity.dose_per_day,
    request.UnitsPerDay: quantity.units_per_day,
    request.Doses: quantity.doses,
    request.ApprovedEarlier: continuation.approved_earlier,
    request.Samples: continuation.not_obtained_by,
    request.Improved: continuation.response,
    request.SerologyImproved: continuation.serology_improved,
    request.SteroidReduced: continuation.steroid_reduced,
    request.Flares: continuation.flares,
    request.Document: documents.document,
}
"""One function for each question."""
