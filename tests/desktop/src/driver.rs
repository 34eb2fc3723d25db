//! A small WebDriver client: what the tests use of <https://www.w3.org/TR/webdriver2/>, over plain HTTP on loopback.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

use crate::process::wait_for;

/// The key under which the protocol wraps an element's identifier (section "Elements").
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Why a step failed: the driver's own words, or the connection's.
pub type DriverError = String;

/// An element of the page, as long as it stays there.
#[derive(Debug, Clone)]
pub struct Element(String);

/// Keys without a letter (section "Keyboard actions", normalised key values).
#[derive(Debug, Clone, Copy)]
pub enum Key {
    /// Enter.
    Enter,
    /// Escape.
    Escape,
    /// Tab.
    Tab,
    /// Arrow down.
    Down,
    /// Arrow up.
    Up,
    /// A letter or sign.
    Char(char),
}

impl Key {
    fn text(self) -> String {
        match self {
            Self::Enter => '\u{e007}',
            Self::Escape => '\u{e00c}',
            Self::Tab => '\u{e004}',
            Self::Down => '\u{e015}',
            Self::Up => '\u{e013}',
            Self::Char(letter) => letter,
        }
        .to_string()
    }
}

/// One session with one window.
pub struct Driver {
    port: u16,
    session: String,
}

