//! Quotation marks: each that opens closes, and one kind through the book.
//!
//! What a mark does is read off the book itself, as `“` opens in English and closes in German, and `»` does both in
//! Finnish. An apostrophe looks like a closing mark, so of single marks only what is sure is told.

use super::text::{Noted, Text, around};
use crate::script::CueKind;
use crate::words::Rule;

/// What a mark does where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Opens,
    Closes,
    /// Whichever is due.
    Turns,
}

/// Marks that close each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Family {
    Double,
    Single,
    Guillemets,
    SmallGuillemets,
    Corners,
    WhiteCorners,
}

fn family(mark: char) -> Option<Family> {
    Some(match mark {
        '"' | '“' | '”' | '„' | '‟' => Family::Double,
        '\'' | '‘' | '’' | '‚' => Family::Single,
        '«' | '»' => Family::Guillemets,
        '‹' | '›' => Family::SmallGuillemets,
        '「' | '」' => Family::Corners,
        '『' | '』' => Family::WhiteCorners,
        _ => return None,
    })
}

/// A mark with its neighbours.
struct Mark {
    line: usize,
    at: usize,
    sign: char,
    before: Option<char>,
    behind: Option<char>,
}

impl Mark {
    fn looks_opening(&self) -> bool {
        let room = |c: char| c.is_whitespace() || "([{—–-/".contains(c) || family(c).is_some();
        self.before.is_none_or(room) && self.behind.is_some_and(|c| !c.is_whitespace() && !",.;:!?)]".contains(c))
    }

    fn looks_closing(&self) -> bool {
        let room = |c: char| !c.is_alphanumeric();
        self.before.is_some_and(|c| !c.is_whitespace()) && self.behind.is_none_or(room)
    }
}

fn marks(text: &Text, line: usize) -> impl Iterator<Item = Mark> {
    let content = &text.lines[line].cue.text;
    let mut before = None;
    content.char_indices().filter_map(move |(at, sign)| {
        let before = before.replace(sign);
        family(sign)?;
        Some(Mark { line, at, sign, before, behind: content[at + sign.len_utf8()..].chars().next() })
    })
}

/// What the marks of a book do that differ between languages.
struct Custom {
    acts: [(char, Act); 6],
    /// Whether `‚` opens in this book, so that `‘` may close.
    low_single: bool,
}

impl Custom {
    /// Counts where each mark stands: before a word, or behind one.
    fn of(text: &Text) -> Self {
        let mut counts = [('“', 0, 0), ('”', 0, 0), ('«', 0, 0), ('»', 0, 0), ('‹', 0, 0), ('›', 0, 0)];
        let mut low_single = false;
        for mark in (0..text.lines.len()).flat_map(|line| marks(text, line)) {
            low_single |= mark.sign == '‚';
            let Some((_, opening, closing)) = counts.iter_mut().find(|(known, ..)| *known == mark.sign) else {
                continue;
            };
            match (mark.looks_opening(), mark.looks_closing()) {
                (true, false) => *opening += 1,
                (false, true) => *closing += 1,
                _ => {}
            }
        }
        let acts = counts.map(|(mark, opening, closing)| {
            let act = match (opening, closing) {
                (0, 0) if "”»›".contains(mark) => Act::Closes,
                (0, 0) => Act::Opens,
                // A slip in four is not yet a custom.
                _ if opening > closing * 4 => Act::Opens,
                _ if closing > opening * 4 => Act::Closes,
                _ => Act::Turns,
            };
            (mark, act)
        });
        Self { acts, low_single }
    }

    fn act(&self, mark: &Mark) -> Act {
        match mark.sign {
            '‘' if self.low_single && mark.looks_closing() && !mark.looks_opening() => Act::Closes,
            '„' | '‟' | '‚' | '「' | '『' | '‘' => Act::Opens,
            '’' | '」' | '』' => Act::Closes,
            '"' | '\'' => match (mark.looks_opening(), mark.looks_closing()) {
                (true, false) => Act::Opens,
                (false, true) => Act::Closes,
                _ => Act::Turns,
            },
            other => self.acts.iter().find(|(known, _)| *known == other).map_or(Act::Turns, |(_, act)| *act),
        }
    }
}

/// A mark that has opened.
#[derive(Clone, Copy)]
struct Open {
    family: Family,
    line: usize,
    at: usize,
    /// Whether it can't be an apostrophe.
    sure: bool,
    /// Whether it is hardly one: the word behind is longer than what loses a letter.
    likely: bool,
}

