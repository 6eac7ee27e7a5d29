//! Languages without a table of their own: shortened forms that many share.

use super::Vocabulary;

#[rustfmt::skip]
pub static OTHER: Vocabulary = Vocabulary {
    titles: &["dr", "prof", "st", "sr", "sra", "mr", "mrs", "ing", "cf", "vs"],
    shortened: &["etc", "a.m", "p.m"],
    numbered: &["p", "pp", "nr", "vol", "fig", "art"],
    starters: &[],
    before_ordinals: &[],
    after_ordinals: &[],
    saying: &[],
    reported: &[],
    pronouns: &[],
    before_names: &[],
    within_names: &[],
};
