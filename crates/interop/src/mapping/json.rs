//! Records of JSON, one after another, without holding the whole file.

use serde_json::Value;
use std::{
    collections::BTreeMap,
    io::{BufRead, Error, ErrorKind},
};

/// No honest record is longer, in bytes.
const LONGEST: usize = 4 << 20;

/// The objects of a list: of the file itself, or of the list that a name stands before in the outermost object.
pub(super) struct Objects<B> {
    input: B,
    list: String,
    /// What is open around the present byte: `{` or `[`.
    open: Vec<u8>,
    /// The last text that ended in the outermost object: the name of what follows.
    name: String,
    in_list: bool,
}

impl<B: BufRead> Objects<B> {
    pub(super) fn new(input: B, list: &str) -> Self {
        Self { input, list: list.to_owned(), open: Vec::new(), name: String::new(), in_list: false }
    }

    fn byte(&mut self) -> std::io::Result<Option<u8>> {
        let byte = self.input.fill_buf()?.first().copied();
        self.input.consume(usize::from(byte.is_some()));
        Ok(byte)
    }

    /// The rest of a text after its opening mark.
    fn text(&mut self) -> std::io::Result<String> {
        let mut text = Vec::new();
        let mut escaped = false;
        while let Some(byte) = self.byte()? {
            match byte {
                b'"' if !escaped => return Ok(String::from_utf8_lossy(&text).into_owned()),
                b'\\' if !escaped => escaped = true,
                _ => {
                    escaped = false;
                    if text.len() < LONGEST {
                        text.push(byte);
                    }
                }
            }
        }
        Err(Error::from(ErrorKind::UnexpectedEof))
    }

    /// The whole object after its opening brace.
    fn object(&mut self) -> std::io::Result<Vec<u8>> {
        let mut bytes = vec![b'{'];
        let (mut depth, mut in_text, mut escaped) = (1, false, false);
        while depth > 0 {
            let Some(byte) = self.byte()? else { return Err(Error::from(ErrorKind::UnexpectedEof)) };
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                b'{' | b'[' if !in_text => depth += 1,
                b'}' | b']' if !in_text => depth -= 1,
                _ => {}
            }
            if bytes.len() == LONGEST {
                return Err(Error::new(ErrorKind::InvalidData, "a record is longer than 4 MB"));
            }
            bytes.push(byte);
        }
        Ok(bytes)
    }

    /// The bytes of the next object of the list.
    pub(super) fn next(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        while let Some(byte) = self.byte()? {
            match byte {
                b'"' => {
                    let text = self.text()?;
                    if self.open == b"{" {
                        self.name = text;
                    }
                }
                b'{' if self.in_list => return self.object().map(Some),
                b'{' => self.open.push(byte),
                b'[' => {
                    self.in_list = self.open.is_empty() || (self.open == b"{" && self.name == self.list);
                    self.open.push(byte);
                }
                b'}' | b']' => {
                    self.open.pop();
                    self.in_list = false;
                }
                _ => {}
            }
        }
        if self.open.is_empty() { Ok(None) } else { Err(Error::from(ErrorKind::UnexpectedEof)) }
    }
}

/// An object's values by their names, those within each other joined by points: `properties.status`. In GeoJSON the
/// names of properties stand alone, and a point is written `POINT (lon lat)`.
pub(super) fn flat(object: &Value) -> BTreeMap<String, String> {
    let mut cells = BTreeMap::new();
    let is_feature = object["type"] == "Feature" && object["properties"].is_object();
    if let Value::Object(members) = object {
        for (name, value) in members {
            match value {
                Value::Object(inner) if is_feature && name == "properties" => {
                    for (name, value) in inner {
                        put(&mut cells, name.clone(), value);
                    }
                }
                value => put(&mut cells, name.clone(), value),
            }
        }
    }
    cells
}

fn put(cells: &mut BTreeMap<String, String>, name: String, value: &Value) {
    if let Value::Object(members) = value {
        if let ("Point", Some([lon, lat, ..])) =
            (value["type"].as_str().unwrap_or_default(), value["coordinates"].as_array().map(Vec::as_slice))
        {
            cells.insert(name, format!("POINT ({lon} {lat})"));
            return;
        }
        for (inner, value) in members {
            put(cells, format!("{name}.{inner}"), value);
        }
        return;
    }
    cells.insert(name, scalar(value));
}

fn scalar(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) if list.iter().all(|one| !one.is_object() && !one.is_array()) => {
            list.iter().map(scalar).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
