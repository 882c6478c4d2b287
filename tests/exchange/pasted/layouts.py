"""Pasted tables as people have them: portals, laboratories and their own sheets, in several languages.

Each layout says what must be asked, the answers given, and what each row becomes: its state, day, test, value and what the
chart says of it.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Layout:
    name: str
    text: str
    becomes: str
    asked: str = ""
    """Ids of the questions that come up, in their order, before any answer."""
    answers: dict[str, str] = field(default_factory=dict)
    html: str = ""
    form: str = ""


LABS = (
    Layout(
        "spreadsheet, a header, long",
        "Date\tTest\tResult\tUnits\tReference Range\tFlag\n"
        "03/14/2024\tProtein/Creat Ratio, Urine\t3.4\tg/g\t<0.2\tH\n"
        "03/14/2024\tCreatinine\t0.9\tmg/dL\t0.6-1.1\t\n"
        "03/14/2024\tComplement C3\t54\tmg/dL\t90 - 180\tL\n",
        "new 2024-03-14 upcr 3.4 g/g high\nnew 2024-03-14 creatinine 0.9 mg/dL\nnew 2024-03-14 c3 54 mg/dL low",
        form="tabs",
    ),
    Layout(
        "spreadsheet, no header",
        "2024-03-14\tUPCR\t3.4\tg/g\n2024-06-14\tUPCR\t1.2\tg/g\n2024-06-14\tcreatinine\t88\tumol/L\n",
        "new 2024-03-14 upcr 3.4 g/g\nnew 2024-06-14 upcr 1.2 g/g\nnew 2024-06-14 creatinine 88 umol/L",
    ),
    Layout(
        "no header, no units, a row twice",
        "2024-03-14\tUPCR\t3.4\n2024-06-14\tUPCR\t1.2\n2024-03-14\tUPCR\t3.4\n",
        "new 2024-03-14 upcr 3.4 g/g\nnew 2024-06-14 upcr 1.2 g/g\nduplicate 2024-03-14 upcr 3.4 g/g",
        "unit:upcr",
        {"unit:upcr": "g/g"},
    ),
    Layout(
        "comma-separated, quoted names with commas",
        'Collected,Component,Value,Unit,Flag\n"Mar 14, 2024","Creatinine, Serum",0.9,mg/dL,\n'
        '"Mar 14, 2024","Protein/Creatinine Ratio, Urine",3.4,mg/mg,H\n',
        "new 2024-03-14 creatinine 0.9 mg/dL\nnew 2024-03-14 upcr 3.4 mg/mg high",
        form="commas",
    ),
    Layout(
        "German, semicolons, days across, decimal comma",
        "Untersuchung;Einheit;Referenzbereich;03.04.2024;17.06.2024\n"
        "Kreatinin;mg/dl;0,5-0,9;0,82;1,04\nProtein/Kreatinin-Quotient;mg/g;<150;3400;2100\n"
        "C3-Komplement;g/l;0,9-1,8;0,54;0,71\nAnti-dsDNA-AK;IE/ml;<30;310;>400\n",
        "new 2024-04-03 creatinine 0.82 mg/dl\nnew 2024-06-17 creatinine 1.04 mg/dl\n"
        "new 2024-04-03 upcr 3400 mg/g\nnew 2024-06-17 upcr 2100 mg/g\nnew 2024-04-03 c3 0.54 g/l\nnew 2024-06-17 c3 0.71 g/l\n"
        "new 2024-04-03 anti-dsdna 310 IE/ml\nnew 2024-06-17 anti-dsdna >400 IE/ml",
        form="semicolons",
    ),
    Layout(
        "Polish portal, a copied web table",
        "",
        "new 2024-03-14 creatinine 0.95 mg/dl\nnew 2024-03-14 proteinuria negative “ujemny”\nnew 2024-03-14 c4 <2.0 mg/dl low",
        html="<table><thead><tr><th>Badanie</th><th>Wynik</th><th>Jednostka</th><th>Zakres</th><th>Flaga</th><th>Data pobrania</th></tr>"
        "</thead><tr><td>Kreatynina</td><td>0,95</td><td>mg/dl</td><td>0,5&nbsp;-&nbsp;0,9</td><td></td><td>14.03.2024 08:10</td></tr>"
        "<tr><td>Białko w moczu</td><td>ujemny</td><td></td><td></td><td></td><td>14.03.2024</td></tr>"
        "<tr><td>Dopełniacz C4</td><td>&lt;2,0</td><td>mg/dl</td><td>10 - 40</td><td>L</td><td>14.03.2024</td></tr></table>",
        form="web",
    ),
    Layout(
        "French laboratory, spaces",
        "Analyses                       Résultats    Unités    Valeurs de référence    Date de prélèvement\n"
        "Créatinine                     78           µmol/L    45 - 84                 14/03/2024\n"
        "DFG estimé (CKD-EPI)           >90          mL/min/1,73m²    >60              14/03/2024\n"
        "Rapport protéinurie/créatininurie    340    mg/mmol   <20                     14/03/2024\n"
        "Anticorps anti-ADN natifs      120          UI/mL     <15                     14/03/2024\n",
        "new 2024-03-14 creatinine 78 umol/L\nnew 2024-03-14 egfr >90 mL/min/1,73m²\nnew 2024-03-14 upcr 340 mg/mmol\n"
        "new 2024-03-14 anti-dsdna 120 UI/mL",
        form="spaces",
    ),
    Layout(
        "a portal of the MyChart kind, a day above the table",
        "Collected on Mar 14, 2024 8:15 AM\n"
        "Component              Your Value       Standard Range       Flag\n"
        "CREATININE             1.2 mg/dL        0.6 - 1.1 mg/dL      H\n"
        "PROT/CREAT RATIO       pending\n"
        "ALBUMIN                2.7 g/dL         3.5 - 5.0 g/dL       L\n",
        "new 2024-03-14 creatinine 1.2 mg/dL high\nleft-out 2024-03-14 upcr “pending”\nnew 2024-03-14 albumin 2.7 g/dL low",
        form="spaces",
    ),
    Layout(
        "a portal that prints each result below the other",
        "Collected: 03/14/2024\nCREATININE\nNormal range: 0.60 - 1.10 mg/dL\nValue\n1.20\nHigh\n"
        "URINE PROTEIN/CREATININE RATIO\nNormal range: <0.2 g/g\nValue 3.4\nC3 COMPLEMENT\nNormal range: 90 - 180 mg/dL\n54\nLow\n",
        "new 2024-03-14 creatinine 1.20 mg/dL high\nnew 2024-03-14 upcr 3.4 g/g\nnew 2024-03-14 c3 54 mg/dL low",
        form="blocks",
    ),
    Layout(
        "a hospital system of the Epic kind, flags and times with the value, panels as headings",
        "Component\tLatest Ref Rng & Units\t3/14/2024\t6/17/2024\n"
        "BASIC METABOLIC PANEL\n"
        "Creatinine\t0.60 - 1.10 mg/dL\t1.20 (H)\t1.04\n"
        "Potassium\t3.5 - 5.1 mmol/L\t4.2\t5.4 (H)\n"
        "URINALYSIS\n"
        "Protein, Ur\tNegative mg/dL\t3+ (A)\t2+ (A)\n"
        "RBC, UA\t0 - 3 /HPF\t10-20 (A)\t0-2\n",
        "new 2024-03-14 creatinine 1.20 mg/dL high\nnew 2024-06-17 creatinine 1.04 mg/dL\n"
        "new 2024-03-14 potassium 4.2 mmol/L\nnew 2024-06-17 potassium 5.4 mmol/L high\n"
        "new 2024-03-14 proteinuria “3+”\nnew 2024-06-17 proteinuria “2+”\n"
        "new 2024-03-14 urine-rbc “10-20”\nnew 2024-06-17 urine-rbc “0-2”",
    ),
    Layout(
        "a hospital system of the Cerner kind, result and status columns",
        "Lab\tResult\tUnits\tRef Range\tStatus\tCollected Date/Time\tResulted Date/Time\n"
        "Creatinine Level\t1.10 mg/dL\t\t0.60-1.10\tFinal\t03/14/2024 08:15\t03/14/2024 10:02\n"
        "Complement C3\t54 mg/dL LOW\t\t90-180\tFinal\t03/14/2024 08:15\t03/16/2024 14:11\n"
        "Anti-dsDNA Ab\tIn process\t\t\tPending\t03/14/2024 08:15\t\n",
        "new 2024-03-14 creatinine 1.10 mg/dL\nnew 2024-03-14 c3 54 mg/dL low\nleft-out 2024-03-14 anti-dsdna “In process”",
    ),
    Layout(
        "own sheet, tests across, units in the header",
        "Date\tUPCR (g/g)\tCreatinine [µmol/L]\teGFR, mL/min/1.73m2\tC3 (g/L)\n"
        "14 Mar 2024\t3.4\t88\t>90\t0.54\n17 Jun 2024\t1.2 H\t90\t\t\n",
        "new 2024-03-14 upcr 3.4 g/g\nnew 2024-03-14 creatinine 88 umol/L\nnew 2024-03-14 egfr >90 mL/min/1.73m2\n"
        "new 2024-03-14 c3 0.54 g/L\nnew 2024-06-17 upcr 1.2 g/g high\nnew 2024-06-17 creatinine 90 umol/L",
    ),
    Layout(
        "own sheet, tests across, a row of units below the header",
        "Date\tUPCR\tCreatinine\tAlbumin\n\tg/g\tmg/dL\tg/dL\n2024-03-14\t3.4\t0.9\t2.7\n",
        "new 2024-03-14 upcr 3.4 g/g\nnew 2024-03-14 creatinine 0.9 mg/dL\nnew 2024-03-14 albumin 2.7 g/dL",
    ),
    Layout(
        "own sheet, tests across, no unit anywhere",
        "date\tupcr\tcr\n2024-03-14\t3.4\t88\n2024-06-17\t1.2\t90\n",
        "new 2024-03-14 upcr 3.4 g/g\nnew 2024-03-14 creatinine 88 umol/L\n"
        "new 2024-06-17 upcr 1.2 g/g\nnew 2024-06-17 creatinine 90 umol/L",
        "unit:upcr unit:creatinine",
        {"unit:upcr": "g/g", "unit:creatinine": "umol/L"},
    ),
    Layout(
        "Markdown",
        "| Date | Test | Value | Unit |\n|------|:----:|------:|------|\n| 2024-03-14 | UPCR | **3.4** | g/g |\n| 2024-03-14 | C4 | <2 | mg/dL |\n",
        "new 2024-03-14 upcr 3.4 g/g\nnew 2024-03-14 c4 <2 mg/dL",
        form="markdown",
    ),
    Layout(
        "a web page: a day merged over its results, and a table that only arranges",
        "",
        "new 2024-03-14 creatinine 0.9 mg/dL\nnew 2024-03-14 upcr 3.4 g/g high\nnew 2024-06-17 upcr 1.2 g/g",
        html="<table><tr><td>Menu</td><td><table><tr><th>Date</th><th>Test</th><th>Result</th><th>Flag</th></tr>"
        "<tr><td rowspan=2>2024-03-14</td><td>Creatinine</td><td>0.9 mg/dL</td><td></td></tr>"
        "<tr><td>Urine Prot/Creat Ratio</td><td>3.4<br>g/g</td><td>High</td></tr>"
        "<tr><td>2024-06-17</td><td>UPCR</td><td>1.2 g/g</td><td></td></tr></table></td></tr></table>",
    ),
    Layout(
        "day or month first cannot be told",
        "Date,Test,Value,Unit\n03/04/2024,UPCR,3.4,g/g\n05/06/2024,UPCR,2.2,g/g\n",
        "new 2024-04-03 upcr 3.4 g/g\nnew 2024-06-05 upcr 2.2 g/g",
        "date-order",
        {"date-order": "dmy"},
    ),
    Layout(
        "years of two digits, the month as a word",
        "Collected\tAnalyte\tValue\tUnit\n04-Mar-24\tUPCR\t3.4\tg/g\n",
        "new 2024-03-04 upcr 3.4 g/g",
        "century",
        {"century": "20"},
    ),
    Layout(
        "a point before three digits in a sheet without other decimals",
        "Date\tTest\tValue\tUnit\n2024-03-14\tUPCR\t1.234\tg/g\n",
        "new 2024-03-14 upcr 1.234 g/g",
        "decimal",
        {"decimal": "."},
    ),
    Layout(
        "thousands with points, proved by a decimal comma elsewhere",
        "Datum;Analyt;Wert;Einheit\n2024-03-14;Thrombozyten;1.234;/µl\n2024-03-14;Kreatinin;0,82;mg/dl\n",
        "new 2024-03-14 platelets 1234 /µl\nnew 2024-03-14 creatinine 0.82 mg/dl",
    ),
    Layout(
        "a protein in mg/g that was typed as g/g, a creatinine in µmol/L typed as mg/dL",
        "Date\tTest\tValue\tUnit\n2024-03-14\tUPCR\t2500\tg/g\n2024-03-14\tCreatinine\t88\tmg/dL\n2024-06-17\tCreatinine\t92\tmg/dL\n",
        "new 2024-03-14 upcr 2500 mg/g\nnew 2024-03-14 creatinine 88 umol/L\nnew 2024-06-17 creatinine 92 umol/L",
        "size:upcr:gg size:creatinine:mgdl",
        {"size:upcr:gg": "these mg/g", "size:creatinine:mgdl": "these umol/L"},
    ),
    Layout(
        "a unit that cannot be that of the test",
        "Date\tTest\tValue\tUnit\n2024-03-14\tUPCR\t340\tmg/dL\n",
        "new 2024-03-14 upcr 340 mg/mmol",
        "wrong-unit:upcr:mgdl",
        {"wrong-unit:upcr:mgdl": "mg/mmol"},
    ),
    Layout(
        "“proteinuria” in g per day",
        "Date\tTest\tValue\n2024-03-14\tProtéinurie\t2,4 g/24h\n",
        "new 2024-03-14 urine-protein-24h 2.4 g/24h",
        "read-as:proteinuria:g24h",
        {"read-as:proteinuria:g24h": "urine-protein-24h"},
    ),
    Layout(
        "creatinine of urine is no serum creatinine",
        "Specimen\tTest\tResult\tUnit\tDate\nUrine\tCreatinine\t88\tmg/dL\t2024-03-14\nSerum\tCreatinine\t0.9\tmg/dL\t2024-03-14\n"
        "Urine\tProtein/Creatinine Ratio\t3.4\tg/g\t2024-03-14\n",
        "left-out 2024-03-14 Creatinine (urine) 88 mg/dL\nnew 2024-03-14 creatinine 0.9 mg/dL\nnew 2024-03-14 upcr 3.4 g/g",
    ),
    Layout(
        "a LOINC code says what a name that is not known stands for",
        "LOINC\tName\tValue\tUnit\tCollected\n2160-0\tKrea i.S.\t0.9\tmg/dL\t2024-03-14\n2888-6\tProtein\t340\tmg/dL\t2024-03-14\n"
        "2890-2\tPROT CREA U\t3400\tmg/g\t2024-03-14\n",
        "new 2024-03-14 creatinine 0.9 mg/dL\nleft-out 2024-03-14 Protein 340 mg/dL\nnew 2024-03-14 upcr 3400 mg/g",
    ),
    Layout(
        "words are kept as words",
        "Date\tTest\tResult\n2024-03-14\tUrine protein\ttrace\n2024-03-14\tHBsAg\tNon-reactive\n2024-03-14\tANA\t1:320\n"
        "2024-03-14\tAnti-Sm\tsee note\n2024-03-14\tLDH\themolyzed\n2024-03-14\tHIV\tNot detected\n",
        "new 2024-03-14 proteinuria “trace”\nnew 2024-03-14 hbsag negative “Non-reactive”\nnew 2024-03-14 ana “1:320”\n"
        "new 2024-03-14 anti-sm “see note”\nnew 2024-03-14 ldh “hemolyzed”\nnew 2024-03-14 hiv negative “Not detected”",
    ),
    Layout(
        "only the day of the result is printed",
        "Test\tValue\tUnit\tReported\nUPCR\t3.4\tg/g\t2024-03-16\n",
        "new 2024-03-16 upcr 3.4 g/g",
        "result-day",
        {"result-day": "as-sample"},
    ),
    Layout(
        "no day at all",
        "Test\tValue\tUnit\nUPCR\t3.4\tg/g\n",
        "new 2024-03-14 upcr 3.4 g/g",
        "no-day",
        {"no-day": "2024-03-14"},
    ),
    Layout(
        "a day is written once, above the rows that it is for",
        "Date\tTest\tValue\tUnit\n2024-03-14\tUPCR\t3.4\tg/g\n\tC3\t54\tmg/dL\n2024-06-17\tUPCR\t1.2\tg/g\n",
        "new 2024-03-14 upcr 3.4 g/g\nnew 2024-03-14 c3 54 mg/dL\nnew 2024-06-17 upcr 1.2 g/g",
        "empty-days",
        {"empty-days": "above"},
    ),
    Layout(
        "rows of two patients",
        "Patient\tDate\tTest\tValue\tUnit\nDemo, Anna\t2024-03-14\tUPCR\t3.4\tg/g\nDemo, Ben\t2024-03-14\tUPCR\t0.2\tg/g\n",
        "new 2024-03-14 upcr 3.4 g/g\nleft-out",
        "patient",
        {"patient": "Demo, Anna"},
    ),
    Layout(
        "header in the middle, the address of the laboratory above it, a total below",
        "Example Laboratory\nPage 1 of 2\n\nCollected\tTest\tResult\tUnit\n2024-03-14\tUPCR\t3.4\tg/g\nEnd of report\n",
        "left-out\nnew 2024-03-14 upcr 3.4 g/g",
    ),
    Layout(
        "titles that say nothing",
        "a\tb\tc\n2024-03-14\tmystery\t3.4\n2024-06-17\tmystery\t1.2\n",
        "left-out\nleft-out 2024-03-14 mystery 3.4\nleft-out 2024-06-17 mystery 1.2",
        "column:analyte",
        {"column:analyte": "1"},
    ),
    Layout(
        "lines of a printed report, single spaces",
        "Collected: 14 Mar 2024 08:15\nCreatinine 1.20 mg/dL 0.60-1.10 H\nComplement C3 54 mg/dL 90 - 180 L\n"
        "Protein/Creat Ratio, Urine 3.4 g/g <0.2\nAnti-dsDNA Ab < 10 IU/mL\nUrine protein 3+\neGFR (CKD-EPI 2021) >90 mL/min/1.73m2\n",
        "new 2024-03-14 creatinine 1.20 mg/dL high\nnew 2024-03-14 c3 54 mg/dL low\nnew 2024-03-14 upcr 3.4 g/g\n"
        "new 2024-03-14 anti-dsdna <10 [IU]/mL\nnew 2024-03-14 proteinuria “3+”\nnew 2024-03-14 egfr >90 mL/min/1.73m2",
        form="lines",
    ),
    Layout(
        "lines of a large laboratory, flags before the unit, its number at the end, one line that cannot be read",
        "Date Collected: 03/14/2024\nTESTS RESULT FLAG UNITS REFERENCE INTERVAL LAB\nCreatinine 1.20 High mg/dL 0.57-1.00 01\n"
        "C3 Complement 54 Low mg/dL 90-180 01\nAlbumin 2.7 g/dL somewhere between 3.5 and 5\n",
        "new 2024-03-14 creatinine 1.20 mg/dL high\nnew 2024-03-14 c3 54 mg/dL low\nleft-out",
        form="lines",
    ),
    Layout(
        "lines of a letter, each with its day",
        "14 Mar 2024 UPCR 3.4 g/g\n17 Jun 2024 UPCR 1.2 g/g\n17 Jun 2024 C3 54 mg/dL L\n",
        "new 2024-03-14 upcr 3.4 g/g\nnew 2024-06-17 upcr 1.2 g/g\nnew 2024-06-17 c3 54 mg/dL low",
        form="lines",
    ),
    Layout(
        "months from the start",
        "When\tTest\tValue\tUnit\nm+0\tUPCR\t3.4\tg/g\nm+6\tUPCR\t1.2\tg/g\n",
        "new m+0 upcr 3.4 g/g\nnew m+6 upcr 1.2 g/g",
    ),
    Layout(
        "a line of explanation stands beside a number",
        "Date\tTest\tValue\tUnit\tComment\n2024-03-14\tPotassium\t5.9 (hemolyzed)\tmmol/L\trepeat advised\n",
        "odd 2024-03-14 potassium 5.9 mmol/L",
    ),
)  # fmt: skip
