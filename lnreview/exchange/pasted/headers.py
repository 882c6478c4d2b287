"""The words at the head of a column, in the languages of the portals and laboratories that print them."""

from __future__ import annotations

import re
from functools import cache

from lnreview.case.names import folded

_BRACKETS = re.compile(r"^(?P<name>.*?\S)\s*[\[(](?P<unit>[^\])]+)[\])]\s*$")

_DATED = {
    "date": "date; datum; data; dates; day; when; tag; jour; dzień; fecha; date/time; datetime; date and time; test date; lab date; "
    "datum/zeit; data badania; date de l'examen; visit date; visit; measured; measured on; assessed; untersuchungsdatum",
    "comment": "comment; comments; note; notes; remark; remarks; kommentar; bemerkung; bemerkungen; hinweis; anmerkung; commentaire; "
    "commentaires; remarque; uwagi; komentarz; uwaga; annotation",
    "source": "source; document; quelle",
    "known_on": "known on; known since",
    "patient": "patient; patient name; name of patient; patient id; mrn; medical record number; patientin; imię i nazwisko; pacjent",
}  # fmt: skip
_SAMPLED = {
    "date": "collected; collected on; collection date; date collected; collected date; collection time; collection date/time; "
    "collected at; specimen collected; sample date; sampling date; date of collection; drawn; drawn on; draw date; taken; taken on; "
    "sample taken; entnahme; entnahmedatum; entnahmezeit; abnahme; abnahmedatum; abgenommen; abgenommen am; entnommen; "
    "entnommen am; probenentnahme; date de prélèvement; date du prélèvement; prélèvement; prélevé le; data pobrania; pobrano; "
    "pobranie; data pobrania materiału; data i godzina pobrania; fecha de extracción; effective date; observation date; "
    "specimen collection date; date of service; service date; date/time collected; collected date/time",
    "received": "received; received on; received date; date received; received in lab; eingang; eingangsdatum; probeneingang; reçu le; "
    "data przyjęcia; przyjęto; received date/time",
    "resulted": "resulted; resulted on; result date; result time; reported; reported on; report date; date reported; date resulted; "
    "verified; released; final date; befunddatum; befund vom; validiert; date du résultat; validé le; data wyniku; "
    "data wydania; result date/time; resulted date; last resulted",
    "unit": "unit; units; uom; unit of measure; unit of measurement; einheit; einheiten; einh; unité; unités; jednostka; jednostki; jedn; jm; "
    "unidad; dimension",
    "specimen": "specimen; specimen type; sample; sample type; material; probenmaterial; probe; matériel; materiał; nature; échantillon; "
    "specimen source; matrix; system",
    "loinc": "loinc; loinc code; loinc num; loinc number; loinc-code",
    "value": "value; result; results; your value; result value; numeric result; wert; werte; ergebnis; messwert; resultat; résultat; résultats; "
    "valeur; valeurs; wynik; wyniki; wartość; resultado; valor; observed value; patient value; aktueller wert; value/result; level; "
    "result/value; your result; spiegel; stężenie; concentration",
}  # fmt: skip
_DRUG = {
    "drug": "drug; medication; medicine; drug name; medication name; generic name; product; medikament; arzneimittel; wirkstoff; präparat; "
    "médicament; spécialité; lek; nazwa leku; substance; drug/strength; rx; item",
}
_DOSED = {
    "dose": "dose; dosage; strength; dosis; dosierung; posologie; dawka; amount; daily dose; tagesdosis",
    "dose_unit": "dose unit; dose units; einheit der dosis",
    "frequency": "frequency; freq; sig; schedule; häufigkeit; intervall; fréquence; rythme; częstość; częstotliwość; directions; instructions",
    "route": "route; applikation; voie; droga; droga podania",
}

