//! Serves a batch normalization written in Rust to bnspec, over stdin and stdout. The standard library alone, one module:
//!
//!     mod bnspec;
//!     use bnspec::{Call, Refusal, Tensor, Tensors};
//!
//!     fn infer_forward(call: &Call) -> Result<Tensors, Refusal> {
//!         let (x, gamma) = (call.get("x")?, call.find("gamma"));
//!         let mut y = vec![0f32; x.len()];
//!         ... // read x.as_f32()?, x.shape, call.epsilon; gamma is None where it is not given; write y
//!         Ok(Tensors::from([("y", Tensor::f32(&x.shape, y))]))
//!     }
//!
//!     fn main() {
//!         bnspec::serve("mine", "1.0", r#"{"channelAxis": "first"}"#, &[("infer_forward", infer_forward)]);
//!     }
//!
//! Return `Refusal::Rejected` to refuse an argument, and `Refusal::Unsupported` where something is not offered. A panic is
//! reported as an error. Safe Rust can neither change an input nor keep an answer, so nothing is watched. Output on stdout is
//! not hidden: the host reports it. Use stderr.
#![allow(dead_code)]

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Read, Write};
use std::panic::{catch_unwind, AssertUnwindSafe};

/// Tensors by name.
pub type Tensors = BTreeMap<&'static str, Tensor>;

/// train_forward, infer_forward, train_backward, infer_backward, saved_backward, fold, double_backward, train_tangent, infer_tangent.
pub type Operation = (&'static str, fn(&Call) -> Result<Tensors, Refusal>);

#[derive(Debug, Clone)]
pub enum Refusal {
    /// The argument is refused: the expected answer to invalid input.
    Rejected(String),
    /// This type, rank or operation is not offered.
    Unsupported(String),
    /// Something went wrong.
    Error(String),
}

/// Float16 and bfloat16 as bits.
#[derive(Debug, Clone)]
pub enum Values {
    F16(Vec<u16>),
    BF16(Vec<u16>),
    F32(Vec<f32>),
    F64(Vec<f64>),
}

/// Row-major.
#[derive(Debug, Clone)]
pub struct Tensor {
    pub shape: Vec<usize>,
    pub values: Values,
}

impl Tensor {
    pub fn f32(shape: &[usize], values: Vec<f32>) -> Tensor {
        Tensor { shape: shape.to_vec(), values: Values::F32(values) }
    }

    pub fn f64(shape: &[usize], values: Vec<f64>) -> Tensor {
        Tensor { shape: shape.to_vec(), values: Values::F64(values) }
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// Name of the element type, as in safetensors.
    pub fn dtype(&self) -> &'static str {
        match self.values {
            Values::F16(_) => "F16",
            Values::BF16(_) => "BF16",
            Values::F32(_) => "F32",
            Values::F64(_) => "F64",
        }
    }

    /// Unsupported where it is of another type.
    pub fn as_f32(&self) -> Result<&[f32], Refusal> {
        match &self.values {
            Values::F32(values) => Ok(values),
            _ => Err(self.other_than("F32")),
        }
    }

    pub fn as_f64(&self) -> Result<&[f64], Refusal> {
        match &self.values {
            Values::F64(values) => Ok(values),
            _ => Err(self.other_than("F64")),
        }
    }

    fn other_than(&self, wanted: &str) -> Refusal {
        Refusal::Unsupported(format!("expected {}, got {}", wanted, self.dtype()))
    }

    fn to_bytes(&self) -> Vec<u8> {
        match &self.values {
            Values::F16(bits) | Values::BF16(bits) => bits.iter().flat_map(|v| v.to_le_bytes().to_vec()).collect(),
            Values::F32(values) => values.iter().flat_map(|v| v.to_le_bytes().to_vec()).collect(),
            Values::F64(values) => values.iter().flat_map(|v| v.to_le_bytes().to_vec()).collect(),
        }
    }

    fn from_bytes(dtype: &str, shape: Vec<usize>, bytes: &[u8]) -> Result<Tensor, String> {
        let values = match dtype {
            "F16" => Values::F16(bytes.chunks(2).map(|b| u16::from_le_bytes(sized(b))).collect()),
            "BF16" => Values::BF16(bytes.chunks(2).map(|b| u16::from_le_bytes(sized(b))).collect()),
            "F32" => Values::F32(bytes.chunks(4).map(|b| f32::from_le_bytes(sized(b))).collect()),
            "F64" => Values::F64(bytes.chunks(8).map(|b| f64::from_le_bytes(sized(b))).collect()),
            _ => return Err(format!("the element type {} is unknown", dtype)),
        };
        Ok(Tensor { shape, values })
    }
}

fn sized<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    out.copy_from_slice(bytes);
    out
}

