"""Repeats inside an article: what goes, what stays, and what it repeats."""

from __future__ import annotations

import pytest

from dedup import Twin, clean

LEAD = (
    "The mayor of Ashby, Ada Okafor, said on Friday that the old bridge across the Lune will be closed to lorries "
    "from June, one of several measures that should keep it standing until a new one is built."
)
REWORDED = (
    "Ashby’s mayor Ada Okafor said Friday that lorries will be banned from the old Lune bridge from June, among "
    "several measures which should keep it standing until the new one has been built."
)
SECOND = (
    "At a meeting with farmers in the guild hall that lasted three hours, Okafor explained why the council could "
    "not wait for the report of the engineers, and asked for patience."
)
SECOND_REWORDED = (
    "During a three-hour meeting with farmers in the guild hall, Okafor explained that the council had been unable "
    "to wait for the engineers' report. She also asked for patience."
)
OTHERS = [
    "The bridge was built in 1871 by the railway company, which wanted to bring copper from the valley to the port.",
    "Its five piers stand on oak, and nobody knows how long oak lasts under water when the river digs around it.",
    "Bodil Krag, who has kept the gauge at the mill for thirty years, has never seen the river as high as in March.",
    "A ferry for people on foot will start in May; drivers have to take the long way round by Harrow.",
]


def _gone(paragraphs, **settings):
    result = clean(paragraphs, **{"max_removed": 0.9, **settings})
    return {
        block.number: removal.rule
        for removal in result.removals
        for block in result.document.blocks
        if removal.span.start <= block.start and block.end <= removal.span.end
    }


@pytest.mark.parametrize(
    ("copy", "rule"),
    [
        (OTHERS[0], "repeat.exact"),
        (OTHERS[0].upper(), "repeat.exact"),
        (OTHERS[0].replace(",", " –").replace("the railway", "the  railway"), "repeat.exact"),
        (OTHERS[0].replace("wanted", "had wanted"), "repeat.near"),
    ],
)
def test_copies_and_edited_copies_go(copy, rule):
    assert _gone([*OTHERS, LEAD, copy]) == {5: rule}
    assert _gone([*OTHERS, LEAD, copy], keep="last") == {0: rule}


def test_a_reworded_lead_and_its_neighbour_go_together():
    paragraphs = [
        LEAD,
        SECOND,
        OTHERS[0],
        "Bridge to close to lorries",
        REWORDED,
        SECOND_REWORDED,
        *OTHERS[1:],
    ]
    gone = _gone(paragraphs)
    assert set(gone) == {4, 5}
    assert all(rule.startswith("repeat.") for rule in gone.values())


def test_evidence_names_the_twin_that_stays():
    result = clean([LEAD, *OTHERS, REWORDED])
    finding = result.removals[0].because[0]
    assert isinstance(finding.evidence, Twin)
    assert result.document.text[slice(*finding.evidence.span)] == LEAD
    assert finding.evidence.value > 0


def test_a_paragraph_that_holds_another_stays():
    longer = f"{OTHERS[0]} {OTHERS[1]}"
    gone = _gone([LEAD, OTHERS[0], SECOND, longer])
    assert gone == {1: "repeat.contained"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("In the third quarter revenue of the ferry company rose by 5 per cent to 3.1 million crowns, it said on Monday.",
         "In the fourth quarter revenue of the ferry company rose by 7 per cent to 3.6 million crowns, it said on Monday."),
        ("Ada Okafor beat Bodil Krag in the second round of the vote for mayor of Ashby by nine hundred votes.",
         "Bodil Krag beat Ada Okafor in the second round of the vote for mayor of Ashby by nine hundred votes."),
        ("The road from Ashby to Harrow will be closed from Monday to Friday while the bridge is being repaired.",
         "The road from Ashby to Milton will be closed from Monday to Friday while the bridge is being repaired."),
    ],
)  # fmt: skip
def test_two_facts_are_not_one(one, other):
    assert _gone([LEAD, one, *OTHERS, other]) == {}


def test_a_fact_in_another_form_is_the_same_fact():
    one = "The new bridge will cost two million dollars and 1,000 men will work on it for 10 per cent more, the council said."
    other = (
        "The new bridge will cost $2m and 1000 men will work on it for ten percent more, the council said."
    )
    assert set(_gone([LEAD, one, *OTHERS, other])) == {len(OTHERS) + 2}


@pytest.mark.parametrize(
    "family",
    [
        [
            f"{n}. Add {n} spoons of flour to the bowl, stir it well with the spoon, and wait for five minutes."
            for n in range(2, 7)
        ],
        [
            f"A. Person, left, and B. Person at the bridge in Ashby on day {n} of the flood in March."
            for n in range(5)
        ],
    ],
)
def test_a_series_is_no_repeat(family):
    assert _gone([*OTHERS, *family]) == {}


