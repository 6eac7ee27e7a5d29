//! The lines of each template, one table a language.

use super::Template;
use crate::words::Language;

/// What a template has said.
#[derive(Clone, Copy)]
pub struct TemplateLines {
    /// Before the book.
    pub opening: &'static [&'static str],
    /// After the book.
    pub closing: &'static [&'static str],
    /// Before each chapter.
    pub before_chapter: &'static [&'static str],
    /// After each chapter.
    pub after_chapter: &'static [&'static str],
    /// After what has no heading to be named.
    pub after_unnamed: &'static [&'static str],
    /// Before what is no chapter.
    pub before_matter: &'static [&'static str],
    /// After what is no chapter.
    pub after_matter: &'static [&'static str],
}

const NONE: TemplateLines = TemplateLines {
    opening: &[],
    closing: &[],
    before_chapter: &[],
    after_chapter: &[],
    after_unnamed: &[],
    before_matter: &[],
    after_matter: &[],
};

impl Template {
    /// The template's lines in a language, in English where it does not have it.
    pub(super) fn lines(self, language: Language) -> TemplateLines {
        let own = match language {
            Language::English | Language::Other => &ENGLISH,
            Language::French => &FRENCH,
            Language::German => &GERMAN,
            Language::Spanish => &SPANISH,
            Language::Russian => &RUSSIAN,
            Language::Chinese => &CHINESE,
            Language::Japanese => &JAPANESE,
        };
        match self {
            Self::None => NONE,
            Self::Acx => own.acx,
            Self::Librivox => own.librivox,
        }
    }
}

struct Templates {
    /// ACX, audio submission requirements: opening credits name title, author and narrator, closing credits say at least
    /// "The End".
    acx: TemplateLines,
    /// `LibriVox`, "How to record": every file begins with the disclaimer and ends with "End of"; the last one also with
    /// the end of the book.
    librivox: TemplateLines,
}

static ENGLISH: Templates = Templates {
    acx: TemplateLines {
        opening: &["{title}.", "Written by {author}.", "Narrated by {narrator}."],
        closing: &["This has been {title}, written by {author}.", "Narrated by {narrator}.", "The End."],
        ..NONE
    },
    librivox: TemplateLines {
        before_chapter: &[
            "Chapter {number} of {title}, by {author}.",
            "This is a LibriVox recording.",
            "All LibriVox recordings are in the public domain.",
            "For more information, or to volunteer, please visit librivox dot org.",
            "Recording by {narrator}.",
        ],
        after_chapter: &["End of {chapter}."],
        after_unnamed: &["End of section."],
        before_matter: &[
            "{chapter} of {title}, by {author}.",
            "This is a LibriVox recording.",
            "All LibriVox recordings are in the public domain.",
            "For more information, or to volunteer, please visit librivox dot org.",
            "Recording by {narrator}.",
        ],
        after_matter: &["End of {chapter}."],
        closing: &["End of {title}, by {author}."],
        ..NONE
    },
};

static FRENCH: Templates = Templates {
    acx: TemplateLines {
        opening: &["{title}.", "Écrit par {author}.", "Lu par {narrator}."],
        closing: &["Vous venez d’écouter {title}, écrit par {author}.", "Lu par {narrator}.", "Fin."],
        ..NONE
    },
    librivox: TemplateLines {
        before_chapter: &[
            "Chapitre {number} de {title}, par {author}.",
            "Ceci est un enregistrement LibriVox.",
            "Tous les enregistrements LibriVox sont dans le domaine public.",
            "Pour plus d’informations, ou pour participer, rendez-vous sur librivox point org.",
            "Enregistré par {narrator}.",
        ],
        after_chapter: &["Fin : {chapter}."],
        after_unnamed: &["Fin de la section."],
        before_matter: &[
            "{chapter}. {title}, par {author}.",
            "Ceci est un enregistrement LibriVox.",
            "Tous les enregistrements LibriVox sont dans le domaine public.",
            "Pour plus d’informations, ou pour participer, rendez-vous sur librivox point org.",
            "Enregistré par {narrator}.",
        ],
        after_matter: &["Fin : {chapter}."],
        closing: &["Fin de {title}, par {author}."],
        ..NONE
    },
};

static GERMAN: Templates = Templates {
    acx: TemplateLines {
        opening: &["{title}.", "Von {author}.", "Gelesen von {narrator}."],
        closing: &["Das war {title} von {author}.", "Gelesen von {narrator}.", "Ende."],
        ..NONE
    },
    librivox: TemplateLines {
        before_chapter: &[
            "Kapitel {number} von {title} von {author}.",
            "Dies ist eine LibriVox-Aufnahme.",
            "Alle LibriVox-Aufnahmen sind gemeinfrei.",
            "Weitere Informationen und Hinweise zur Beteiligung gibt es bei librivox Punkt org.",
            "Gelesen von {narrator}.",
        ],
        after_chapter: &["Ende von {chapter}."],
        after_unnamed: &["Ende des Abschnitts."],
        before_matter: &[
            "{chapter}. {title} von {author}.",
            "Dies ist eine LibriVox-Aufnahme.",
            "Alle LibriVox-Aufnahmen sind gemeinfrei.",
            "Weitere Informationen und Hinweise zur Beteiligung gibt es bei librivox Punkt org.",
            "Gelesen von {narrator}.",
        ],
        after_matter: &["Ende von {chapter}."],
        closing: &["Ende von {title} von {author}."],
        ..NONE
    },
};

