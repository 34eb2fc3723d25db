//! The few features of Mustache that the themes need: `{{name}}` (escaped), `{{{name}}}` (as it is), `{{#name}}…{{/name}}`
//! (for each, or when there is something), `{{^name}}…{{/name}}` (when there is nothing), `a.b` paths and `.`.
//! A template is the project's own file, so a fault in it is a fault in the build: it shows as `{{?…}}` in the page,
//! which a test looks for.

use serde_json::Value;

/// Escapes text for HTML and XML, in content and in quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

/// Fills `template` from `data`.
pub(crate) fn render(template: &str, data: &Value) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    fill(template, &mut vec![data], &mut out);
    out
}

fn lookup<'a>(stack: &[&'a Value], name: &str) -> Option<&'a Value> {
    if name == "." {
        return stack.last().copied();
    }
    let mut parts = name.split('.');
    let first = parts.next()?;
    let mut value = stack.iter().rev().find_map(|v| v.get(first))?;
    for part in parts {
        value = value.get(part)?;
    }
    Some(value)
}

fn is_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(s) => !s.is_empty(),
        Value::Array(a) => !a.is_empty(),
        Value::Number(n) => n.as_i64() != Some(0),
        _ => true,
    }
}

fn print(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The position just after, and just before, the `{{/name}}` that closes a section opened before `text`.
fn closing(text: &str, name: &str) -> Option<(usize, usize)> {
    let (mut depth, mut at) = (1usize, 0usize);
    while let Some(found) = text[at..].find("{{") {
        let start = at + found;
        let end = start + text[start..].find("}}")? + 2;
        let tag = text[start + 2..end - 2].trim();
        if let Some(opened) = tag.strip_prefix(['#', '^']) {
            depth += usize::from(opened == name);
        } else if tag.strip_prefix('/') == Some(name) {
            depth -= 1;
            if depth == 0 {
                return Some((start, end));
            }
        }
        at = end;
    }
    None
}

fn fill(template: &str, stack: &mut Vec<&Value>, out: &mut String) {
    let mut rest = template;
    while let Some(start) = rest.find("{{") {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let raw = rest.starts_with("{{{");
        let (close, open_len) = if raw { ("}}}", 3) } else { ("}}", 2) };
        let Some(end) = rest.find(close) else {
            out.push_str("{{?unclosed}}");
            return;
        };
        let tag = rest[open_len..end].trim();
        rest = &rest[end + close.len()..];
        if let Some(name) = tag.strip_prefix(['#', '^']) {
            let Some((inner_end, after)) = closing(rest, name) else {
                out.push_str("{{?open ");
                out.push_str(name);
                out.push_str("}}");
                return;
            };
            let inner = &rest[..inner_end];
            rest = &rest[after..];
            let value = lookup(stack, name).filter(|v| is_something(v));
            match (tag.starts_with('#'), value) {
                (true, Some(Value::Array(items))) => {
                    for item in items {
                        stack.push(item);
                        fill(inner, stack, out);
                        stack.pop();
                    }
                }
                (true, Some(value)) => {
                    stack.push(value);
                    fill(inner, stack, out);
                    stack.pop();
                }
                (false, None) => fill(inner, stack, out),
                _ => {}
            }
        } else if let Some(value) = lookup(stack, tag) {
            let text = print(value);
            out.push_str(&if raw { text } else { escape(&text) });
        } else {
            out.push_str("{{?");
            out.push_str(tag);
            out.push_str("}}");
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fills_names_sections_and_paths() {
        let data = json!({"a": "<x>", "list": [{"n": 1, "kids": [{"n": 2}]}, {"n": 3, "kids": []}], "p": {"q": "z"}, "none": ""});
        assert_eq!(render("{{a}}|{{{a}}}|{{p.q}}", &data), "&lt;x&gt;|<x>|z");
        assert_eq!(render("{{#list}}{{n}}({{#kids}}{{n}}{{/kids}}){{/list}}", &data), "1(2)3()");
        assert_eq!(render("{{^none}}empty{{/none}}{{#none}}full{{/none}}", &data), "empty");
        assert_eq!(render("{{#p}}{{q}}{{/p}}", &data), "z");
    }

    #[test]
    fn a_wrong_name_can_be_seen() {
        assert_eq!(render("{{nobody}}", &json!({})), "{{?nobody}}");
    }
}