pub struct Call {
    pub tensors: HashMap<String, Tensor>,
    pub epsilon: f64,
    pub momentum: f64,
    pub axis: usize,
    /// Of `fold`: the axis of the groups and their number, where it has any.
    pub groups: Option<(usize, usize)>,
}

impl Call {
    /// None where the tensor is not given.
    pub fn find(&self, name: &str) -> Option<&Tensor> {
        self.tensors.get(name)
    }

    /// Unsupported where it is not given.
    pub fn get(&self, name: &str) -> Result<&Tensor, Refusal> {
        self.find(name).ok_or_else(|| Refusal::Unsupported(format!("{} is needed", name)))
    }
}

/// As much JSON as a header needs: objects, strings, arrays of integers. Strings stay as they are written.
struct Reader<'a> {
    text: &'a str,
}

impl<'a> Reader<'a> {
    fn accept(&mut self, c: char) -> bool {
        self.text = self.text.trim_start();
        match self.text.strip_prefix(c) {
            Some(rest) => {
                self.text = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, c: char) -> Result<(), String> {
        if self.accept(c) {
            Ok(())
        } else {
            Err(format!("the header of a request expected {}", c))
        }
    }

    fn string(&mut self) -> Result<&'a str, String> {
        self.expect('"')?;
        let mut escaped = false;
        for (at, c) in self.text.char_indices() {
            if c == '"' && !escaped {
                let (string, rest) = self.text.split_at(at);
                self.text = &rest[1..];
                return Ok(string);
            }
            escaped = c == '\\' && !escaped;
        }
        Err("the header of a request ends too early".to_string())
    }

    fn integers(&mut self) -> Result<Vec<usize>, String> {
        self.expect('[')?;
        let end = self.text.find(']').ok_or("the header of a request ends too early")?;
        let (list, rest) = self.text.split_at(end);
        self.text = &rest[1..];
        let parts = list.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(|part| part.parse().map_err(|_| format!("{} is no length", part))).collect()
    }

    /// `value` reads the value of each key.
    fn object(&mut self, mut value: impl FnMut(&mut Self, &'a str) -> Result<(), String>) -> Result<(), String> {
        self.expect('{')?;
        if self.accept('}') {
            return Ok(());
        }
        loop {
            let key = self.string()?;
            self.expect(':')?;
            value(self, key)?;
            if !self.accept(',') {
                return self.expect('}');
            }
        }
    }
}

struct Request {
    /// As they are written in JSON.
    id: String,
    op: String,
    call: Call,
}

fn parse(header: &str, read_data: impl FnOnce(usize) -> io::Result<Vec<u8>>) -> Result<Request, String> {
    let mut metadata = HashMap::new();
    let mut entries = Vec::new();
    let mut reader = Reader { text: header };
    reader.object(|reader, name| {
        if name == "__metadata__" {
            return reader.object(|reader, key| {
                metadata.insert(key, reader.string()?);
                Ok(())
            });
        }
        let (mut dtype, mut shape, mut offsets) = ("", Vec::new(), Vec::new());
        reader.object(|reader, key| {
            match key {
                "dtype" => dtype = reader.string()?,
                "shape" => shape = reader.integers()?,
                _ => offsets = reader.integers()?,
            }
            Ok(())
        })?;
        if offsets.len() != 2 {
            return Err("data_offsets expected two numbers".to_string());
        }
        entries.push((name, dtype, shape, offsets[0]..offsets[1]));
        Ok(())
    })?;
    let end = entries.iter().map(|entry| entry.3.end).max().unwrap_or(0);
    let data = read_data(end).map_err(|error| error.to_string())?;
    let mut tensors = HashMap::new();
    for (name, dtype, shape, span) in entries {
        tensors.insert(name.to_string(), Tensor::from_bytes(dtype, shape, &data[span])?);
    }
    let text = |key: &str| metadata.get(key).copied().unwrap_or("");
    let number = |key: &str| text(key).parse().unwrap_or(0.0);
    let (epsilon, momentum, axis) = (number("epsilon"), number("momentum"), text("axis").parse().unwrap_or(0));
    let groups = text("group_axis").parse().ok().zip(text("groups").parse().ok());
    let call = Call { tensors, epsilon, momentum, axis, groups };
    Ok(Request { id: text("id").to_string(), op: text("op").to_string(), call })
}

fn read_bytes(bytes: usize) -> io::Result<Vec<u8>> {
    let mut data = vec![0; bytes];
    io::stdin().lock().read_exact(&mut data)?;
    Ok(data)
}

/// None where stdin has ended.
fn read_request() -> Option<Result<Request, String>> {
    let length = u64::from_le_bytes(sized(&read_bytes(8).ok()?));
    let header = String::from_utf8(read_bytes(length as usize).ok()?);
    Some(header.map_err(|error| error.to_string()).and_then(|header| parse(&header, read_bytes)))
}

fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c].iter()),
            c if c < ' ' => out += &format!("\\u{:04x}", c as u32),
            c => out.push(c),
        }
    }
    out + "\""
}

