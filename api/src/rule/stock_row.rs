//! Reading one row of a stock file: its number and its type, or what is wrong with it and what was probably meant.

use std::collections::HashMap;

use entity::number_type::Model;
use entity::value::phone_number::{NotE164, PhoneNumber};

use super::stock_fault::{RowFault, RowFaultCode};

/// One row as it stands in the file.
#[derive(Clone, Debug)]
pub struct RawRow {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// How much of the file is read with it, in bytes.
    pub read: u64,
    /// Its number, and its type where that is a column; or why there are none.
    pub cells: Result<(String, Option<String>), Odd>,
}

/// A row whose cells can't be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Odd {
    /// More or fewer cells than the header.
    Cells(usize, usize),
    /// Bytes that are no text.
    NotText,
}

/// The types that a file may name.
pub struct Types {
    by_name: HashMap<String, Model>,
    /// Given beside the file, for all of its rows.
    one: Option<Model>,
}

impl Types {
    /// All that there are, and the one for every row if it was given.
    pub fn new(all: Vec<Model>, one: Option<Model>) -> Self {
        let by_name = all.into_iter().flat_map(|row| [(row.id.to_string(), row.clone()), (row.title.clone(), row)]).collect();
        Self { by_name, one }
    }

    fn find(&self, cell: Option<&str>) -> Result<&Model, RowFault> {
        if let Some(one) = &self.one {
            return Ok(one);
        }
        let name = cell.unwrap_or_default().trim();
        if name.is_empty() {
            return Err(RowFault::of(RowFaultCode::TypeMissing, ""));
        }
        self.by_name.get(name).ok_or_else(|| RowFault::of(RowFaultCode::TypeNotFound, name))
    }
}

/// Reads a row.
pub fn read<'a>(row: &RawRow, types: &'a Types) -> Result<(PhoneNumber, &'a Model), RowFault> {
    let (number, number_type) = match &row.cells {
        Ok((number, number_type)) => (number.as_str(), number_type.as_deref()),
        Err(Odd::NotText) => return Err(RowFault::of(RowFaultCode::NotText, "")),
        Err(Odd::Cells(here, wanted)) => {
            let detail = format!("{here} cells, where the header has {wanted}");
            return Err(RowFault { detail, ..RowFault::of(RowFaultCode::CellsOdd, "") });
        }
    };
    let number_type = types.find(number_type)?;
    if number.trim().is_empty() {
        return Err(RowFault::of(RowFaultCode::NumberMissing, number));
    }
    match PhoneNumber::parse(number) {
        Ok(number) if number.as_str().starts_with(&number_type.prefix) => Ok((number, number_type)),
        Ok(number) => {
            let detail = number_type.prefix.clone();
            Err(RowFault { detail, ..RowFault::of(RowFaultCode::NumberOfOtherPrefix, number.as_str()) })
        }
        Err(fault) => Err(misspelled(number, fault, number_type)),
    }
}

fn misspelled(text: &str, fault: NotE164, number_type: &Model) -> RowFault {
    let fits = |number: PhoneNumber| number.as_str().starts_with(&number_type.prefix).then(|| number.to_string());
    let whole = |digits: &str| PhoneNumber::parse(&format!("+{digits}")).ok().and_then(fits);
    if let Some(digits) = quantity(text.trim()) {
        let meant = digits.as_deref().and_then(whole);
        return RowFault { meant, ..RowFault::of(RowFaultCode::NumberRounded, text) };
    }
    // Digits that only lack their plus, before anything that they could mean at home.
    let meant = whole(text.trim()).or_else(|| PhoneNumber::spelled(text, &number_type.country).and_then(fits));
    RowFault { meant, detail: fault.to_string(), ..RowFault::of(RowFaultCode::NumberNotE164, text) }
}

/// Whether a spreadsheet wrote a quantity, such as 4.42E+11 or 442079460018.0; and its digits, if all of them are still there.
fn quantity(text: &str) -> Option<Option<String>> {
    let text = text.strip_prefix('+').unwrap_or(text).to_ascii_uppercase();
    let (mantissa, exponent) = text.split_once('E').unwrap_or((&text, ""));
    let (front, back) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(front) || !digits(back) || front.is_empty() {
        return None;
    }
    if !text.contains('E') {
        return (front.len() > 6 && !back.is_empty() && back.bytes().all(|b| b == b'0')).then(|| Some(front.to_owned()));
    }
    let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
    // Zeros that the exponent would have to add stand for digits that are lost.
    Some((exponent == back.len()).then(|| format!("{front}{back}")))
}

