//! German.

use super::Vocabulary;

#[rustfmt::skip]
pub static GERMAN: Vocabulary = Vocabulary {
    titles: &["dr", "prof", "hr", "hrn", "fr", "frl", "frhr", "st", "sr", "dipl", "ing", "hl", "gebr", "mag", "fa", "vgl", "ca", "geb", ],
    shortened: &[
        "z.b", "d.h", "u.s.w", "usw", "u.a", "u.ä", "u.v.a", "u.v.m", "o.ä", "i.d.r", "z.t", "z.zt", "s.o", "s.u", "v.chr", "n.chr", "d.j",
        "d.m", "v.a", "m.e", "etc", "bzw", "evtl", "ggf", "gest", "jh", "jhd", "jhdt", "mio", "mrd", "tel", "str", "inkl", "exkl", "zzgl",
        "allg", "bes", "sog", "resp", "usf", "u.s.f", "jan", "feb", "febr", "aug", "sept", "okt", "nov", "dez", 
        "std", "sek", "chr", "p.s", "n.b", "i.a", "gez", "ebd", "hg", "hrsg", "aufl",
    ],
    numbered: &["nr", "nrn", "s", "bd", "bde", "kap", "abb", "abs", "tab", "anm", "fig"],
    starters: &[
        "Der", "Die", "Das", "Den", "Dem", "Des", "Ein", "Eine", "Einer", "Einen", "Er", "Sie", "Es", "Ich", "Du", "Wir", "Ihr", "Man",
        "Sein", "Seine", "Ihre", "Mein", "Meine", "Dieser", "Diese", "Dieses", "Dann", "Danach", "Da", "Dort", "Hier",
        "Und", "Aber", "Oder", "Denn", "Doch", "Nun", "Nur", "So", "Als", "Wenn", "Weil", "Während", "Was", "Wer", "Wo", "Wie", "Warum",
        "In", "Im", "Am", "An", "Auf", "Mit", "Nach", "Vor", "Bei", "Von", "Zu", "Um", "Alle", "Alles", "Niemand",
        "Nichts", "Kein", "Keine", "Jetzt", "Später", "Endlich", "Auch", "Noch", "Ja", "Nein",
    ],
    before_ordinals: &[
        "am", "der", "den", "dem", "des", "die", "das", "vom", "zum", "zur", "im", "bis", "ab", "beim", "seit", "dieser",
        "jeder", "ihr", "ihren", "ihrem", "sein", "seinen", "seinem", "mein", "meinen", "meinem",
    ],
    after_ordinals: &[
        "Januar", "Jänner", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
        "Dezember", "Jahrhundert", "Jahrhunderts", "Kapitel", "Akt", "Band", "Teil", "Stock", "Klasse", "Weltkrieg",
    ],
    saying: &[
        "sagte", "sagt", "fragte", "fragt", "rief", "ruft", "antwortete", "antwortet", "erwiderte", "entgegnete", "flüsterte", "murmelte", "schrie",
        "meinte", "sprach", "versetzte", "bemerkte", "erklärte", "wiederholte", "lachte", "seufzte", "stammelte", "brummte", "begann", "fuhr",
        "unterbrach", "bestätigte", "dachte", "bat", "befahl", "schluchzte", "stöhnte", "hauchte", "raunte",
    ],
    reported: &[],
    pronouns: &["er", "sie", "es", "ich", "wir", "ihr", "du", "man", "dieser", "diese", "jener", "jene", "der", "die", "jemand"],
    before_names: &["der alte", "die alte", "der", "die", "das", "der junge", "die junge"],
    within_names: &["von", "van", "zu", "der", "de"],
};
