//! Real books, revised at random: every line that is still there keeps its ID, and every change that can be heard is seen.
//!
//! Each sentence of a book bears a number that no reader sees. After a revision these numbers say what should have become
//! of every line, and what the script says is held against that.

use super::support;
use std::collections::{BTreeMap, HashMap, HashSet};

use cuebook::manuscript::{Block, BlockKind, Format, HeadingKind, Manuscript, Reason, read};
use cuebook::script::{Changes, Known, Script, divide, reconcile, sentences, sounds_alike};
use cuebook::words::{Book, CueId, Language};

/// How many edits a book gets, and how many of them at a time.
const EDITS: usize = 500;
const AT_A_TIME: usize = 10;

/// Numbers at random, the same at every run.
struct Dice(u64);

impl Dice {
    /// A number below `end`.
    fn roll(&mut self, end: usize) -> usize {
        // SplitMix64, Steele et al. 2014.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }
}

#[derive(Clone)]
struct Sentence {
    /// Its number, if the old text had it.
    number: Option<usize>,
    text: String,
}

#[derive(Clone)]
struct Piece {
    kind: BlockKind,
    sentences: Vec<Sentence>,
    joint: &'static str,
}

impl Piece {
    fn is_text(&self) -> bool {
        !matches!(self.kind, BlockKind::Heading(_) | BlockKind::SceneBreak)
    }

