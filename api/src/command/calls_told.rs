//! What became of many reports, as a sentence.

use super::table::count;
use crate::action::calls_send::Tally;

/// What became of reports: how many calls are new, and of the others those fates that there are.
pub fn sentence(tally: &Tally) -> String {
    let n = |amount: u64| count(i64::try_from(amount).unwrap_or(i64::MAX));
    let mut text = format!("{} calls were recorded, {} were known already.", n(tally.recorded), n(tally.duplicate));
    if tally.replaced > 0 {
        text.push_str(&format!(" {} were replaced by a later revision.", n(tally.replaced)));
    }
    if tally.unmatched > 0 {
        text.push_str(&format!(" {} are to numbers that were nobody's: `dialgate calls unmatched` lists them.", n(tally.unmatched)));
    }
    if tally.conflict > 0 {
        text.push_str(&format!(" {} contradict what is recorded: `dialgate calls conflicts` lists them.", n(tally.conflict)));
    }
    text
}
