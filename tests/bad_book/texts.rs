//! Manuscripts of a few lines.

use cuebook::manuscript::{self, Format};
use cuebook::script::{divide, lint, number};
use cuebook::words::{Book, Rule};

use super::Pair;

fn found(markdown: &str) -> Vec<&'static str> {
    let book = Book::parse("title = 'x'").unwrap();
    let manuscript = manuscript::read(markdown.as_bytes(), Format::Markdown, &book).unwrap();
    let script = number(divide(&manuscript, &book), &book);
    lint(&script, &book).iter().map(|finding| finding.rule.code()).collect()
}

/// What is found in two texts of one chapter.
fn texts(over: &str, under: &str) -> Pair {
    let chapter = |text: &str| found(&format!("# Chapter 1\n\nThe tide was out.\n\n{text}\n"));
    Pair { over: chapter(over), under: chapter(under) }
}

fn sentence(words: usize) -> String {
    format!("The{} sea.", " cold".repeat(words - 2))
}

pub fn pair(rule: Rule) -> Pair {
    match rule {
        Rule::PassageRepeated => texts(
            "The boats lay on their sides in the mud, and the gulls walked between them as if it were theirs.\n\n\
             The boats lay on their sides in the mud, and the gulls strutted between them as if it were theirs.",
            "The boats lay on their sides in the mud, and the gulls walked between them as if it were theirs.\n\n\
             Nobody came down to the quay that morning but a dog, which looked at the water and went home again.",
        ),
        Rule::QuotesUnbalanced => texts("“Is it late? she asked him.", "“Is it late?” she asked him."),
        Rule::QuotesMixed => texts(
            "“It’s late,” she said. “It’s all one,” he said, and \"Yes,\" she said.",
            "“It’s late,” she said. “It’s all one,” he said, and “Yes,” she said.",
        ),
        Rule::Unspeakable => texts("They paid @#$% for it.", "They paid little for it."),
        Rule::TextLost => texts("They sat in the caf\u{fffd} by the sea.", "They sat in the café by the sea."),
        Rule::Shouting => texts("He cried GET OUT NOW and left.", "He cried GET OUT and left."),
        Rule::Homograph => texts("Then came a lead.", "Then came a leader."),
        Rule::SentenceLong => texts(&sentence(76), &sentence(75)),
        Rule::HeadingSkips => Pair {
            over: found("# Chapter 1\n\nThe tide was out.\n\n# Chapter 3\n\nIt came back.\n"),
            under: found("# Chapter 1\n\nThe tide was out.\n\n# Chapter 2\n\nIt came back.\n"),
        },
        Rule::MarkupStray => texts("It was [[late]] that day.", "It was (late) that day."),
        Rule::CharacterInvisible => texts("They lay in the mud\u{200b} there.", "They lay in the mud there."),
        Rule::ParagraphCut => texts(
            "He went down to the quay and\n\nlooked for the boat in the mud.",
            "He went down to the quay and looked for the boat in the mud.",
        ),
        Rule::WordDoubled => texts("She went to the the quay.", "She went to the quay, the quay."),
        other => unreachable!("{other} is no rule about the text"),
    }
}