#[cfg(test)]
mod tests {
    use entity::id::{Id, NumberTypeId};
    use entity::number_type::{Model, NumberKind};

    use super::{Odd, RawRow, RowFaultCode, Types, read};

    fn types() -> Types {
        let of = |n: u128, title: &str, country: &str, prefix: &str| Model {
            id: NumberTypeId::from_uuid(uuid::Uuid::from_u128(n)),
            title: title.into(),
            country: country.into(),
            prefix: prefix.into(),
            kind: NumberKind::Geographic,
            hold_days: 90,
            created_at: chrono::DateTime::UNIX_EPOCH,
        };
        Types::new(vec![of(1, "020 London", "GB", "+4420"), of(2, "+1 212 New York", "US", "+1212")], None)
    }

    fn reading(number: &str, number_type: &str) -> Result<String, (RowFaultCode, Option<String>)> {
        let row = RawRow { line: 2, read: 0, cells: Ok((number.into(), Some(number_type.into()))) };
        read(&row, &types()).map(|(number, _)| number.to_string()).map_err(|fault| (fault.code, fault.meant))
    }

    #[test]
    fn a_number_in_e164_form_with_its_type_is_read() {
        assert_eq!(reading("+442079460018", "020 London"), Ok("+442079460018".into()));
        assert_eq!(reading("+12125550100", " +1 212 New York "), Ok("+12125550100".into()));
        assert_eq!(reading("+12125550100", "numbertype_00000000000000000000000000000002"), Ok("+12125550100".into()));
    }

    #[test]
    fn another_spelling_is_refused_with_the_number_that_it_means() {
        let london = Some("+442079460018".to_owned());
        for text in [
            "442079460018",
            "020 7946 0018",
            "+44 20 7946 0018",
            "+442079460018\u{200B}",
            "\u{FEFF}+442079460018",
            "'+442079460018",
            "00442079460018",
        ] {
            assert_eq!(reading(text, "020 London"), Err((RowFaultCode::NumberNotE164, london.clone())), "{text:?}");
        }
        assert_eq!(reading("2125550100", "+1 212 New York"), Err((RowFaultCode::NumberNotE164, Some("+12125550100".into()))));
        for text in ["hello", "+4402079460018 x1", "0161 496 0000", "2079", "+"] {
            assert_eq!(reading(text, "020 London"), Err((RowFaultCode::NumberNotE164, None)), "{text:?}");
        }
    }

    #[test]
    fn a_quantity_is_refused_and_corrected_only_while_all_its_digits_are_there() {
        for text in ["4.42079460018E+11", "4,42079460018e11", "442079460018.0", "442079460018,00", "+4.42079460018E+11"] {
            let london = Some("+442079460018".to_owned());
            assert_eq!(reading(text, "020 London"), Err((RowFaultCode::NumberRounded, london)), "{text:?}");
        }
        for text in ["4.42E+11", "4.42079E+11", "4E11", "4.42079460018E+12", "4.42079460018E+99999999999"] {
            assert_eq!(reading(text, "020 London"), Err((RowFaultCode::NumberRounded, None)), "{text:?}");
        }
    }

    #[test]
    fn the_type_is_there_and_fits() {
        assert_eq!(reading("+441614960000", "020 London"), Err((RowFaultCode::NumberOfOtherPrefix, None)));
        assert_eq!(reading("+442079460018", " "), Err((RowFaultCode::TypeMissing, None)));
        assert_eq!(reading("+442079460018", "020 london"), Err((RowFaultCode::TypeNotFound, None)));
        assert_eq!(reading(" ", "020 London"), Err((RowFaultCode::NumberMissing, None)));
        for (odd, code) in [(Odd::NotText, RowFaultCode::NotText), (Odd::Cells(3, 2), RowFaultCode::CellsOdd)] {
            let row = RawRow { line: 2, read: 0, cells: Err(odd) };
            assert_eq!(read(&row, &types()).map(|_| ()).map_err(|fault| fault.code), Err(code));
        }
    }
}
