//! English.

use super::Vocabulary;

#[rustfmt::skip]
pub static ENGLISH: Vocabulary = Vocabulary {
    titles: &[
        "mr", "mrs", "ms", "dr", "drs", "st", "ste", "mme", "mlle", "messrs", "prof", "rev", "revd", "fr", "hon",
        "gen", "col", "capt", "lieut", "lt", "sgt", "cpl", "pvt", "maj", "cmdr", "adm", "gov", "sen", "rep", "supt",
        "insp", "bros", "mt", "ft", "vs", "v", "cf", "viz", "esq", "hrh", "sra", "m", "mons",
    ],
    shortened: &[
        "a.m", "p.m", "a.d", "b.c", "b.c.e", "c.e", "u.s", "u.s.a", "u.k", "u.n", "e.g", "i.e", "etc", "&c", "jr", "sr", "jun",
        "sen", "inc", "ltd", "co", "corp", "dept", "est", "approx", "jan", "feb", "apr", "aug", "sept",
        "sep", "oct", "nov", "dec", "tues", "thurs", "fri", "ph.d", "b.a", "m.a", "m.d", "b.sc",
        "d.c", "n.b", "r.n", "r.s.v.p", "ave", "rd", "blvd", "oz", "lb", "lbs", "hr", "hrs", "tel",
        "ibid", "op", "cit", "anon", "dist", "h.m.s", "s.s", "ca",
    ],
    numbered: &["no", "nos", "vol", "vols", "p", "pp", "fig", "figs", "chap", "ch", "sect", "pt", "bk", "l", "ll", "c"],
    starters: &[
        "The", "A", "An", "He", "She", "It", "They", "We", "You", "I", "His", "Her", "Its", "Their", "My", "Our", "Your",
        "This", "That", "These", "Those", "There", "Then", "Here", "But", "And", "Or", "Nor", "So", "Yet", "When", "Where",
        "Who", "Why", "How", "What", "Which", "While", "As", "In", "At", "On", "Of", "By", "For", "From", "With", "To",
        "After", "Before", "If", "Not", "Nobody", "Nothing", "No", "Now", "All", "Every", "Everyone", "Each", "Some",
        "Someone", "Both", "Once", "One", "Still", "Soon", "Did", "Do", "Does", "Is", "Was", "Were", "Are", "Let", "Only",
        "Even", "Perhaps", "Yes", "Until", "Since", "Later",
    ],
    before_ordinals: &[],
    after_ordinals: &[],
    saying: &[
        "said", "says", "asked", "asks", "replied", "replies", "answered", "answers", "cried", "cries", "whispered",
        "whispers", "shouted", "shouts", "called", "murmured", "murmurs", "muttered", "mutters", "added", "adds",
        "exclaimed", "exclaims", "demanded", "demands", "returned", "inquired", "enquired", "inquires", "repeated",
        "repeats", "began", "begins", "continued", "continues", "remarked", "remarks", "observed", "observes", "thought",
        "snapped", "yelled", "screamed", "shrieked", "groaned", "growled", "sighed", "sobbed", "gasped", "pleaded",
        "protested", "insisted", "interrupted", "interposed", "suggested", "responded", "retorted", "rejoined",
        "ejaculated", "declared", "announced", "admitted", "agreed", "argued", "explained", "faltered", "stammered",
        "pursued", "resumed", "roared", "bellowed", "hissed", "grumbled", "laughed", "quoth", "persisted", "ventured",
        "urged", "begged", "echoed", "concluded", "assented", "objected", "pleaded", "moaned", "panted", "mumbled",
        "drawled", "chuckled", "proposed", "warned",
    ],
    reported: &["nothing", "that", "him", "her", "them", "me", "us", "no", "neither", "it"],
    pronouns: &["he", "she", "i", "they", "we", "you", "it", "one", "someone", "somebody", "everybody", "everyone", "both", "who"],
    before_names: &["the", "poor", "old", "young", "little", "dear", "good", "our", "my", "honest", "miss", "sir", "quietly", "softly", "slowly", "suddenly"],
    within_names: &["of", "the", "de", "van", "von", "der", "du", "la", "le", "di", "da"],
};