fn write_answer(request: &Request, metadata: &[(&str, &str)], outputs: &Tensors) -> io::Result<()> {
    let mut header = format!("{{\"__metadata__\":{{\"bnspec\":\"1\",\"id\":\"{}\",\"op\":\"{}\"", request.id, request.op);
    for (key, value) in metadata {
        header += &format!(",{}:{}", quoted(key), quoted(value));
    }
    header.push('}');
    let mut data = Vec::new();
    for (name, tensor) in outputs {
        let begin = data.len();
        data.extend(tensor.to_bytes());
        let (dtype, shape, end) = (tensor.dtype(), &tensor.shape, data.len());
        header += &format!(",{}:{{\"dtype\":\"{}\",\"shape\":{:?},\"data_offsets\":[{},{}]}}", quoted(name), dtype, shape, begin, end);
    }
    header.push('}');
    while header.len() % 8 != 0 {
        header.push(' ');
    }
    // Through the same buffer as printed output, which so precedes the answer.
    let mut stdout = io::stdout();
    stdout.write_all(&(header.len() as u64).to_le_bytes())?;
    stdout.write_all(header.as_bytes())?;
    stdout.write_all(&data)?;
    stdout.flush()
}

fn answer(operations: &[Operation], request: &Request) -> Result<Tensors, Refusal> {
    let found = operations.iter().find(|(name, _)| *name == request.op);
    let (_, operation) = found.ok_or_else(|| Refusal::Unsupported(format!("{} is not offered", request.op)))?;
    catch_unwind(AssertUnwindSafe(|| operation(&request.call))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
        let message = text.or_else(|| panic.downcast_ref::<String>().cloned());
        Err(Refusal::Error(message.unwrap_or_else(|| "panicked".to_string())))
    })
}

/// Answers requests until stdin ends. `claims` is JSON; impl/adapters/README.md has a table of all claims.
pub fn serve(name: &str, version: &str, claims: &str, operations: &[Operation]) {
    let offered: Vec<&str> = operations.iter().map(|(name, _)| *name).collect();
    let offered = offered.join(" ");
    while let Some(request) = read_request() {
        let request = request.unwrap_or_else(|problem| {
            eprintln!("bnspec.rs: {}", problem);
            std::process::exit(1)
        });
        let written = if request.op == "hello" {
            let hello = [("status", "ok"), ("name", name), ("version", version), ("language", "Rust"), ("operations", &*offered), ("claims", claims)];
            let given: Vec<_> = hello.iter().copied().filter(|(_, value)| !value.is_empty()).collect();
            write_answer(&request, &given, &Tensors::new())
        } else {
            match answer(operations, &request) {
                Ok(outputs) => write_answer(&request, &[("status", "ok")], &outputs),
                Err(refusal) => {
                    let (status, message) = match &refusal {
                        Refusal::Rejected(message) => ("rejected", message),
                        Refusal::Unsupported(message) => ("unsupported", message),
                        Refusal::Error(message) => ("error", message),
                    };
                    write_answer(&request, &[("status", status), ("message", message.as_str())], &Tensors::new())
                }
            }
        };
        if written.is_err() {
            return;
        }
    }
}