_OF_LISTS: dict[str, tuple[dict[str, str], ...]] = {
    "labs": (
        _DATED,
        _SAMPLED,
        {
            "analyte": "test; tests; test name; component; component name; analyte; name; parameter; lab; labs; lab test; laboratory test; "
            "investigation; observation; item; test/component; component (test); untersuchung; analyse; analyt; messgröße; laborparameter; "
            "laborwert; bezeichnung; kurzbezeichnung; examen; examens; paramètre; analyses; examen biologique; badanie; nazwa badania; parametr; "
            "nazwa; prueba; description; measurement; assay; determination; oznaczenie; procedure; long name",
            "range": "range; reference range; ref range; ref rng; ref rng & units; latest ref rng & units; latest ref rng; ref range & units; ref. range; normal range; standard range; reference interval; ref interval; reference; ref; "
            "references; reference values; normal values; normal; norm; normwert; normwerte; referenzbereich; referenz; referenzwert; "
            "referenzwerte; normbereich; valeurs de référence; valeur de référence; valeurs usuelles; référence; norme; normes; "
            "wartości referencyjne; zakres referencyjny; zakres; norma; wartość referencyjna; biological reference interval; "
            "reference range & units; desired range; expected range; intervalle de référence",
            "range_low": "low; ref low; reference low; range low; range, low; lower limit; lln; untergrenze; dolna granica; min; minimum",
            "range_high": "high; ref high; reference high; range high; range, high; upper limit; uln; obergrenze; górna granica; max; maximum",
            "flag": "flag; flags; abnormal; abnormal flag; abn; status flag; h/l; hl; l/h; indicator; interpretation; markierung; bewertung; kennz; "
            "kennzeichen; +/-; alarm; drapeau; flaga; chart says; abnormal?; out of range; pathologisch",
            "status": "status; result status; order status; stan; état",
            "words": "result in words; text result; words",
            "collection": "collection; collection type; how collected",
        },
    ),
    "levels": (
        _DATED, _SAMPLED, _DRUG,
        {
            "drug": "substance; test; component; analyte; name; parameter; analyse; badanie; untersuchung; examen",
            "kind": "kind; type; sampling; what; measured as",
            "hours": "hours after dose; hours; hours post dose; time after dose; h after dose; stunden nach einnahme",
            "range": "range; reference range; therapeutic range; target range; target; referenzbereich; zielbereich; zakres terapeutyczny",
        },
    ),
    "dispenses": (
        _DATED, _DRUG,
        {
            "date": "dispensed; dispensed on; fill date; date filled; filled; filled on; dispense date; date dispensed; pickup date; sold date; "
            "last filled; abgabe; abgabedatum; abgegeben am; date de délivrance; délivré le; data wydania; data realizacji; rx date",
            "days": "days supply; days' supply; day supply; day's supply; days of supply; ds; supply days; supply; reichweite; reichweite tage; "
            "durée; nombre de jours; liczba dni; days; days_supply; supply (days)",
        },
    ),
    "administrations": (
        _DATED, _DRUG, _DOSED,
        {
            "date": "given; given on; administered; administered on; administration date; infusion date; infused; date given; gegeben am; "
            "verabreicht am; date d'administration; data podania; podano",
            "status": "status; outcome",
        },
    ),
    "blood_pressures": (
        _DATED,
        {
            "pressure": "bp; blood pressure; rr; blutdruck; ta; tension; tension artérielle; pression artérielle; ciśnienie; "
            "ciśnienie tętnicze; value; reading; nibp",
            "systolic": "systolic; sys; sbp; systolic bp; systolisch; syst; systolique; pas; skurczowe; rr sys; bp systolic",
            "diastolic": "diastolic; dia; dbp; diastolic bp; diastolisch; diast; diastolique; pad; rozkurczowe; rr dia; bp diastolic",
        },
    ),
    "measurements": (
        _DATED,
        {
            "what": "what; measurement; test; name; parameter; vital; vital sign; vitals; component",
            "value": "value; result; wert; valeur; wartość; reading",
            "unit": "unit; units; einheit; unité; jednostka",
        },
    ),
    "courses": (
        _DATED, _DRUG, _DOSED,
        {
            "start": "start; start date; started; started on; from; begin; begin date; beginn; von; seit; début; depuis; od; początek; since; "
            "ordered on; ordered date",
            "stop": "stop; stop date; stopped; end; end date; ended; until; to; till; ende; bis; fin; jusqu'au; do; koniec; discontinued; "
            "discontinued on",
            "role": "role; purpose; indication; phase",
            "doses_given": "doses given; number of doses; infusions; infusions given; cycles",
            "ongoing": "ongoing; active; current; laufend; en cours; trwa",
            "stop_reason": "stop reason; reason stopped; reason for stopping; reason; grund; motif; powód",
        },
    ),
}  # fmt: skip

WHAT_WORDS: dict[str, str] = {
    folded(word): what
    for what, many in {
        "weight": "weight; wt; body weight; gewicht; körpergewicht; poids; masa ciała; waga; peso",
        "height": "height; ht; body height; größe; körpergröße; taille; wzrost; altura; length; stature",
    }.items()
    for word in many.split("; ")
}
"""Names of weight and height."""


@cache
def _words(list_name: str) -> dict[str, str]:
    """Return, for a list, what the folded head of a column stands for; the words of the list itself go last and win."""
    found: dict[str, str] = {}
    for part in _OF_LISTS[list_name]:
        for role, many in part.items():
            for word in many.split("; "):
                found[folded(word)] = role
    return found


def roles_of(list_name: str) -> tuple[str, ...]:
    """Return what a column of a table for a list can hold."""
    return tuple(dict.fromkeys(_words(list_name).values()))


def takes_tables(list_name: str) -> bool:
    """Tell whether tables of any layout can be read into a list."""
    return list_name in _OF_LISTS


@cache
def role_of(list_name: str, title: str) -> str:
    """Return what a column with this title holds; empty where its title says nothing that is known."""
    name, _ = with_unit(title)
    plain = folded(title)
    if not plain:
        return "flag" if list_name == "labs" and title.strip() in ("+/-", "*", "!") else ""
    return _words(list_name).get(plain) or _words(list_name).get(folded(name), "")


@cache
def with_unit(title: str) -> tuple[str, str]:
    """Divide a title such as “UPCR (g/g)”, “Creatinine [µmol/L]” or “C3, mg/dL” into name and unit; no unit is empty."""
    from lnreview.exchange.pasted.results import is_unit

    found = _BRACKETS.match(title.strip())
    if found and is_unit(found["unit"].strip()):
        return found["name"], found["unit"].strip()
    for sign in (",", " in ", " "):
        name, _, unit = title.strip().rpartition(sign)
        unit = unit.strip()
        if name.strip() and len(unit) > 1 and is_unit(unit) and ("/" in unit or "%" in unit):
            return name.strip().rstrip(","), unit
    return title.strip(), ""
