//! Links between the files of a book.

use crate::words::letters::composed;

/// The path in the archive of a link in a file of a folder.
pub fn resolve(folder: &str, href: &str) -> String {
    let href = percent_decoded(href.split('#').next().unwrap_or_default());
    let mut parts: Vec<&str> = if href.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

/// The place that a link in a file leads to: a path, and behind `#` the name of a place in that file, if any.
pub fn target(file: &str, href: &str) -> String {
    let path = match href.split('#').next() {
        None | Some("") => file.to_owned(),
        Some(path) => resolve(folder(file), path),
    };
    match href.split_once('#') {
        Some((_, name)) if !name.is_empty() => format!("{path}#{}", percent_decoded(name)),
        _ => path,
    }
}

/// The folder of a file in the archive; empty at its root.
pub fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn percent_decoded(href: &str) -> String {
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        let code = behind.get(..2).filter(|_| byte == b'%').and_then(|code| std::str::from_utf8(code).ok());
        if let Some(code) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            bytes.push(code);
            rest = &behind[2..];
        } else {
            bytes.push(byte);
            rest = behind;
        }
    }
    composed(&String::from_utf8_lossy(&bytes)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_files_and_places_in_them() {
        assert_eq!(resolve("OPS/text", "../a%20b.xhtml#x"), "OPS/a b.xhtml");
        assert_eq!(resolve("", "./c.xhtml"), "c.xhtml");
        assert_eq!(resolve("OPS", "/d.xhtml"), "d.xhtml");
        assert_eq!(resolve("OPS", "../../../e%zz%C3%A9.xhtml"), "e%zzé.xhtml");
        assert_eq!(resolve("OPS", "e%CC%81.xhtml"), "OPS/é.xhtml");
        assert_eq!(target("OPS/a.xhtml", "#n%201"), "OPS/a.xhtml#n 1");
        assert_eq!(target("OPS/a.xhtml", "b.xhtml#"), "OPS/b.xhtml");
        assert_eq!(target("", "#n"), "#n");
    }
}