impl Driver {
    /// Waits for the driver on `port` and has it start `binary`.
    pub(crate) fn open(port: u16, binary: &str) -> Result<Self, DriverError> {
        wait_for("the driver to listen", || match request(port, "GET", "/status", None) {
            Ok(status) => Ok(status["ready"].as_bool().filter(|ready| *ready)),
            Err(error) => Err(error),
        })?;
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": { "binary": binary, "args": [] },
            "timeouts": { "script": 30_000, "pageLoad": 60_000, "implicit": 0 },
        } } });
        let answer = request(port, "POST", "/session", Some(&capabilities))?;
        let session = answer["sessionId"].as_str().ok_or_else(|| format!("no session: {answer}"))?.to_owned();
        Ok(Self { port, session })
    }

    fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, DriverError> {
        request(self.port, method, &format!("/session/{}{path}", self.session), body)
    }

    /// The page's address.
    pub fn url(&self) -> Result<String, DriverError> {
        Ok(self.call("GET", "/url", None)?.as_str().unwrap_or_default().to_owned())
    }

    /// Runs the body of a function in the page and gives what it returns.
    pub fn run(&self, script: &str, arguments: &[Value]) -> Result<Value, DriverError> {
        self.call("POST", "/execute/sync", Some(&json!({ "script": script, "args": arguments })))
    }

    /// Runs the body of an `async` function in the page and gives what it returns; a rejection is an error.
    pub fn run_async(&self, script: &str) -> Result<Value, DriverError> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async () => {{ {script} }})().then(value => done({{ value }}), error => done({{ error: JSON.stringify(error) + String(error) }}));"
        );
        let mut answer = self.call("POST", "/execute/async", Some(&json!({ "script": script, "args": [] })))?;
        match answer.get("error") {
            Some(error) => Err(error.to_string()),
            None => Ok(answer["value"].take()),
        }
    }

    /// Everything that `selector` (CSS) finds now.
    pub fn all(&self, selector: &str) -> Result<Vec<Element>, DriverError> {
        let found = self.call("POST", "/elements", Some(&json!({ "using": "css selector", "value": selector })))?;
        let elements = found.as_array().into_iter().flatten();
        Ok(elements.filter_map(|element| element[ELEMENT].as_str()).map(|id| Element(id.to_owned())).collect())
    }

    /// The first visible element that `selector` finds, once there is one.
    pub fn find(&self, selector: &str) -> Result<Element, DriverError> {
        wait_for(&format!("`{selector}`"), || {
            for element in self.all(selector)? {
                if self.shown(&element)? {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
    }

    /// The first visible element that `selector` finds whose text or accessible name contains `text`, once there is one.
    pub fn find_text(&self, selector: &str, text: &str) -> Result<Element, DriverError> {
        wait_for(&format!("`{selector}` with «{text}»"), || {
            for element in self.all(selector)? {
                if self.shown(&element)? && self.says(&element, text)? {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
    }

    fn says(&self, element: &Element, text: &str) -> Result<bool, DriverError> {
        let script = "const e = arguments[0];
            return [e.textContent, e.getAttribute('aria-label'), e.getAttribute('title'), e.getAttribute('placeholder')].join('\\n');";
        Ok(self.run(script, &[json!({ ELEMENT: element.0 })])?.as_str().is_some_and(|said| said.contains(text)))
    }

    /// Whether the element has a place on the page and is not hidden. (The driver's own `displayed` calls lines that are
    /// clamped in number hidden.)
    fn shown(&self, element: &Element) -> Result<bool, DriverError> {
        let script = "const e = arguments[0]; return e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;";
        Ok(self.run(script, &[json!({ ELEMENT: element.0 })])? == Value::Bool(true))
    }

    /// The visible text of an element.
    pub fn text(&self, element: &Element) -> Result<String, DriverError> {
        Ok(self.call("GET", &format!("/element/{}/text", element.0), None)?.as_str().unwrap_or_default().to_owned())
    }

    /// Clicks in the middle of an element.
    pub fn click(&self, element: &Element) -> Result<(), DriverError> {
        self.call("POST", &format!("/element/{}/click", element.0), Some(&json!({}))).map(drop)
    }

    /// Writes into a field after emptying it.
    pub fn write(&self, element: &Element, text: &str) -> Result<(), DriverError> {
        self.call("POST", &format!("/element/{}/clear", element.0), Some(&json!({})))?;
        self.call("POST", &format!("/element/{}/value", element.0), Some(&json!({ "text": text }))).map(drop)
    }

    /// Presses and releases a key, wherever the focus is.
    pub fn press(&self, key: Key) -> Result<(), DriverError> {
        let value = key.text();
        let actions = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": [
            { "type": "keyDown", "value": value }, { "type": "keyUp", "value": value },
        ] }] });
        self.call("POST", "/actions", Some(&actions)).map(drop)
    }

    /// Asks `script` (a function's body) until it returns something that is neither `null` nor `false`.
    pub fn until(&self, what: &str, script: &str, arguments: &[Value]) -> Result<Value, DriverError> {
        wait_for(what, || match self.run(script, arguments)? {
            Value::Null | Value::Bool(false) => Ok(None),
            value => Ok(Some(value)),
        })
    }

    /// Speaks inside the frame that `selector` finds, then again to the whole window.
    pub fn inside<T>(
        &self,
        selector: &str,
        act: impl FnOnce(&Self) -> Result<T, DriverError>,
    ) -> Result<T, DriverError> {
        let frame = self.find(selector)?;
        self.call("POST", "/frame", Some(&json!({ "id": { ELEMENT: frame.0 } })))?;
        let result = act(self);
        self.call("POST", "/frame/parent", Some(&json!({})))?;
        result
    }

    /// A picture of the page, PNG in base64, taken after what changed was drawn (without the wait it can be an old one).
    pub fn screenshot(&self) -> Result<String, DriverError> {
        self.run_async("await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));")?;
        Ok(self.call("GET", "/screenshot", None)?.as_str().unwrap_or_default().to_owned())
    }
}

/// One exchange. The driver's `value`, or its error's message.
fn request(port: u16, method: &str, path: &str, body: Option<&Value>) -> Result<Value, DriverError> {
    let failed = |error: std::io::Error| format!("{method} {path}: {error}");
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
    stream.set_read_timeout(Some(Duration::from_secs(120))).map_err(failed)?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .map_err(failed)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).map_err(failed)?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(|| format!("{method} {path}: no answer"))?;
    let mut answer: Value =
        serde_json::from_str(body).map_err(|error| format!("{method} {path}: {error} in {head}\n{body}"))?;
    let value = answer["value"].take();
    match value.get("error").and_then(Value::as_str) {
        Some(error) => Err(format!("{method} {path}: {error}: {}", value["message"].as_str().unwrap_or_default())),
        None => Ok(value),
    }
}
