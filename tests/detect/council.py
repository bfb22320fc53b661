"""Four real paragraphs, the least that counts as an article where lines are judged by their place."""

BODY = [
    "The council met on Monday evening in the old mill and talked for three hours about the bridge and its piers.",
    "Nobody was content with the result, as the mayor said to the newspaper afterwards, least of all the ferryman.",
    "A second meeting is planned for the first week of June, when the divers will have written their report.",
    "Until then a ferry carries people on foot, and drivers have to take the long way round by the mill at Harrow.",
]