    fn text(&self) -> String {
        self.sentences.iter().map(|sentence| sentence.text.as_str()).collect::<Vec<_>>().join(self.joint)
    }
}

/// A book whose sentences are numbered.
#[derive(Clone)]
struct Numbered {
    language: Language,
    pieces: Vec<Piece>,
    vocabulary: Vec<String>,
    names: Vec<String>,
}

impl Numbered {
    fn of(manuscript: &Manuscript, language: Language) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let pieces: Vec<Piece> = manuscript
            .blocks
            .iter()
            .map(|block| {
                let lines = block.text.contains('\n');
                let whole = matches!(block.kind, BlockKind::Heading(_));
                let parts: Vec<&str> = match () {
                    () if whole => vec![block.text.as_str()],
                    () if lines => block.text.split('\n').collect(),
                    () => sentences(&block.text, language),
                };
                for word in block.text.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)) {
                    *counts.entry(word.to_owned()).or_default() += 1;
                }
                let sentences = parts.iter().map(|text| Sentence { number: None, text: (*text).to_owned() }).collect();
                Piece { kind: block.kind, sentences, joint: if lines { "\n" } else { " " } }
            })
            .collect();
        let names = counts
            .iter()
            .filter(|(word, count)| **count >= 5 && word.starts_with(char::is_uppercase) && word.chars().count() > 4);
        let names = names.map(|(word, _)| word.clone()).collect();
        Self { language, pieces, vocabulary: counts.into_keys().collect(), names }
    }

    fn manuscript(&self) -> Manuscript {
        let blocks = self.pieces.iter().map(|piece| Block::new(piece.kind, piece.text(), Reason::Text));
        Manuscript { blocks: blocks.collect(), ..Manuscript::default() }
    }

    /// Gives every sentence a number of its own.
    fn number(&mut self) {
        for (number, sentence) in self.pieces.iter_mut().flat_map(|piece| &mut piece.sentences).enumerate() {
            sentence.number = Some(number);
        }
    }

    fn a_word(&self, dice: &mut Dice) -> String {
        self.vocabulary[dice.roll(self.vocabulary.len())].clone()
    }

    fn a_sentence(&self, dice: &mut Dice) -> Sentence {
        let words: Vec<String> = (0..5 + dice.roll(14)).map(|_| self.a_word(dice).to_lowercase()).collect();
        let text = words.join(" ");
        let first = text.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        Sentence { number: None, text: first + text.chars().skip(1).collect::<String>().as_str() + "." }
    }

    /// A paragraph of text with at least so many sentences.
    fn a_paragraph(&self, dice: &mut Dice, least: usize) -> Option<usize> {
        let from = dice.roll(self.pieces.len());
        let places = (from..self.pieces.len()).chain(0..from);
        places.into_iter().find(|at| self.pieces[*at].is_text() && self.pieces[*at].sentences.len() >= least)
    }

    fn chapters(&self) -> Vec<usize> {
        let is_chapter = |piece: &Piece| piece.kind == BlockKind::Heading(HeadingKind::Chapter);
        (0..self.pieces.len()).filter(|at| is_chapter(&self.pieces[*at])).collect()
    }

    /// Revises the book in one way.
    fn revise(&mut self, dice: &mut Dice) -> &'static str {
        match dice.roll(100) {
            0..30 => self.change_a_word(dice),
            30..42 => self.insert_a_sentence(dice),
            42..52 => self.delete_a_sentence(dice),
            52..58 => self.delete_a_paragraph(dice),
            58..70 => self.move_a_paragraph(dice),
            70..78 => self.split_a_paragraph(dice),
            78..86 => self.merge_paragraphs(dice),
            86..94 => self.restyle_quotes(dice),
            94..96 => self.insert_a_chapter(dice),
            96..98 => self.swap_chapters(dice),
            _ => self.replace_a_name(dice),
        }
    }

    fn change_a_word(&mut self, dice: &mut Dice) -> &'static str {
        let word = self.a_word(dice);
        if let Some(at) = self.a_paragraph(dice, 1) {
            let count = self.pieces[at].sentences.len();
            let sentence = &mut self.pieces[at].sentences[dice.roll(count)];
            let words: Vec<&str> = sentence.text.split_whitespace().collect();
            let place = dice.roll(words.len());
            let changed = words[place].trim_matches(|c: char| !c.is_alphanumeric());
            let letters = changed.to_lowercase();
            if !changed.is_empty() && letters != word.to_lowercase() {
                let new = words[place].replacen(changed, &word, 1);
                sentence.text = words
                    .iter()
                    .enumerate()
                    .map(|(at, word)| if at == place { &new } else { *word })
                    .collect::<Vec<_>>()
                    .join(" ");
            }
        }
        "word changed"
    }

    fn insert_a_sentence(&mut self, dice: &mut Dice) -> &'static str {
        let sentence = self.a_sentence(dice);
        if let Some(at) = self.a_paragraph(dice, 1) {
            let place = dice.roll(self.pieces[at].sentences.len() + 1);
            self.pieces[at].sentences.insert(place, sentence);
        }
        "sentence inserted"
    }

    fn delete_a_sentence(&mut self, dice: &mut Dice) -> &'static str {
        if let Some(at) = self.a_paragraph(dice, 2) {
            let place = dice.roll(self.pieces[at].sentences.len());
            self.pieces[at].sentences.remove(place);
        }
        "sentence deleted"
    }

    fn delete_a_paragraph(&mut self, dice: &mut Dice) -> &'static str {
        if let Some(at) = self.a_paragraph(dice, 1) {
            self.pieces.remove(at);
        }
        "paragraph deleted"
    }

    fn move_a_paragraph(&mut self, dice: &mut Dice) -> &'static str {
        if let (Some(from), Some(to)) = (self.a_paragraph(dice, 1), self.a_paragraph(dice, 1)) {
            let piece = self.pieces.remove(from);
            self.pieces.insert(to.min(self.pieces.len()), piece);
        }
        "paragraph moved"
    }

    fn split_a_paragraph(&mut self, dice: &mut Dice) -> &'static str {
        if let Some(at) = self.a_paragraph(dice, 2) {
            let place = 1 + dice.roll(self.pieces[at].sentences.len() - 1);
            let mut second = self.pieces[at].clone();
            second.sentences.drain(..place);
            self.pieces[at].sentences.truncate(place);
            self.pieces.insert(at + 1, second);
        }
        "paragraph split"
    }

    fn merge_paragraphs(&mut self, dice: &mut Dice) -> &'static str {
        let from = dice.roll(self.pieces.len());
        let both = |at: &usize| {
            let (one, two) = (&self.pieces[*at], &self.pieces[at + 1]);
            one.is_text() && two.is_text() && one.joint == two.joint && one.kind == two.kind
        };
        if let Some(at) = (from..self.pieces.len() - 1).find(both) {
            let second = self.pieces.remove(at + 1);
            self.pieces[at].sentences.extend(second.sentences);
        }
        "paragraphs merged"
    }

    fn restyle_quotes(&mut self, dice: &mut Dice) -> &'static str {
        let whole = dice.roll(10) == 0;
        let only = self.a_paragraph(dice, 1);
        for (at, piece) in self.pieces.iter_mut().enumerate() {
            if whole || Some(at) == only {
                for sentence in &mut piece.sentences {
                    sentence.text = restyled(&sentence.text);
                }
            }
        }
        "quotes restyled"
    }

    fn insert_a_chapter(&mut self, dice: &mut Dice) -> &'static str {
        let chapters = self.chapters();
        let Some(at) = chapters.get(dice.roll(chapters.len())).copied() else { return "chapter inserted" };
        let heading = Sentence { number: None, text: format!("{} {}", self.a_word(dice), self.a_word(dice)) };
        let mut pieces = vec![Piece { kind: self.pieces[at].kind, sentences: vec![heading], joint: " " }];
        for _ in 0..8 + dice.roll(20) {
            let sentences = (0..=dice.roll(6)).map(|_| self.a_sentence(dice)).collect();
            pieces.push(Piece { kind: BlockKind::Paragraph, sentences, joint: " " });
        }
        self.pieces.splice(at..at, pieces);
        "chapter inserted"
    }

    fn swap_chapters(&mut self, dice: &mut Dice) -> &'static str {
        let chapters = self.chapters();
        if chapters.len() > 2 {
            let first = dice.roll(chapters.len() - 2);
            let [one, two, end] = [chapters[first], chapters[first + 1], chapters[first + 2]];
            self.pieces[one..end].rotate_left(two - one);
        }
        "chapters swapped"
    }

    fn replace_a_name(&mut self, dice: &mut Dice) -> &'static str {
        if self.names.is_empty() {
            return "name replaced";
        }
        let name = self.names.remove(dice.roll(self.names.len()));
        for sentence in self.pieces.iter_mut().filter(|piece| piece.is_text()).flat_map(|piece| &mut piece.sentences) {
            if sentence.text.contains(&name) {
                sentence.text = sentence.text.replace(&name, "Quillfeather");
            }
        }
        "name replaced"
    }
}

