//! The narrator's sheet as others read it: an HTML tokenizer, a browser, and the browser's printer.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::support::{Book, has};
use cuebook::script::parse;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

const MANUSCRIPT: &str = "# The Harbour Book

> Set down <b>in pencil</b> & by one hand.

## Chapter 1: The Lamp

“Go,” said Ann Saltby-Featherstonehaugh of the long, long name. “It is late.”

The tide at www.example.com/a/very/long/address/that/nobody/would/ever/read/aloud was out on 12 May 1887.

* * *

Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft passed Saltby.

## Chapter 2: “Quotes” \\ and </style> in a heading that goes on for very much longer than the head of a page is wide

";

/// A book with all kinds of lines, a take, a note and a chapter of several pages.
fn book() -> Book {
    let book = Book::new();
    book.file(
        "book.toml",
        "title = \"The Harbour Book\"\nauthor = \"A. Nobody\"\n[pronunciation]\nSaltby = \"SAWL-bee\"\n",
    );
    let long =
        (1..=60).map(|n| format!("Paragraph {n} of the tide. {}\n\n", "The boats lay still in the rain. ".repeat(9)));
    book.file("script/manuscript.md", MANUSCRIPT.to_owned() + &long.collect::<String>());
    book.take("01-0001", 1.0);
    book.run(&["script"]).exits(0);
    book
}

fn page(book: &Book) -> String {
    fs::read_to_string(book.path("script/narration.html")).unwrap()
}

/// Runs the browser on a page; what it would fetch from elsewhere has nowhere to go.
fn chromium(book: &Book, page: &Path, options: &[&OsStr]) -> String {
    let output = Command::new("chromium")
        .args([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--no-first-run",
            "--allow-file-access-from-files",
        ])
        .args(["--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=4000", "--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", book.path("browser").display()))
        .args(options)
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Notes the mistakes that a tokenizer sees, and tags that don't close in the order in which they opened.
#[derive(Default)]
struct Proof {
    open: RefCell<Vec<String>>,
    ids: RefCell<BTreeSet<String>>,
    addresses: RefCell<Vec<String>>,
    mistakes: RefCell<Vec<String>>,
}

impl TokenSink for Proof {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let wrong = |what: String| self.mistakes.borrow_mut().push(format!("line {line}: {what}"));
        match token {
            Token::ParseError(error) => wrong(error.into_owned()),
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => {
                let open = self.open.borrow_mut().pop();
                if open.as_deref() != Some(&*tag.name) {
                    wrong(format!("</{}> closes {open:?}", tag.name));
                }
            }
            Token::TagToken(tag) => {
                for attribute in &tag.attrs {
                    let value = attribute.value.to_string();
                    match &*attribute.name.local {
                        "id" if !self.ids.borrow_mut().insert(value.clone()) => wrong(format!("a second {value}")),
                        "href" | "src" | "srcset" | "action" | "data" => self.addresses.borrow_mut().push(value),
                        _ => {}
                    }
                }
                if !["meta", "hr", "input", "br"].contains(&&*tag.name) {
                    self.open.borrow_mut().push(tag.name.to_string());
                }
                match &*tag.name {
                    "style" => return TokenSinkResult::RawData(RawKind::Rawtext),
                    "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                    "title" => return TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => {}
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[test]
fn it_is_well_formed_and_every_address_is_a_place_on_the_page() {
    let page = page(&book());
    let tokenizer = Tokenizer::new(Proof::default(), TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() });
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(page));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let proof = tokenizer.sink;
    assert_eq!(proof.mistakes.take(), Vec::<String>::new());
    assert_eq!(proof.open.take(), Vec::<String>::new());
    let ids = proof.ids.take();
    let addresses = proof.addresses.take();
    assert!(addresses.len() > 60);
    let lost: Vec<_> =
        addresses.iter().filter(|address| !address.strip_prefix('#').is_some_and(|id| ids.contains(id))).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn the_browser_lets_its_script_run() {
    let book = book();
    if !has("chromium") {
        return;
    }
    let page = page(&book);
    assert!(page.contains("<p id=\"keys\" hidden>"));
    let shown = chromium(&book, &book.path("script/narration.html"), &["--dump-dom".as_ref()]);
    assert!(shown.contains("<p id=\"keys\">"), "the policy's digest is not that of keys.js");
}

#[test]
fn no_width_makes_it_scroll_sideways() {
    let book = book();
    if !has("chromium") {
        return;
    }
    // A window has a least width, a frame has none.
    book.file(
        "frames.html",
        "<meta charset=utf-8><body><script>
        for (const width of [320, 360, 600, 768, 1024, 1280]) {
            const frame = document.createElement('iframe');
            frame.style.cssText = `width:${width}px;height:700px;border:0`;
            frame.src = 'script/narration.html';
            frame.onload = () => {
                const page = frame.contentDocument;
                page.head.insertAdjacentHTML('beforeend', '<style>.chapter{content-visibility:visible!important}</style>');
                const wide = page.documentElement.scrollWidth;
                const over = [...page.querySelectorAll('main p, main ruby, main h2, td, th')]
                    .filter(part => part.getBoundingClientRect().right > width + 0.5).length;
                document.body.insertAdjacentHTML('beforeend', `<p>${width}: ${wide} wide, ${over} over</p>`);
            };
            document.body.append(frame);
        }
        </script>",
    );
    let shown = chromium(&book, &book.path("frames.html"), &["--dump-dom".as_ref()]);
    for width in [320, 360, 600, 768, 1024, 1280] {
        assert!(shown.contains(&format!("<p>{width}: {width} wide, 0 over</p>")), "{shown}");
    }
}

#[test]
fn printed_pages_have_numbers_heads_and_all_of_the_text_in_order() {
    let book = book();
    if !(has("chromium") && has("pdftotext")) {
        return;
    }
    let file = book.path("sheet.pdf");
    let option = format!("--print-to-pdf={}", file.display());
    chromium(&book, &book.path("script/narration.html"), &[option.as_ref()]);
    let output = Command::new("pdftotext").arg(&file).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(pages.len() > 5, "{} pages", pages.len());
    for (at, page) in pages.iter().enumerate() {
        let number = format!("{} / {}", at + 1, pages.len());
        assert!(page.contains(&number), "no `{number}` on:\n{page}");
    }
    let last_of_text = pages.iter().rfind(|page| page.contains("Paragraph 60 of")).unwrap();
    assert!(last_of_text.contains("Chapter 2: “Quotes” \\ and"), "no title in the head of:\n{last_of_text}");

    // Line ends, heads and feet come between the words, and what stands above others beside them: the lines without such.
    let script = parse(&fs::read_to_string(book.path("script/narration.json")).unwrap()).unwrap();
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (printed, mut from) = (joined(&text), 0);
    let plain = |text: &str| text.starts_with("Paragraph ");
    let lines: Vec<_> = script.cues().filter(|(_, cue)| cue.spoken.is_none() || plain(&cue.text)).collect();
    for (_, cue) in &lines {
        let id = cue.id.to_string();
        let at = printed[from..].find(&id).unwrap_or_else(|| panic!("`{id}` is not behind the line before it"));
        from += at + id.len();
    }
    assert!(lines.len() > 60, "{}", lines.len());
    assert_eq!(printed.matches("The boats lay still in the rain.").count(), 60 * 9);
}
