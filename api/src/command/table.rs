//! Tables for people. Scripts ask for JSON.

/// Columns as wide as their widest cell, two blanks apart; numbers to the right.
pub fn text<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).chain([head[column].chars().count()]).max().unwrap_or(0);
    let is_number = |column: usize| rows.iter().all(|row| row[column].bytes().all(|b| b.is_ascii_digit()));
    let columns: [(usize, bool); N] = std::array::from_fn(|column| (width(column), is_number(column)));
    let mut text = line(&columns, head.map(str::to_owned));
    for row in rows {
        text.push_str(&line(&columns, row.clone()));
    }
    text
}

fn line<const N: usize>(columns: &[(usize, bool); N], cells: [String; N]) -> String {
    let mut line = String::new();
    for ((width, right), cell) in columns.iter().zip(&cells) {
        let blanks = " ".repeat(width - cell.chars().count());
        let cell = if *right { format!("{blanks}{cell}  ") } else { format!("{cell}{blanks}  ") };
        line.push_str(&cell);
    }
    format!("{}\n", line.trim_end())
}

/// A count as people read it: 1,000,000.
pub fn count(n: i64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [["Café".to_owned(), "7".to_owned()], ["A longer name".to_owned(), "1000".to_owned()]];

        assert_eq!(super::text(["NAME", "N"], &rows), "NAME              N\nCafé              7\nA longer name  1000\n");
        assert_eq!([0, 999, 1000, 1_000_000].map(super::count), ["0", "999", "1,000", "1,000,000"]);
    }
}