/// Finds quotations that never close, or close without having opened.
pub fn unbalanced(text: &Text) -> Vec<Noted> {
    let mut reader =
        Reader { text, custom: Custom::of(text), open: Vec::new(), found: Vec::new(), loose: false, carried: false };
    // A heading in between changes nothing.
    let is_heading = |line: usize| matches!(text.lines[line].cue.kind, CueKind::Announcement | CueKind::Credits);
    for paragraph in text.paragraphs().filter(|paragraph| !is_heading(paragraph.start)) {
        let marks: Vec<Mark> = paragraph.clone().flat_map(|line| marks(text, line)).collect();
        reader.paragraph(paragraph.start, &marks);
    }
    reader.give_up();
    reader.found
}

struct Reader<'a> {
    text: &'a Text<'a>,
    custom: Custom,
    open: Vec<Open>,
    found: Vec<Noted>,
    /// A single quotation has opened, and may have closed at what was an apostrophe: `‘The boys’ coats,’`.
    loose: bool,
    /// The last paragraph ended within a single quotation.
    carried: bool,
}

impl Reader<'_> {
    fn paragraph(&mut self, first: usize, marks: &[Mark]) {
        self.go_on(first, marks);
        // A single quotation of the paragraph before may close here.
        self.loose = self.carried || (self.loose && !self.text.lines[first].is_prose());
        let told = self.found.len();
        let again = usize::from(self.repeats_guillemet(first, marks));
        for mark in &marks[again..] {
            self.read(mark);
            // One slip puts all marks behind it on the wrong side.
            self.found.truncate(told + 1);
        }
        if self.found.len() > told {
            self.open.clear();
        }
        self.carried = self.open.iter().any(|open| open.family == Family::Single);
        self.open.retain(|open| open.sure);
    }

    /// French: `» ` before a paragraph says that the speech goes on.
    fn repeats_guillemet(&self, first: usize, marks: &[Mark]) -> bool {
        let is_open = self.open.iter().any(|open| open.family == Family::Guillemets);
        let leads = |mark: &Mark| mark.sign == '»' && mark.line == first && mark.at == 0 && mark.behind.is_some();
        is_open && marks.first().is_some_and(|mark| leads(mark) && self.custom.act(mark) == Act::Closes)
    }

    /// What the last paragraph left open: goes on here, or was a slip.
    fn go_on(&mut self, first: usize, marks: &[Mark]) {
        let Some(open) = self.open.first().copied() else { return };
        let line = self.text.lines[first];
        let same_chapter = self.text.lines[open.line].chapter.id == line.chapter.id;
        let next = marks.iter().find(|mark| family(mark.sign) == Some(open.family) && !self.is_apostrophe(mark));
        let goes_on = match next.map(|mark| (mark, self.custom.act(mark))) {
            // Every paragraph of a long speech opens again, and only the last one closes.
            Some((mark, Act::Opens)) => {
                let opens = mark.line == first && !line.cue.text[..mark.at].contains(char::is_alphanumeric);
                if opens {
                    self.open.clear();
                }
                opens
            }
            Some(_) => same_chapter,
            // French speeches run through paragraphs without marks; English ones only around verse and letters.
            None => {
                same_chapter
                    && (open.family == Family::Guillemets || matches!(line.cue.kind, CueKind::Verse | CueKind::Letter))
            }
        };
        if !goes_on {
            self.give_up();
        }
    }

    /// Tells the first of what is open, and forgets the rest.
    fn give_up(&mut self) {
        if let Some(open) = self.open.first() {
            self.found.push(self.never_closes(*open));
        }
        self.open.clear();
    }

    /// Whether a single mark is more likely to stand for letters left out.
    fn is_apostrophe(&self, mark: &Mark) -> bool {
        if family(mark.sign) != Some(Family::Single) || mark.sign == '‚' {
            return false;
        }
        match self.custom.act(mark) {
            Act::Opens => {
                let rest = &self.text.lines[mark.line].cue.text[mark.at + mark.sign.len_utf8()..];
                let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                word.starts_with(|c: char| c.is_ascii_digit()) || ELISIONS.contains(&word) || !mark.looks_opening()
            }
            _ => mark.behind.is_some_and(char::is_alphanumeric),
        }
    }

    fn read(&mut self, mark: &Mark) {
        let Some(family) = family(mark.sign) else { return };
        let is_open = self.open.iter().rposition(|open| open.family == family);
        // Inches and minutes.
        let measure = "\"'".contains(mark.sign) && mark.before.is_some_and(|c| c.is_ascii_digit()) && is_open.is_none();
        if measure || self.is_apostrophe(mark) {
            return;
        }
        let opens = match self.custom.act(mark) {
            Act::Opens => true,
            Act::Closes => false,
            Act::Turns => is_open.is_none(),
        };
        if family == Family::Single {
            self.single(mark, opens, is_open);
        } else if opens {
            // In verse and letters every line may open again.
            let again = is_open.is_some_and(|at| at + 1 == self.open.len() || !self.open[at + 1].sure);
            if let Some(at) = is_open.filter(|_| again) {
                let old = self.open[at];
                self.open.truncate(at);
                let lines =
                    matches!(self.text.lines[mark.line].cue.kind, CueKind::Verse | CueKind::Letter | CueKind::Epigraph);
                if !(lines && mark.before.is_none_or(char::is_whitespace)) {
                    self.found.push(self.never_closes(old));
                }
            }
            self.open.push(Open { family, line: mark.line, at: mark.at, sure: true, likely: true });
        } else if let Some(at) = is_open {
            let inner = self.open[at + 1..].iter().find(|open| open.sure || open.likely).copied();
            self.open.truncate(at);
            if let Some(inner) = inner {
                self.found.push(self.never_closes(inner));
            }
        } else {
            self.found.push(self.closes_nothing(mark));
        }
    }

    fn single(&mut self, mark: &Mark, opens: bool, is_open: Option<usize>) {
        // Behind a stop there is no letter to be left out.
        let stops = mark.before.is_some_and(|c| ".,!?…".contains(c));
        match (opens, is_open) {
            (true, _) => {
                let capital = mark.behind.is_some_and(char::is_uppercase);
                let introduced = mark.sign == '‘' || mark.before.is_none();
                self.loose = true;
                self.open.retain(|open| open.family != Family::Single);
                self.open.push(Open {
                    family: Family::Single,
                    line: mark.line,
                    at: mark.at,
                    sure: capital && introduced,
                    likely: mark.sign == '‘' && self.is_before_long_word(mark),
                });
            }
            (false, Some(at)) => {
                self.open.remove(at);
            }
            (false, None) if stops && !self.loose => self.found.push(self.closes_nothing(mark)),
            (false, None) => {}
        }
    }

    fn is_before_long_word(&self, mark: &Mark) -> bool {
        const SHORTEST: usize = 5;
        let rest = &self.text.lines[mark.line].cue.text[mark.at + mark.sign.len_utf8()..];
        rest.chars().take(SHORTEST).filter(|c| c.is_alphabetic()).count() == SHORTEST
    }

    fn never_closes(&self, open: Open) -> Noted {
        let found = format!("opens and never closes: `{}`", around(&self.text.lines[open.line].cue.text, open.at));
        self.text.note(open.line, Rule::QuotesUnbalanced, found, WANTED, HINT)
    }

    fn closes_nothing(&self, mark: &Mark) -> Noted {
        let found = format!("closes what never opened: `{}`", around(&self.text.lines[mark.line].cue.text, mark.at));
        self.text.note(mark.line, Rule::QuotesUnbalanced, found, WANTED, HINT)
    }
}

