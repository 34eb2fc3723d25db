//! What reading any element needs: the references of its document, and what its relative addresses resolve against.

use url::Url;

use super::element::{Element, text};
use super::entity::Entities;
use super::markup::{self, Kind};
use crate::html::{RawHtml, to_line};
use crate::model::Timestamp;

/// Addresses beyond so many bytes are no addresses.
pub(super) const MAX_ADDRESS: usize = 8 * 1024;
/// One entry has at most so many authors, categories or enclosures.
pub(super) const MAX_LIST: usize = 64;

/// Reads the values of elements.
#[derive(Debug, Clone)]
pub(super) struct Context<'e> {
    pub(super) entities: &'e Entities,
    /// What a text element without `type` holds: HTML in RSS, plain text in Atom.
    pub(super) default: Kind,
    /// What relative addresses resolve against.
    pub(super) base: Option<Url>,
}

impl Context<'_> {
    /// The context inside of `element`: its `xml:base` (CDF: `BASE`) applied.
    pub(super) fn inside(&self, element: &Element<'_>) -> Self {
        let base = element.attribute("xml:base", self.entities).or_else(|| element.attribute("base", self.entities));
        Self { base: base.and_then(|base| self.resolve(&base)).or_else(|| self.base.clone()), ..self.clone() }
    }

    /// An http or https address, relative ones resolved. Anything else is none: nothing else may be fetched or opened.
    pub(super) fn resolve(&self, address: &str) -> Option<Url> {
        resolve(address, self.base.as_ref())
    }

    /// The element's text, trimmed.
    pub(super) fn text(&self, element: &Element<'_>) -> Option<String> {
        let text = text(element.inner, self.entities);
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The element's text as an address.
    pub(super) fn address(&self, element: &Element<'_>) -> Option<Url> {
        self.inside(element).resolve(&self.text(element)?)
    }

    /// An attribute, trimmed.
    pub(super) fn attribute(&self, element: &Element<'_>, name: &str) -> Option<String> {
        let value = element.attribute(name, self.entities)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// An attribute as an address.
    pub(super) fn address_in(&self, element: &Element<'_>, name: &str) -> Option<Url> {
        self.inside(element).resolve(&self.attribute(element, name)?)
    }

    /// The element as one line of text.
    pub(super) fn line(&self, element: &Element<'_>) -> Option<String> {
        // Modules (Dublin Core, Media RSS) have no `type` of this meaning, or the same one.
        let default = if element.ns.is_feed() { self.default } else { Kind::Html };
        let line = markup::line(element, self.entities, markup::kind(element, self.entities, default));
        (!line.is_empty()).then_some(line)
    }

    /// The element as markup.
    pub(super) fn html(&self, element: &Element<'_>) -> Option<RawHtml> {
        let default = if element.ns.is_feed() { self.default } else { Kind::Html };
        markup::html(element, self.entities, markup::kind(element, self.entities, default))
    }

    /// The element's date.
    pub(super) fn date(&self, element: &Element<'_>) -> Option<Timestamp> {
        crate::text::date::parse(&self.text(element)?)
    }

    /// Whom an `author`, `dc:creator` or the like names: Atom's `name`, else RSS's text, where
    /// `box@example.org (Name)` and `Name <box@example.org>` are reduced to the name.
    pub(super) fn person(&self, element: &Element<'_>) -> Option<String> {
        if let Some(name) = element.children.iter().find(|child| child.name == "name") {
            return self.text(name).map(|name| to_line(&name)).filter(|name| !name.is_empty());
        }
        if element.children.iter().any(|child| matches!(&*child.name, "email" | "uri" | "url")) {
            return None;
        }
        let text = self.text(element)?;
        let name = match (text.split_once('('), text.split_once('<')) {
            (Some((mail, name)), _) if mail.contains('@') => name.trim_end_matches(')'),
            (_, Some((name, mail))) if mail.contains('@') => name,
            _ => &text,
        };
        let name = to_line(name.trim().trim_matches('"'));
        (!name.is_empty()).then_some(name)
    }
}

/// `address` against `base`, if it is http or https and of sane length.
pub(crate) fn resolve(address: &str, base: Option<&Url>) -> Option<Url> {
    let address = address.trim();
    if address.is_empty() || address.len() > MAX_ADDRESS {
        return None;
    }
    let url = match base {
        Some(base) => base.join(address),
        None => match address.strip_prefix("//") {
            Some(host) => Url::parse(&format!("https://{host}")),
            None => Url::parse(address),
        },
    };
    url.ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Adds `value` unless it is there already or there are too many.
pub(super) fn add(list: &mut Vec<String>, value: Option<String>) {
    if let Some(value) = value.filter(|value| !value.is_empty() && list.len() < MAX_LIST && !list.contains(value)) {
        list.push(value);
    }
}
