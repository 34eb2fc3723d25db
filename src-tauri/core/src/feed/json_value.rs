//! JSON into values within bounds: a document of a few bytes an object would else take a hundred times its size in
//! memory.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// At most so many values of one document are kept: forty for each of [`super::MAX_ENTRIES`] items.
const MAX_VALUES: usize = 40 * super::MAX_ENTRIES;

/// The first value of a text; what follows it is let be. Arrays are kept up to one more than
/// [`super::MAX_ENTRIES`] elements, and values beyond the bound are left out.
pub(super) fn first(text: &str) -> Result<Value, serde_json::Error> {
    let mut left = MAX_VALUES;
    Bounded(&mut left).deserialize(&mut serde_json::Deserializer::from_str(text))
}

/// Reads a value, and counts it off what is left.
struct Bounded<'b>(&'b mut usize);

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        *self.0 = self.0.saturating_sub(1);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while *self.0 > 0 && values.len() <= super::MAX_ENTRIES {
            match sequence.next_element_seed(Bounded(self.0))? {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
        while sequence.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if *self.0 == 0 {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = map.next_value_seed(Bounded(self.0))?;
            values.insert(key, value);
        }
        Ok(Value::Object(values))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use serde_json::{Value, json};

    use super::{MAX_VALUES, first};
    use crate::feed::MAX_ENTRIES;

    fn count(value: &Value) -> usize {
        1 + match value {
            Value::Array(values) => values.iter().map(count).sum(),
            Value::Object(values) => values.values().map(count).sum(),
            _ => 0,
        }
    }

    #[test]
    fn the_first_value_is_read_as_it_is() {
        let value = json!({"a": [1, -2, 2.5, "ع", true, null, {"b": []}]});
        assert_eq!(first(&format!("{value} <!-- junk -->")).unwrap(), value);
        assert!(first("{\"a\":").unwrap_err().is_eof());
        assert!(first("{\"a\":]").unwrap_err().is_syntax());
    }

    #[test]
    fn values_are_bounded() {
        let many = format!("{{\"items\":[{}0]}}", "{\"id\":1},".repeat(MAX_ENTRIES * 2));
        assert_eq!(first(&many).unwrap()["items"].as_array().unwrap().len(), MAX_ENTRIES + 1);
        let nested = format!("[{}0]", "[[],[],[],[],[],[],[],[],[],[]],".repeat(MAX_VALUES));
        assert!(count(&first(&nested).unwrap()) <= MAX_VALUES + 1);
        let one = format!("[{}0]", format!("[{}0],", "0,".repeat(1_000)).repeat(1_000));
        assert!(count(&first(&one).unwrap()) <= MAX_VALUES + 1);
    }
}