def test_a_refrain_comes_back():
    verse = [
        "The river came at night,",
        "it took the bridge away,",
        "and nobody was there",
        "to see it go, to see it go.",
    ]
    other = [
        "The mill went in the morning,",
        "the wheel still turning round,",
        "and nobody was there",
        "to see it go, to see it go.",
    ]
    third = ["We built a bridge of iron,", "and it stood for a hundred years,", "until the river rose again", "and took the iron too."]
    assert _gone([*verse, *other, *third]) == {}


def test_short_lines_that_come_back_stay():
    assert _gone(["He laughed.", OTHERS[0], "He laughed.", OTHERS[1]]) == {}


@pytest.mark.parametrize(
    "text",
    [
        "昨夜からの大雨で川の水位が上がり続け、市は午後三時に川沿いの住民に避難を呼びかけた。",
        "市议会周一批准了新桥的预算，预计明年春天开工，工程将持续两年，耗资四百万元。",
        "สภาเมืองอนุมัติงบประมาณสร้างสะพานใหม่เมื่อวันจันทร์ คาดว่าจะเริ่มก่อสร้างในฤดูใบไม้ผลิปีหน้า",
        "Городской совет в понедельник утвердил бюджет нового моста, строительство которого начнётся весной.",
        "وافق مجلس المدينة يوم الاثنين على ميزانية الجسر الجديد الذي سيبدأ بناؤه في الربيع المقبل.",
    ],
)
def test_scripts(text):
    assert set(_gone([text, *OTHERS, text])) == {5}


def test_a_body_pasted_twice_is_said_once():
    body = [LEAD, SECOND, *OTHERS]
    assert clean([*body, *body]).text == "\n\n".join(body)
    assert clean([*body, *body], keep="last").text == "\n\n".join(body)


def test_sentences_go_only_when_asked():
    glued = f"The story is old. {OTHERS[0]} Farmers paid twelve crowns to have their sheep counted twice."
    paragraphs = [f"{OTHERS[0]} {OTHERS[1]}", LEAD, SECOND, glued, *OTHERS[2:]]
    assert clean(paragraphs).removals == ()
    by_sentence = clean(paragraphs, unit="sentence")
    assert [removal.text.strip() for removal in by_sentence.removals] == [OTHERS[0]]
    assert by_sentence.text == clean(paragraphs).text.replace(f" {OTHERS[0]} Farmers", " Farmers")


@pytest.mark.parametrize(
    "paragraphs",
    [
        [OTHERS[0]] * 3_000,
        [f"{OTHERS[0]} {n}" for n in range(2_000)],
        ["word " * 200_000, LEAD],
        [f"common {n} words {n + 1} here {n * 7} again {n * 3} and {n * 11} more" for n in range(3_000)],
    ],
    ids=["identical", "one common shingle", "giant", "many"],
)
def test_hostile_sizes_come_to_an_end(paragraphs):
    result = clean(paragraphs, max_removed=1.0)
    assert len(result.document.blocks) == len(paragraphs)
    assert result.text


def test_a_question_put_to_several_people_stays():
    question = "What will you do when the bridge has been closed to lorries?"
    paragraphs = [OTHERS[0], question, OTHERS[1], question, OTHERS[2], question, OTHERS[3]]
    assert _gone(paragraphs) == {}


def test_a_plan_whose_lines_come_back_stays():
    meals = [f"{meal} with two slices of bread, a spoon of butter and a cup of tea" for meal in ("Eggs", "Beans", "Fish", "Rice")]
    plan = [line for day in range(1, 5) for line in (f"Day {day} of the plan begins with a glass of water.", *meals[day % 2 :], meals[0])]
    assert _gone([*OTHERS, *plan]) == {}


def test_a_name_here_and_a_number_there_are_no_contradiction():
    one = "A council worker was sentenced to five years in prison at Ashby court yesterday after pleading guilty to stealing the copper of the old bridge."
    other = "Bodil Krag, a council worker, was sentenced yesterday at Ashby court to prison after pleading guilty to stealing the copper of the old bridge."
    assert set(_gone([one, *OTHERS, other])) == {5}
    assert _gone([one, *OTHERS, other.replace("to prison", "to seven years in prison")]) == {}


def test_what_follows_a_paragraph_said_twice_in_a_row_is_no_run():
    once = "Farmers along the valley counted fewer geese this autumn than in any year since their survey began in 1987."
    more = f"{once} {OTHERS[0]}"
    result = clean([once, once, more, *OTHERS[1:]], max_removed=1.0)
    assert more in result.text
    assert [removal.rule for removal in result.removals] == ["repeat.contained"] * 2


def test_in_a_family_a_paragraph_stands_word_for_word_in_another_or_stays():
    recipes = [
        f"Take two hundred grams of {what}, chop it finely and let it rest for an hour before you add the butter and salt."
        for what in ("beetroot", "celery", "turnip", "chicory", "parsnip", "pumpkin", "cabbage")
    ]
    inside = f"{recipes[1]} It keeps for a week in a cool room, and for a month if it is covered with oil."
    assert set(_gone([*OTHERS, *recipes, inside])) == {5}
    turned = "Before you add the butter and salt let it rest for an hour; chop finely, and take two hundred grams of fennel."
    assert _gone([*OTHERS, *recipes, turned]) == {}
