//! Columns that line up.

use unicode_width::UnicodeWidthStr;

/// How the cells of a table lie, but for the first column, which is always on the left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cells {
    Left,
    Right,
}

/// Lays out rows of numbers in columns two spaces apart, the first left-aligned and the others right-aligned.
pub(super) fn table(rows: &[Vec<String>]) -> String {
    laid_out(rows, Cells::Right)
}

/// Lays out rows of texts in columns two spaces apart, all left-aligned; a column without any text is left out.
pub(super) fn text_table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let used: Vec<bool> = (0..columns)
        .map(|column| rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty())))
        .collect();
    let kept = rows.iter().map(|row| row.iter().zip(&used).filter(|(_, used)| **used).map(|(cell, _)| cell.clone()));
    laid_out(&kept.map(Iterator::collect).collect::<Vec<Vec<String>>>(), Cells::Left)
}

fn laid_out(rows: &[Vec<String>], cells: Cells) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<_> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let row = row.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| {
            let space = " ".repeat(width - cell.width());
            if column == 0 || cells == Cells::Left { format!("{cell}{space}") } else { format!("{space}{cell}") }
        });
        text.push_str(row.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}