const WANTED: &str = "a closing mark for each that opens; a speech may open again in its next paragraph";
const HINT: &str = "set the missing mark in the manuscript";

/// Words that begin with an apostrophe, in case it was printed as an opening mark.
const ELISIONS: [&str; 37] = [
    "Tis", "Twas", "Twere", "Twill", "Twould", "Til", "Em", "tis", "twas", "twere", "twill", "twould", "em", "im",
    "er", "e", "is", "ere", "ow", "bout", "cause", "til", "till", "round", "neath", "n", "gainst", "mid", "midst",
    "pon", "cept", "un", "s", "d", "ave", "ad", "as",
];

/// Counts straight and curly marks, and tells the first of the rarer kind.
pub fn mixed(text: &Text) -> Vec<Noted> {
    let mut straight = Count::default();
    let mut curly = Count::default();
    let (mut pairs, mut apostrophes) = ((0, 0), (0, 0));
    for mark in (0..text.lines.len()).flat_map(|line| marks(text, line)) {
        let measure = mark.before.is_some_and(|c| c.is_ascii_digit());
        match mark.sign {
            '"' | '\'' if measure => {}
            '"' => (pairs.0, straight) = (pairs.0 + 1, straight.with(&mark)),
            '\'' => (apostrophes.0, straight) = (apostrophes.0 + 1, straight.with(&mark)),
            '“' | '”' => (pairs.1, curly) = (pairs.1 + 1, curly.with(&mark)),
            '‘' | '’' => (apostrophes.1, curly) = (apostrophes.1 + 1, curly.with(&mark)),
            _ => {}
        }
    }
    // Curly quotation marks with straight apostrophes throughout are a habit, and no mixture.
    let is_mixed = |(straight, curly): (usize, usize)| straight > 0 && curly > 0;
    if !is_mixed(pairs) && !is_mixed(apostrophes) {
        return Vec::new();
    }
    let rarer = if straight.number <= curly.number { straight } else { curly };
    let Some((line, at)) = rarer.first else { return Vec::new() };
    let excerpt = around(&text.lines[line].cue.text, at);
    let name = if rarer == straight { "straight" } else { "curly" };
    let found = format!(
        "{} straight and {} curly quotation marks and apostrophes; the first {name} one: `{excerpt}`",
        straight.number, curly.number
    );
    vec![text.note(
        line,
        Rule::QuotesMixed,
        found,
        "one kind through the book",
        "look whether a pasted passage stands there",
    )]
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    number: usize,
    first: Option<(usize, usize)>,
}