/// The same words with quotation marks and dashes in another style.
fn restyled(text: &str) -> String {
    let mut out = String::new();
    let mut open = false;
    for c in text.chars() {
        match c {
            '“' | '”' => out.push('"'),
            '"' => {
                open = !open;
                out.push(if open { '“' } else { '”' });
            }
            '’' => out.push('\''),
            '—' => out.push_str("--"),
            c => out.push(c),
        }
    }
    out.replace("...", "…")
}

/// Which sentences each cue has, by their places in the book: the cues' words joined are the book's.
fn sentences_of(script: &Script, book: &Numbered) -> HashMap<CueId, Vec<usize>> {
    let mut owners = Vec::new();
    for (at, sentence) in book.pieces.iter().flat_map(|piece| &piece.sentences).enumerate() {
        owners.extend(sentence.text.split_whitespace().map(|word| (at, word)));
    }
    let mut words = owners.into_iter();
    let mut found = HashMap::new();
    for (_, cue) in script.cues() {
        let mut places: Vec<usize> = Vec::new();
        for word in cue.text.split_whitespace() {
            let (at, printed) = words.next().expect("the script has the book's words");
            assert_eq!(word, printed, "{}", cue.id);
            if places.last() != Some(&at) {
                places.push(at);
            }
        }
        found.insert(cue.id.clone(), places);
    }
    assert_eq!(words.next(), None, "a word was lost");
    found
}

#[derive(Default)]
struct Tally {
    right: usize,
    wrong: Vec<String>,
    /// Old lines of which nothing changed.
    untouched: usize,
}

/// Whether there is anything to be read aloud in a sentence: `…` has nothing.
fn has_words(sentence: &Sentence) -> bool {
    sentence.text.contains(char::is_alphanumeric)
}

