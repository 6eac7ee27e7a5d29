//! The timeline as a file: one span a line, so that two versions can be compared line by line.

use crate::words::{Error, Result};

use super::Timeline;

impl Timeline {
    /// The timeline as JSON.
    ///
    /// # Panics
    /// Never: everything in a timeline can be written as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut head = self.clone();
        head.spans.clear();
        let head = serde_json::to_string_pretty(&head).expect("a timeline is plain data");
        let spans: Vec<_> = self
            .spans
            .iter()
            .map(|span| format!("    {}", serde_json::to_string(span).expect("a span is plain data")))
            .collect();
        let end = head.rfind("[]").expect("the spans stand last, and are empty");
        format!("{}[\n{}\n  ]\n}}\n", &head[..end], spans.join(",\n"))
    }

    /// Reads a timeline from JSON.
    ///
    /// # Errors
    /// Where it is no timeline, or its spans don't touch each other from the first frame to the last.
    pub fn from_json(json: &str) -> Result<Self> {
        let rebuild = "delete it and run `cuebook build`: it is made from the takes";
        let timeline: Self = serde_json::from_str(json)
            .map_err(|error| Error::new("this timeline can't be understood").cause(error).hint(rebuild))?;
        let mut position = crate::words::Frames::ZERO;
        for span in &timeline.spans {
            if span.start != position || span.end < span.start {
                return Err(Error::new(format!("this timeline has a gap at frame {}", position.0)).hint(rebuild));
            }
            position = span.end;
        }
        if position != timeline.frames {
            return Err(Error::new(format!("this timeline ends at frame {}, not {}", position.0, timeline.frames.0))
                .hint(rebuild));
        }
        Ok(timeline)
    }
}
