//! Footnotes that are read: each behind the paragraph that refers to it.

use std::collections::BTreeMap;

use super::super::Block;
use super::gathered::Entry;
use super::marks::is_mark;

/// The footnotes of a text.
#[derive(Default, Debug)]
pub struct Footnotes {
    notes: Vec<Footnote>,
    /// Which note each name belongs to.
    names: BTreeMap<String, usize>,
}

#[derive(Default, Debug)]
struct Footnote {
    blocks: Vec<Block>,
    /// The number of the text's blocks before it.
    before: usize,
}

impl Footnotes {
    /// Begins a note that stands behind so many blocks of the text; gives back its place.
    pub fn begin(&mut self, before: usize) -> usize {
        self.notes.push(Footnote { blocks: Vec::new(), before });
        self.notes.len() - 1
    }

    /// Gives a note a name; the first note of a name keeps it.
    pub fn name(&mut self, note: usize, name: String) {
        self.names.entry(name).or_insert(note);
    }

    /// Adds a block to a note. Its own number, at its start, is not read.
    pub fn push(&mut self, note: usize, mut block: Block) {
        let blocks = &mut self.notes[note].blocks;
        if blocks.is_empty() {
            let (first, rest) = block.text.split_once(char::is_whitespace).unwrap_or((&block.text, ""));
            if is_mark(first, false) {
                block.text = rest.trim_start().to_string();
            }
        }
        if !block.text.is_empty() {
            blocks.push(block);
        }
    }

    /// Puts each note behind the first block that refers to it; one without a reference stays where it stands.
    pub fn place(mut self, entries: Vec<Entry>) -> Vec<Entry> {
        if self.notes.iter().all(|note| note.blocks.is_empty()) {
            return entries;
        }
        let mut referred = vec![false; self.notes.len()];
        for name in entries.iter().flat_map(|entry| &entry.refers) {
            if let Some(note) = self.names.get(name) {
                referred[*note] = true;
            }
        }
        let mut placed: Vec<Entry> = Vec::with_capacity(entries.len() + self.notes.len());
        let mut stray = (0..self.notes.len()).filter(|note| !referred[*note]).collect::<Vec<_>>();
        stray.sort_by_key(|note| self.notes[*note].before);
        let mut stray = stray.into_iter().peekable();
        let count = entries.len();
        for (at, entry) in entries.into_iter().map(Some).chain([None]).enumerate() {
            while let Some(note) = stray.next_if(|note| self.notes[*note].before <= at || at == count) {
                placed.extend(self.take(note));
            }
            let Some(entry) = entry else { break };
            let notes: Vec<usize> = entry.refers.iter().filter_map(|name| self.names.get(name).copied()).collect();
            placed.push(entry);
            for note in notes {
                placed.extend(self.take(note));
            }
        }
        placed
    }

    fn take(&mut self, note: usize) -> impl Iterator<Item = Entry> + use<> {
        std::mem::take(&mut self.notes[note].blocks).into_iter().map(Entry::from)
    }
}
