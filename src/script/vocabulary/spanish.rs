//! Spanish.

use super::Vocabulary;

#[rustfmt::skip]
pub static SPANISH: Vocabulary = Vocabulary {
    titles: &["sr", "sra", "srta", "sres", "sras", "d", "dña", "dª", "dr", "dra", "prof", "profa", "lic", "ing", "fr", "sto", "sta", "s", "mons", "gral", "cap", "cía", "av", "avda", "vs", "cf", "p.ej"],
    shortened: &[
        "ud", "uds", "vd", "vds", "etc", "ee.uu", "ee", "uu", "a.c", "d.c", "a.m", "p.m", "s.a", "s.l", "ej", "aprox", "tel", "c", "izq", "dcha",
        "ene", "feb", "abr", "ago", "sept", "oct", "nov", "dic", "admón", "dpto", "n.b", "p.d", "r.i.p", "q.e.p.d",
    ],
    numbered: &["núm", "no", "pág", "págs", "p", "pp", "vol", "cap", "art", "fig", "t", "n"],
    starters: &[
        "El", "La", "Los", "Las", "Un", "Una", "Él", "Ella", "Ellos", "Ellas", "Yo", "Tú", "Usted", "Nosotros", "Se", "Me", "Te", "Le", "Lo", "Su", "Sus", "Mi",
        "Este", "Esta", "Esto", "Ese", "Esa", "Eso", "Aquel", "Aquella", "Y", "Pero", "O", "Ni", "Entonces", "Luego", "Después", "Cuando", "Como",
        "Si", "No", "Que", "Qué", "Quién", "En", "Con", "Por", "Para", "De", "A", "Al", "Del", "Aquí", "Allí", "Ahora", "Hoy", "Nadie", "Nada", "Todo",
        "Todos", "Era", "Es", "Llovía", "Había", "Hay", "También",
    ],
    before_ordinals: &[],
    after_ordinals: &[],
    saying: &[
        "dijo", "dice", "decía", "preguntó", "pregunta", "respondió", "responde", "contestó", "contesta", "exclamó", "gritó", "murmuró", "susurró", "añadió",
        "replicó", "repuso", "repitió", "continuó", "prosiguió", "observó", "explicó", "insistió", "interrumpió", "comenzó", "empezó",
        "suspiró", "balbuceó", "ordenó", "suplicó", "protestó", "declaró", "anunció", "pensó", "concluyó", "admitió",
    ],
    reported: &[],
    pronouns: &["él", "ella", "ellos", "ellas", "yo", "usted", "nosotros", "este", "ésta", "éste", "aquel", "aquél", "uno", "alguien"],
    before_names: &["el", "la", "los", "las", "don", "doña", "el viejo", "la vieja", "el señor", "la señora"],
    within_names: &["de", "del", "la", "los", "y"],
};