static SPANISH: Templates = Templates {
    acx: TemplateLines {
        opening: &["{title}.", "Escrito por {author}.", "Narrado por {narrator}."],
        closing: &["Esto ha sido {title}, escrito por {author}.", "Narrado por {narrator}.", "Fin."],
        ..NONE
    },
    librivox: TemplateLines {
        before_chapter: &[
            "Capítulo {number} de {title}, de {author}.",
            "Esta es una grabación de LibriVox.",
            "Todas las grabaciones de LibriVox están en el dominio público.",
            "Para más información, o para participar, visite librivox punto org.",
            "Grabado por {narrator}.",
        ],
        after_chapter: &["Fin de {chapter}."],
        after_unnamed: &["Fin de la sección."],
        before_matter: &[
            "{chapter}. {title}, de {author}.",
            "Esta es una grabación de LibriVox.",
            "Todas las grabaciones de LibriVox están en el dominio público.",
            "Para más información, o para participar, visite librivox punto org.",
            "Grabado por {narrator}.",
        ],
        after_matter: &["Fin de {chapter}."],
        closing: &["Fin de {title}, de {author}."],
        ..NONE
    },
};

static RUSSIAN: Templates = Templates {
    acx: TemplateLines {
        opening: &["{title}.", "Автор: {author}.", "Читает {narrator}."],
        closing: &["Вы прослушали: {title}.", "Автор: {author}.", "Текст читает {narrator}.", "Конец."],
        ..NONE
    },
    librivox: TemplateLines {
        before_chapter: &[
            "{title}. Автор: {author}. Глава {number}.",
            "Это запись LibriVox.",
            "Все записи LibriVox являются общественным достоянием.",
            "Чтобы узнать больше или принять участие, посетите сайт librivox точка org.",
            "Читает {narrator}.",
        ],
        after_chapter: &["Конец: {chapter}."],
        after_unnamed: &["Конец раздела."],
        before_matter: &[
            "{title}. Автор: {author}. {chapter}.",
            "Это запись LibriVox.",
            "Все записи LibriVox являются общественным достоянием.",
            "Чтобы узнать больше или принять участие, посетите сайт librivox точка org.",
            "Читает {narrator}.",
        ],
        after_matter: &["Конец: {chapter}."],
        closing: &["Конец книги {title}. Автор: {author}."],
        ..NONE
    },
};

static CHINESE: Templates = Templates {
    acx: TemplateLines {
        opening: &["{title}。", "作者：{author}。", "朗读：{narrator}。"],
        closing: &["您刚才听到的是《{title}》，作者：{author}。", "朗读：{narrator}。", "全书完。"],
        ..NONE
    },
    librivox: TemplateLines {
        before_chapter: &[
            "《{title}》，作者：{author}，第{number}章。",
            "这是LibriVox的录音。",
            "所有LibriVox的录音都属于公有领域。",
            "如需更多信息，或想成为志愿者，请访问librivox点org。",
            "朗读：{narrator}。",
        ],
        after_chapter: &["{chapter}，完。"],
        after_unnamed: &["本节完。"],
        before_matter: &[
            "《{title}》，作者：{author}，{chapter}。",
            "这是LibriVox的录音。",
            "所有LibriVox的录音都属于公有领域。",
            "如需更多信息，或想成为志愿者，请访问librivox点org。",
            "朗读：{narrator}。",
        ],
        after_matter: &["{chapter}，完。"],
        closing: &["《{title}》，作者：{author}，全书完。"],
        ..NONE
    },
};

static JAPANESE: Templates = Templates {
    acx: TemplateLines {
        opening: &["{title}。", "著者、{author}。", "朗読、{narrator}。"],
        closing: &["{title}、著者、{author}。", "朗読、{narrator}。", "終わり。"],
        ..NONE
    },
    librivox: TemplateLines {
        before_chapter: &[
            "{title}、{author}著、第{number}章。",
            "これはLibriVoxの録音です。",
            "LibriVoxの録音はすべてパブリックドメインです。",
            "詳しい情報、またはボランティアについては、librivox ドット orgをご覧ください。",
            "朗読、{narrator}。",
        ],
        after_chapter: &["{chapter}、終わり。"],
        after_unnamed: &["この節、終わり。"],
        before_matter: &[
            "{title}、{author}著、{chapter}。",
            "これはLibriVoxの録音です。",
            "LibriVoxの録音はすべてパブリックドメインです。",
            "詳しい情報、またはボランティアについては、librivox ドット orgをご覧ください。",
            "朗読、{narrator}。",
        ],
        after_matter: &["{chapter}、終わり。"],
        closing: &["{title}、{author}著、終わり。"],
        ..NONE
    },
};