/// The sentences, by their places in the book, before which none ends for a reader who sees the whole paragraph.
fn fused(book: &Numbered) -> HashSet<usize> {
    let mut fused = HashSet::new();
    let mut place = 0;
    for piece in &book.pieces {
        let text = piece.text();
        let found = if piece.joint == " " && piece.is_text() {
            sentences(&text, book.language)
        } else {
            text.split('\n').collect()
        };
        let mut starts = HashSet::from([0]);
        let mut words = 0;
        for sentence in found {
            words += sentence.split_whitespace().count();
            starts.insert(words);
        }
        words = 0;
        for sentence in &piece.sentences {
            if !starts.contains(&words) {
                fused.insert(place);
            }
            words += sentence.text.split_whitespace().count();
            place += 1;
        }
    }
    fused
}

/// Holds what the script says against what the numbers say.
fn judge(old: (&Script, &Numbered), new: (&Script, &Numbered), changes: &Changes, tally: &mut Tally) {
    let (old_places, new_places) = (sentences_of(old.0, old.1), sentences_of(new.0, new.1));
    let flat = |book: &Numbered| {
        let sentences = book.pieces.iter().enumerate();
        sentences
            .flat_map(|(at, piece)| piece.sentences.iter().map(move |sentence| (at, sentence.clone())))
            .collect::<Vec<_>>()
    };
    let (old_sentences, new_sentences) = (flat(old.1), flat(new.1));
    let now: HashMap<usize, usize> =
        (0..).zip(&new_sentences).filter_map(|(at, (_, sentence))| Some((sentence.number?, at))).collect();
    let fused = fused(new.1);
    let merged: HashMap<&CueId, &CueId> = changes.merged.iter().map(|merge| (&merge.id, &merge.into)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, cue) in old.0.cues() {
        *counts.entry(cue.text.as_str()).or_default() += 1;
    }
    let is_phrase =
        |text: &str| text.split_whitespace().count() < 7 && counts.get(text).is_some_and(|count| *count > 3);
    let retired: HashSet<&CueId> = changes.retired.iter().map(|line| &line.id).collect();
    let edited: HashSet<&CueId> = changes.edited.iter().map(|edit| &edit.id).collect();
    let moved: HashSet<&CueId> = changes.moved.iter().collect();
    let texts: HashMap<&CueId, &str> = new.0.cues().map(|(_, cue)| (&cue.id, cue.text.as_str())).collect();
    for (_, cue) in old.0.cues() {
        let mut was = old_places[&cue.id].clone();
        was.retain(|at| has_words(&old_sentences[*at].1));
        if was.is_empty() {
            continue;
        }
        let survivors: Vec<usize> =
            was.iter().filter_map(|at| now.get(&old_sentences[*at].1.number?).copied()).collect();
        let heard = |at: &usize| {
            let number = old_sentences[*at].1.number.expect("the old text is numbered");
            now.get(&number).is_some_and(|new| sounds_alike(&old_sentences[*at].1.text, &new_sentences[*new].1.text))
        };
        let next = |a: usize, b: usize| a < b && (a + 1..b).all(|at| !has_words(&new_sentences[at].1));
        let in_a_row = survivors
            .windows(2)
            .all(|pair| next(pair[0], pair[1]) && new_sentences[pair[0]].0 == new_sentences[pair[1]].0);
        // Where sentences run together, because one has no stop or the other no capital, nobody can tell them apart.
        let apart = |at: Option<&usize>, behind: usize| at.is_none_or(|at| !fused.contains(&(at + behind)));
        let free = apart(survivors.first(), 0) && apart(survivors.last(), 1);
        let whole = survivors.len() == was.len() && in_a_row && was.iter().all(heard);
        let is = new_places
            .get(&cue.id)
            .map(|is| is.iter().copied().filter(|at| has_words(&new_sentences[*at].1)).collect::<Vec<_>>());
        let went_into =
            merged.get(&cue.id).is_some_and(|into| new_places[*into].iter().any(|at| survivors.contains(at)));
        let problem = match is {
            None if survivors.is_empty() => None,
            None if !free && went_into => None,
            // `VII` or `Yes.` that left its neighbours is any other of its kind: it is retired, and that is said.
            None if is_phrase(&cue.text) && retired.contains(&cue.id) => None,
            None => Some("it lost its ID"),
            Some(_) if survivors.is_empty() => Some("its ID was given to another line"),
            Some(is) if whole && !free && edited.contains(&cue.id) && is.iter().any(|at| survivors.contains(at)) => {
                None
            }
            Some(is) if whole && is != survivors => Some("nothing of it has changed, but it is cut otherwise"),
            Some(_) if whole && edited.contains(&cue.id) => Some("no change can be heard, but it counts as edited"),
            Some(is) if !is.iter().any(|at| survivors.contains(at)) => Some("its ID was given to other words"),
            Some(_) if !whole && !edited.contains(&cue.id) => Some("a change can be heard, but it is not said"),
            Some(_) => None,
        };
        match problem {
            Some(problem) => {
                let now = texts.get(&cue.id).copied().unwrap_or("nothing");
                tally.wrong.push(format!("{problem}\n    {}: {}\n    now: {now}", cue.id, cue.text));
            }
            None if whole && !moved.contains(&cue.id) => tally.untouched += 1,
            None => tally.right += 1,
        }
    }
    // A new line is new, or said to be split off the one that its words are from.
    let split: HashSet<&CueId> = changes.split.iter().map(|split| &split.off).collect();
    for id in &changes.new {
        let from_old =
            new_places[id].iter().any(|at| new_sentences[*at].1.number.is_some() && has_words(&new_sentences[*at].1));
        if from_old && !split.contains(id) && !is_phrase(texts[id]) {
            tally.wrong.push(format!("its words are old, but it counts as new\n    {id}: {}", texts[id]));
        } else {
            tally.right += 1;
        }
    }
}

