//! Whose a call is: the assignment of the number that was live when the call started, never a later owner's.

use chrono::{DateTime, Utc};
use entity::id::{AccountId, ChannelId, FixedNumberId, FixedNumberLabelId, PoolId};
use entity::value::phone_number::PhoneNumber;

/// A number in one account's hands: when it was live, and what it was called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenure {
    /// Which fixed number.
    pub fixed_number_id: FixedNumberId,
    /// Whose.
    pub account_id: AccountId,
    /// For how many months that account keeps callers.
    pub retention_months: i32,
    /// Of which pool; that never changes.
    pub pool_id: PoolId,
    /// The number that is called.
    pub number: PhoneNumber,
    /// When it was ordered.
    pub ordered_at: DateTime<Utc>,
    /// Until when it is held, or was; none while it is active.
    pub hold_until: Option<DateTime<Utc>>,
    /// The spans in which it was live, each up to and without its end.
    pub live: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    /// What it was called, from which instant on, the earliest first.
    pub labels: Vec<Labelled>,
}

/// What a number was called from an instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// The first instant.
    pub from: DateTime<Utc>,
    /// Which label.
    pub label_id: FixedNumberLabelId,
    /// Which channel.
    pub channel_id: ChannelId,
}

/// Whose a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Whose.
    pub account_id: AccountId,
    /// Which fixed number.
    pub fixed_number_id: FixedNumberId,
    /// Its pool.
    pub pool_id: PoolId,
    /// Its channel then.
    pub channel_id: ChannelId,
    /// What it was called then.
    pub label_id: FixedNumberLabelId,
    /// Whether it had been deleted, and was held.
    pub after_delete: bool,
}

/// Whose a call to a number is that started at an instant; none if the number was nobody's then.
///
/// The hold ends when its time is over, not when the job of the gateway gets to it, so that the answer is the same whenever it is asked.
pub fn of(tenures: &[Tenure], number: &PhoneNumber, started_at: DateTime<Utc>) -> Option<Assignment> {
    let before = tenures.iter().filter(|tenure| tenure.number == *number && tenure.ordered_at <= started_at);
    // Only one account at a time has a number, so only the last one that ordered it can have had it.
    let tenure = before.max_by_key(|tenure| tenure.ordered_at)?;
    let is_live = tenure.live.iter().any(|(from, to)| *from <= started_at && to.is_none_or(|to| started_at < to));
    if !is_live && tenure.hold_until.is_some_and(|until| until <= started_at) {
        return None;
    }
    let label = tenure.labels.iter().rev().find(|label| label.from <= started_at)?;
    Some(Assignment {
        account_id: tenure.account_id,
        fixed_number_id: tenure.fixed_number_id,
        pool_id: tenure.pool_id,
        channel_id: label.channel_id,
        label_id: label.label_id,
        after_delete: !is_live,
    })
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use entity::id::{AccountId, ChannelId, FixedNumberId, FixedNumberLabelId, Id, PoolId};
    use entity::value::phone_number::PhoneNumber;
    use uuid::Uuid;

    use super::{Labelled, Tenure, of};

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
    }

    fn number() -> PhoneNumber {
        PhoneNumber::parse("+442079460018").unwrap()
    }

    fn tenure(id: u128, live: &[(i64, Option<i64>)], hold_until: Option<i64>, labels: &[i64]) -> Tenure {
        let uuid = Uuid::from_u128;
        Tenure {
            fixed_number_id: FixedNumberId::from_uuid(uuid(id)),
            retention_months: 13,
            account_id: AccountId::from_uuid(uuid(id)),
            pool_id: PoolId::from_uuid(uuid(id)),
            number: number(),
            ordered_at: at(live[0].0),
            hold_until: hold_until.map(at),
            live: live.iter().map(|(from, to)| (at(*from), to.map(at))).collect(),
            labels: labels
                .iter()
                .map(|from| {
                    let id = uuid(id * 1000 + u128::try_from(*from).unwrap());
                    Labelled { from: at(*from), label_id: FixedNumberLabelId::from_uuid(id), channel_id: ChannelId::from_uuid(id) }
                })
                .collect(),
        }
    }

    /// Whose a call at each second is: the owner, the second from which its label was valid, and a mark if it came after the deletion.
    fn told(tenures: &[Tenure], seconds: impl IntoIterator<Item = i64>) -> Vec<String> {
        let tell = |second| {
            of(tenures, &number(), at(second)).map_or("nobody".to_owned(), |found| {
                let (owner, label) = (found.account_id.uuid().as_u128(), found.label_id.uuid().as_u128());
                assert_eq!((label / 1000, found.channel_id.uuid().as_u128()), (owner, label));
                format!("{owner} by {}{}", label % 1000, if found.after_delete { " after" } else { "" })
            })
        };
        seconds.into_iter().map(tell).collect()
    }

    #[test]
    fn a_span_holds_its_beginning_and_not_its_end() {
        let all = [tenure(1, &[(10, Some(20))], Some(30), &[10])];

        let seconds = [9, 10, 19, 20, 29, 30];
        assert_eq!(told(&all, seconds), ["nobody", "1 by 10", "1 by 10", "1 by 10 after", "1 by 10 after", "nobody"]);
    }

    #[test]
    fn a_restored_number_is_live_again_and_its_gap_stays() {
        let all = [tenure(1, &[(10, Some(20)), (25, None)], None, &[10, 25])];

        assert_eq!(told(&all, [19, 20, 24, 25, 99]), ["1 by 10", "1 by 10 after", "1 by 10 after", "1 by 25", "1 by 25"]);
    }

    #[test]
    fn a_call_is_never_a_later_owners() {
        let all = [tenure(2, &[(40, None)], None, &[40]), tenure(1, &[(10, Some(20))], Some(30), &[10])];

        assert_eq!(told(&all, [5, 15, 25, 35, 39, 40]), ["nobody", "1 by 10", "1 by 10 after", "nobody", "nobody", "2 by 40"]);
    }

    #[test]
    fn the_label_is_the_one_that_was_valid() {
        let all = [tenure(1, &[(10, None)], None, &[10, 15, 18])];

        assert_eq!(told(&all, [14, 15, 17, 18]), ["1 by 10", "1 by 15", "1 by 15", "1 by 18"]);
    }

    #[test]
    fn another_number_has_no_say() {
        let other = Tenure { number: PhoneNumber::parse("+442079460019").unwrap(), ..tenure(1, &[(10, None)], None, &[10]) };

        assert_eq!(told(&[other], [15]), ["nobody"]);
    }
}