impl Count {
    fn with(self, mark: &Mark) -> Self {
        Self { number: self.number + 1, first: self.first.or(Some((mark.line, mark.at))) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::lint::testing::{found, found_in};

    #[test]
    fn what_is_balanced_in_its_language_is_left_alone() {
        for (language, text) in [
            ("en", "“Go on,” he said. “I’m listening.”"),
            ("en", "“The first paragraph of a speech.\n\n“The second,” he said."),
            ("en", "‘The boys’ coats are wet,’ she said. ‘’Twas the rain.’"),
            ("en", "\"Rock 'n' roll,\" he said. 'Twas 6' 2\" high."),
            ("en", "“He said ‘go’ and went,” she said. “That’s ‘all.’ ”"),
            ("de", "„Komm“, sagte er. „Ich gehe.“"),
            ("de", "»Komm«, sagte er. »Ich gehe.«"),
            ("fr", "« Viens », dit-il. « Je pars. »"),
            ("de", "‚Ja‘, sagte er. ‚Nein.‘"),
            ("fr", "« Viens.\n\n» Je pars.\n\n» Adieu. » Il partit. « Oui. » « Non. » « Si. » « Bon. »"),
            ("fr", "« Viens, dit-il.\n\n— Pourquoi ?\n\n— Je pars. »"),
            ("fi", "»Tule», hän sanoi. »Minä lähden.»"),
            ("sv", "”Kom”, sade han. ”Jag går.”"),
            ("ja", "「行こう」と彼は言った。「『はい』と言って」"),
        ] {
            assert_eq!(found_in(language, &format!("# Chapter 1\n\n{text}\n"), unbalanced), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_mark_without_its_fellow_is_found() {
        for (text, wanted) in [
            ("“Go on, he said.\n\nNobody went.", "opens and never closes: `“Go on, he said.`"),
            ("“Go on. “I went,” he said.", "opens and never closes: `“Go on. “I went,” he said.`"),
            (
                "Go on,” he said. “I’m here.” “Yes.” “No.” “So?” “So.”",
                "closes what never opened: `Go on,” he said. “I’m here.” “Yes.” “No.” “So?” …`",
            ),
            ("“Nested ‘quote,” he said.", "opens and never closes: `“Nested ‘quote,” he said.`"),
            ("\"Go on, he said.\n\nHe went.", "opens and never closes: `\"Go on, he said.`"),
            ("‘Go on, he said.\n\nHe went.", "opens and never closes: `‘Go on, he said.`"),
            ("Go on.’ He went.", "closes what never opened: `Go on.’ He went.`"),
        ] {
            assert_eq!(found(text, unbalanced), [wanted], "{text}");
        }
    }

    #[test]
    fn a_mixture_is_counted_once() {
        assert_eq!(
            found("“One,” he said.\n\n\"Two.\"\n\n“Three.”", mixed),
            ["2 straight and 4 curly quotation marks and apostrophes; the first straight one: `\"Two.\"`"]
        );
        assert_eq!(found("“It's all one,” he said.", mixed), [""; 0]);
    }
}
