//! French.

use super::Vocabulary;

#[rustfmt::skip]
pub static FRENCH: Vocabulary = Vocabulary {
    titles: &["m", "mm", "mme", "mmes", "mlle", "mlles", "mgr", "dr", "pr", "st", "ste", "vve", "cie", "cf", "vs", "sr", "fr"],
    shortened: &[
        "etc", "p.ex", "c.-à-d", "c.à.d", "j.-c", "av", "apr", "s.m", "s.a.r", "s.e", "n.b", "janv", "juil", "juill", "févr", "sept",
        "oct", "nov", "déc", "env", "éd", "ibid", "id", "op", "cit", "q.e.d", "bd", "tél", "adr", "r.s.v.p", "hab",
    ],
    numbered: &["p", "pp", "t", "vol", "chap", "art", "fig", "no", "n", "liv", "f", "v"],
    starters: &[
        "Le", "La", "Les", "Un", "Une", "Des", "Il", "Elle", "Ils", "Elles", "Je", "Tu", "On", "Nous", "Vous", "Ce", "Cet", "Cette",
        "Ces", "Son", "Sa", "Ses", "Mon", "Ma", "Mes", "Leur", "Leurs", "Et", "Mais", "Ou", "Donc", "Or", "Car", "Puis", "Alors", "Quand",
        "Comme", "Si", "Que", "Qui", "Où", "Dans", "En", "Sur", "Avec", "Pour", "Par", "Après", "Avant", "Voilà", "Voici",
        "Personne", "Rien", "Tout", "Tous", "Ici", "Là", "Ensuite", "Enfin", "Quel", "Quelle",
    ],
    before_ordinals: &[],
    after_ordinals: &[],
    saying: &[
        "dit", "disait", "demanda", "demandait", "répondit", "répondait", "s'écria", "cria", "reprit", "ajouta",
        "murmura", "répliqua", "repartit", "continua", "interrompit", "fit", "balbutia", "soupira", "observa", "déclara",
        "annonça", "expliqua", "insista", "poursuivit", "commença", "chuchota", "hurla", "s'exclama", "gémit", "grommela",
        "pensa", "songea", "conclut", "protesta", "objecta", "répéta", "lança", "souffla", "bégaya", "remarqua",
    ],
    reported: &[],
    pronouns: &["il", "elle", "ils", "elles", "je", "on", "nous", "vous", "tu", "l'un", "l'autre"],
    before_names: &["le", "la", "les", "l'", "le bon", "le pauvre", "la belle", "vieux", "vieille", "pauvre", "bon", "petit", "petite", "monsieur", "madame"],
    within_names: &["de", "du", "des", "la", "le", "d'"],
};
