//! The cues at which chapters are to go on in further files, as the book names them.

use crate::script::Script;
use crate::words::rule::nearest;
use crate::words::{Book, Finding, Place, Rule};

/// What `continue_at` names and the script does not have.
pub(super) fn judge_continuations(script: &Script, book: &Book) -> Vec<Finding> {
    let asked = &book.delivery.continue_at;
    let unknown = asked.iter().filter(|id| script.cue(id).is_none());
    let finding = |id: &crate::words::CueId| {
        let id = id.to_string();
        let known: Vec<String> = script.cues().map(|(_, cue)| cue.id.to_string()).collect();
        let meant = nearest(&id, known.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`? "));
        let hint = format!(
            "{}name the first cue of the further file, or take it out of `[delivery]` in book.toml",
            meant.unwrap_or_default()
        );
        let found = format!("`delivery.continue_at` in book.toml has `{id}`, so no chapter goes on there");
        Finding::new(Rule::ContinueAtUnknown, Place::default(), found, "a cue of the script").hint(hint)
    };
    unknown.map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::cue;
    use super::*;
    use crate::script::{Chapter, ChapterKind};
    use crate::words::ChapterId;

    #[test]
    fn a_cue_that_no_script_has_is_said_with_the_one_that_is_meant() {
        let chapter = Chapter {
            id: ChapterId::new(1),
            kind: ChapterKind::Chapter,
            continues: None,
            title: String::new(),
            cues: vec![cue("01-0001", "One."), cue("01-0002", "Two.")],
        };
        let script = Script { chapters: vec![chapter], ..Script::default() };
        let book = |ids: &str| Book::parse(&format!("title = 'x'\n[delivery]\ncontinue_at = [{ids}]\n")).unwrap();
        assert_eq!(judge_continuations(&script, &book("'01-0002'")), []);
        let found = judge_continuations(&script, &book("'01-0002', '01-0022'"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].found, "`delivery.continue_at` in book.toml has `01-0022`, so no chapter goes on there");
        assert!(found[0].hint.starts_with("did you mean `01-0002`? "), "{}", found[0].hint);
    }
}
