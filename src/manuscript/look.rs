//! How a block looks where nothing says what it is.

/// The look of a block, as its formatting makes it.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each tells something else of the look")]
pub struct Look {
    /// The style or class, where its name says that it is a heading's.
    pub named: Option<String>,
    pub centred: bool,
    /// Whether all of its letters are bold.
    pub bold: bool,
    /// Whether it is shown in capitals, however it was typed.
    pub capitals: bool,
    /// The size of its type, in half points; 0 where nothing says it.
    pub size: u16,
    /// Whether it begins a page.
    pub new_page: bool,
}

/// The size of type where nothing says it, in half points: that of most word processors and browsers.
const USUAL: u16 = 24;

impl Look {
    /// What sets the look apart from that of the body; `None` where nothing does.
    pub fn apart_from(&self, body: &Self) -> Option<Self> {
        let size = |look: &Self| if look.size == 0 { USUAL } else { look.size };
        let apart = Self {
            named: self.named.clone().filter(|_| self.named != body.named),
            centred: self.centred && !body.centred,
            bold: self.bold && !body.bold,
            capitals: self.capitals && !body.capitals,
            // A tenth more is seen.
            size: if u32::from(size(self)) * 10 > u32::from(size(body)) * 11 { size(self) } else { 0 },
            new_page: false,
        };
        if apart == Self::default() {
            return self.new_page.then_some(Self { new_page: true, ..apart });
        }
        Some(apart)
    }

    /// How much sets it apart.
    pub fn signs(&self) -> usize {
        [self.named.is_some(), self.centred, self.bold, self.capitals, self.size > 0, self.new_page]
            .into_iter()
            .filter(|sign| *sign)
            .count()
    }

    /// What a reader sees of it first.
    pub fn shown(&self) -> &'static str {
        match self {
            Self { named: Some(_), .. } => "in a style whose name says so",
            Self { centred: true, bold: true, .. } => "in the middle and in bold",
            Self { centred: true, .. } => "in the middle",
            Self { size: 1.., .. } => "in larger type",
            Self { bold: true, .. } => "in bold",
            Self { capitals: true, .. } => "in capitals",
            _ => "at the top of a page",
        }
    }
}

/// Says whether the name of a style or of a class is that of a heading.
pub fn names_heading(name: &str) -> bool {
    const WORDS: [&str; 13] = [
        "chapter",
        "title",
        "heading",
        "überschrift",
        "kapitel",
        "titel",
        "chapitre",
        "titre",
        "capítulo",
        "título",
        "titolo",
        "заголовок",
        "глава",
    ];
    const OTHERS: [&str; 8] = ["text", "body", "first", "para", "subtitle", "page", "table", "author"];
    let name = name.to_lowercase();
    WORDS.iter().any(|word| name.contains(word)) && !OTHERS.iter().any(|word| name.contains(word))
}