fn revise(path: &str, format: Format, language: &str) {
    let Some(file) = support::shared_data(path) else { return };
    let book = Book::parse(&format!("title = 'A Book'\nlanguage = '{language}'")).expect("a title is enough");
    let manuscript = read(&std::fs::read(file).expect("it can be read"), format, &book).expect("a manuscript");
    let mut now = Numbered::of(&manuscript, Language::of(language));
    now.number();
    let script = |old: Option<&Script>, text: &Numbered| {
        reconcile(old, divide(&text.manuscript(), &book), &book, &Known::default())
    };
    let (mut old, _) = script(None, &now);
    let mut dice = Dice(path.len() as u64);
    let mut tally = Tally::default();
    for _ in 0..EDITS / AT_A_TIME {
        let mut next = now.clone();
        let edits: Vec<&str> = (0..AT_A_TIME).map(|_| next.revise(&mut dice)).collect();
        next.pieces.retain(|piece| piece.kind == BlockKind::SceneBreak || !piece.sentences.is_empty());
        let (new, changes) = script(Some(&old), &next);
        let before = tally.wrong.len();
        judge((&old, &now), (&new, &next), &changes, &mut tally);
        if std::env::var_os("SHOW_WRONG").is_some() && tally.wrong.len() > before {
            println!("{path}: {edits:?}\n  {}", tally.wrong[before..].join("\n  "));
        }
        (old, now) = (new, next);
        now.number();
    }
    let share = tally.right as f64 / (tally.right + tally.wrong.len()) as f64;
    println!(
        "{path}: {} of {} decisions right, {share:.4}; {} lines untouched",
        tally.right,
        tally.right + tally.wrong.len(),
        tally.untouched
    );
    assert!(share >= 0.995, "{path}: {share:.4} of the decisions are right; wrong ones:\n{}", tally.wrong.join("\n"));
}

#[test]
fn alice_is_revised() {
    revise("manuscripts/alice/alice.txt", Format::PlainText, "en");
}

#[test]
fn frankenstein_is_revised() {
    revise("manuscripts/frankenstein/frankenstein.txt", Format::PlainText, "en");
}

#[test]
fn the_hound_of_the_baskervilles_is_revised() {
    revise("manuscripts/hound_of_baskervilles/hound_of_baskervilles.txt", Format::PlainText, "en");
}

#[test]
fn candide_is_revised() {
    revise("manuscripts/candide_fr/candide_fr.txt", Format::PlainText, "fr");
}

#[test]
fn effi_briest_is_revised() {
    revise("manuscripts/effi_briest_de/effi_briest_de.txt", Format::PlainText, "de");
}

#[test]
fn eugene_onegin_is_revised() {
    revise("manuscripts/onegin_ru/onegin_cp1251.txt", Format::PlainText, "ru");
}

#[test]
fn the_time_machine_is_revised() {
    revise("manuscripts/the_time_machine/the_time_machine.epub", Format::Epub, "en");
}
