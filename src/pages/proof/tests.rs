use proptest::prelude::*;

use super::*;

fn rows(bytes: impl AsRef<[u8]>) -> Vec<ProofRow> {
    read(bytes.as_ref()).unwrap()
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

proptest! {
    #[test]
    fn no_file_is_too_odd_to_be_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
        let _ = read(&[b"cue,chapter,time,note\n", bytes.as_slice()].concat());
    }
}
