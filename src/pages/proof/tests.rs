use proptest::prelude::*;

use super::*;

fn rows(bytes: impl AsRef<[u8]>) -> Vec<ProofRow> {
    read(bytes.as_ref()).unwrap().rows
}

#[test]
fn columns_have_any_order_and_the_usual_names() {
    let wanted = ProofRow {
        line: 2,
        chapter: "1".to_owned(),
        timecode: "0:03".to_owned(),
        said: "tied".to_owned(),
        should_be: "tide".to_owned(),
        note: "misread, twice".to_owned(),
        ..ProofRow::default()
    };
    for text in [
        "Chapter,Timecode,Said,Should be,Note\n1,0:03,tied,tide,\"misread, twice\"\n",
        "NOTES;Correction;Heard;TC;Ch.\r\nmisread, twice;tide;tied;0:03;1\r\n",
        "\u{feff}section\ttime\tas read\tshould-read\tcomment\n1\t0:03\ttied\ttide\tmisread, twice",
    ] {
        assert_eq!(rows(text), std::slice::from_ref(&wanted), "{text}");
    }
    let named = rows("sep=;\nchapter;time;note\n1;0:03;x\n");
    assert_eq!((named[0].line, named[0].note.as_str()), (3, "x"));
}

#[test]
fn spreadsheets_of_any_country_are_read() {
    let utf16: Vec<u8> = "\u{feff}cue\tnote\n01-0001\t“é”\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(rows(utf16)[0].note, "“é”");
    assert_eq!(rows(b"cue;note\n01-0001;\xe9t\xe9\n")[0].note, "été");
}

#[test]
fn a_cell_over_several_lines_and_empty_rows_keep_the_line_numbers_right() {
    let rows = rows("cue,note\n01-0001,\"two\nlines\"\n,\n01-0002,=x\n01-0003,'=x\n");
    let told: Vec<_> = rows.iter().map(|row| (row.line, row.note.as_str())).collect();
    assert_eq!(told, [(2, "two\nlines"), (5, "=x"), (6, "=x")]);
}

#[test]
fn a_list_that_leads_to_no_line_is_refused_with_its_columns() {
    let error = read(b"name,age\nAnn,4\n").unwrap_err();
    assert_eq!(error.message(), "the first row names no columns that lead to a line: it has `name`, `age`");
    assert!(read(b"").is_err());
    assert!(read(b"chapter,note\n1,x\n").is_err());
}

#[test]
fn all_that_a_proofer_noted_is_taken_in_and_other_columns_are_named() {
    let list = read(b"Cue,Page,Type,As written,Issue,Notes,Empty\n01-0001,12,misread,tide,said tied,\"twice, too\",\n")
        .unwrap();
    assert_eq!(list.rows[0].note, "misread; said tied; twice, too");
    assert_eq!(list.rows[0].should_be, "tide");
    assert_eq!(list.left, ["Page"]);
    // A kind is cuebook's own only beside what its own lists have.
    let kinds = rows("cue,kind,note\n01-0001,faulty,click\n");
    assert_eq!((kinds[0].kind.as_str(), kinds[0].note.as_str()), ("", "faulty; click"));
    assert_eq!(rows("cue,kind,note,record as\n01-0001,faulty,x,01-0001_t2.wav\n")[0].kind, "faulty");
}

#[test]
fn a_quote_that_is_never_closed_is_refused_with_its_line() {
    let error = read(b"cue,note\n01-0001,fine\n01-0002,\"open\n01-0003,lost\n").unwrap_err();
    assert_eq!(error.message(), "a quote in the row of line 3 is never closed");
    assert!(read(b"cue,note\n01-0001,\"closed\"").is_ok());
    assert!(read(b"cue,note\n").unwrap().rows.is_empty());
}

#[test]
fn a_spreadsheets_own_file_is_refused_and_utf_16_needs_no_mark() {
    let error = read(b"PK\x03\x04\x14\x00").unwrap_err();
    assert_eq!(error.message(), "this is a spreadsheet program's own file");
    let text = "cue\tnote\n01-0001\té\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!((rows(little)[0].note.as_str(), rows(big)[0].note.as_str()), ("é", "é"));
}

proptest! {
    #[test]
    fn no_file_is_too_odd_to_be_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
        let _ = read(&[b"cue,chapter,time,note\n", bytes.as_slice()].concat());
    }
}
