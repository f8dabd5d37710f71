//! Which calls a list holds, as conditions; and for each condition the ranges of its index that hold them in the order of time.

use std::{fmt, iter};

use chrono::{DateTime, Utc};
use entity::call::{CallOutcome, Column, Entity, TALK_CLASSES, talk_class};
use entity::call_goal as mark;
use entity::id::{ChannelId, FixedNumberId, GoalId, PoolId};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, DbBackend, IdenStatic, Iterable, Value};

use crate::viewer::AccountScope;

/// Which calls a list holds. A condition that is left out lets all through.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Filter {
    /// Begun at this instant or later.
    pub from: Option<DateTime<Utc>>,
    /// Begun before this instant.
    pub to: Option<DateTime<Utc>>,
    /// To numbers of one of these pools.
    pub pools: Option<Vec<PoolId>>,
    /// To numbers that stood for one of these channels then.
    pub channels: Option<Vec<ChannelId>>,
    /// To one of these numbers.
    pub fixed_numbers: Option<Vec<FixedNumberId>>,
    /// Ended in one of these ways.
    pub outcomes: Option<Vec<CallOutcome>>,
    /// With the caller's number withheld, or not.
    pub withheld: Option<bool>,
    /// To a number that had been deleted, or not.
    pub after_delete: Option<bool>,
    /// With so many seconds of talk or more.
    pub least_talk_seconds: Option<i32>,
    /// Meeting one of these goals.
    pub goals: Option<Vec<GoalId>>,
    /// From one of these callers.
    pub callers: Option<Vec<CallerHash>>,
}

/// The hash by which a caller's calls are found. It does not print itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallerHash(pub Vec<u8>);

impl fmt::Debug for CallerHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallerHash")
    }
}

/// Whose calls a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Parent {
    /// The whole account's.
    Account,
    /// The number's.
    FixedNumber(FixedNumberId),
}

/// A condition of a list.
pub struct Narrowing {
    /// As one condition that its index alone can tell, and which lets through what meets it, or a little more.
    pub whole: Condition,
    /// As one condition that is held against each row, exactly, and that leads no engine to another index.
    pub held: Condition,
    /// As several, each of which is one range of its index, and which have no row in common.
    pub ranges: Vec<Range>,
    /// The goals of a condition about goals, whose index is that of their marks. Their ranges may have rows in common.
    pub goals: Vec<GoalId>,
}

/// One range of an index: the calls that have these values in its first columns, in the order of time.
#[derive(Clone, Debug, Default)]
pub struct Range {
    /// The columns between the account and the time, each with its value.
    pub at: Vec<(Column, Value)>,
    /// The goal whose marks are read instead, each of which leads to a call.
    pub goal: Option<GoalId>,
    /// What the index leaves out, or holds beside others.
    pub but: Vec<SimpleExpr>,
}

/// A column that is held against a value, row by row. SQLite has no statistics: of two indexes that would do it takes either, unless it
/// is told so.
fn plain(engine: DbBackend, column: Column) -> SimpleExpr {
    match engine {
        DbBackend::Sqlite => Expr::cust(format!("+\"call\".\"{}\"", column.as_str())),
        _ => Expr::col(column.as_column_ref()),
    }
}

fn all_of(conditions: impl IntoIterator<Item = SimpleExpr>) -> Condition {
    conditions.into_iter().fold(Condition::all(), Condition::add)
}

impl Narrowing {
    fn of<T: Clone + Into<Value>>(engine: DbBackend, column: Column, values: &[T]) -> Self {
        Self {
            whole: all_of([column.is_in(values.iter().cloned())]),
            held: all_of([plain(engine, column).is_in(values.iter().cloned().map(Into::into))]),
            ranges: values.iter().map(|value| Range { at: vec![(column, value.clone().into())], ..Range::default() }).collect(),
            goals: Vec::new(),
        }
    }

    /// Two columns of one index, of which one may be left out.
    fn told(engine: DbBackend, after_delete: Option<bool>, withheld: Option<bool>) -> Option<Self> {
        if (after_delete, withheld) == (None, None) {
            return None;
        }
        let either = |asked: Option<bool>| asked.map_or_else(|| vec![false, true], |one| vec![one]);
        let (deleted, hidden) = (either(after_delete), either(withheld));
        let pairs = deleted.iter().flat_map(|one| hidden.iter().map(move |other| (*one, *other)));
        let told = [(Column::AfterDelete, after_delete), (Column::Withheld, withheld)];
        Some(Self {
            whole: all_of([Column::AfterDelete.is_in(deleted.clone()), Column::Withheld.is_in(hidden.clone())]),
            held: all_of(told.into_iter().filter_map(|(column, asked)| Some(plain(engine, column).eq(asked?)))),
            ranges: pairs
                .map(|(one, other)| Range {
                    at: vec![(Column::AfterDelete, one.into()), (Column::Withheld, other.into())],
                    ..Range::default()
                })
                .collect(),
            goals: Vec::new(),
        })
    }

    /// Whole classes, and the one that the time is in.
    fn talked(engine: DbBackend, least: i32) -> Self {
        // Spelled, for no engine finds a partial index by a condition that it can't see.
        let some = || Expr::cust("\"call\".\"talk_class\" > 0");
        let class = talk_class(least);
        let all = usize::try_from(class).unwrap_or_default()..=TALK_CLASSES.len();
        let range = |class: usize| {
            let begins_later = TALK_CLASSES.get(class.wrapping_sub(1)).is_some_and(|begins| *begins < least);
            let number = i32::try_from(class).unwrap_or_default();
            let exact = begins_later.then(|| Column::TalkSeconds.gte(least));
            Range { at: vec![(Column::TalkClass, number.into())], goal: None, but: iter::once(some()).chain(exact).collect() }
        };
        Self {
            whole: all_of([some(), Column::TalkClass.gte(class)]),
            held: all_of([plain(engine, Column::TalkSeconds).gte(least)]),
            ranges: all.map(range).collect(),
            goals: Vec::new(),
        }
    }

    /// From one of these callers.
    fn called(engine: DbBackend, hashes: &[CallerHash]) -> Self {
        let hashes: Vec<_> = hashes.iter().map(|hash| hash.0.clone()).collect();
        let mut one = Self::of(engine, Column::CallerHash, &hashes);
        one.ranges.iter_mut().for_each(|range| range.but = vec![Column::CallerHash.is_not_null()]);
        one
    }

    /// Meeting one of these goals: a look at the marks of each call, or the calls of their marks.
    fn marked(scope: AccountScope, goals: &[GoalId]) -> Self {
        let marks = Query::select()
            .column((mark::Entity, mark::Column::CallId))
            .from(mark::Entity)
            .and_where(mark::Column::AccountId.eq(scope.account_id()))
            .and_where(mark::Column::GoalId.is_in(goals.iter().copied()))
            .to_owned();
        let of_call = Expr::col((mark::Entity, mark::Column::CallId)).equals((Entity, Column::Id));
        Self {
            whole: all_of([Column::Id.in_subquery(marks.clone())]),
            held: all_of([Expr::exists(marks.clone().and_where(of_call).to_owned())]),
            ranges: goals.iter().map(|goal| Range { goal: Some(*goal), ..Range::default() }).collect(),
            goals: goals.to_vec(),
        }
    }

    /// Exactly the calls that it lets through, as they are counted.
    pub fn met(self) -> Condition {
        if self.goals.is_empty() { self.whole.add(self.held) } else { self.whole }
    }

    /// Whose calls they are; none for the whole account's.
    pub fn parent(engine: DbBackend, parent: Parent) -> Option<Self> {
        match parent {
            Parent::Account => None,
            Parent::FixedNumber(id) => Some(Self::of(engine, Column::FixedNumberId, &[id])),
        }
    }
}

impl Filter {
    /// Its conditions but for the period, the one first that most often leaves the fewest rows.
    pub fn narrowings(&self, scope: AccountScope, engine: DbBackend) -> Vec<Narrowing> {
        let least = self.least_talk_seconds.filter(|least| *least > 0);
        let all = [
            self.callers.as_ref().map(|hashes| Narrowing::called(engine, hashes)),
            self.fixed_numbers.as_ref().map(|ids| Narrowing::of(engine, Column::FixedNumberId, ids)),
            self.goals.as_ref().map(|goals| Narrowing::marked(scope, goals)),
            self.pools.as_ref().map(|ids| Narrowing::of(engine, Column::PoolId, ids)),
            self.asked_outcomes(least).map(|outcomes| Narrowing::of(engine, Column::Outcome, &outcomes)),
            Narrowing::told(engine, self.after_delete, self.withheld),
            least.map(|least| Narrowing::talked(engine, least)),
            self.channels.as_ref().map(|ids| Narrowing::of(engine, Column::ChannelId, ids)),
        ];
        all.into_iter().flatten().collect()
    }

    /// The outcomes that make a difference. Nobody talks in a call that was not answered, as the table knows too.
    fn asked_outcomes(&self, least_talk: Option<i32>) -> Option<Vec<CallOutcome>> {
        let asked = self.outcomes.as_ref()?;
        if least_talk.is_some() {
            return (!asked.contains(&CallOutcome::Answered)).then(Vec::new);
        }
        (!CallOutcome::iter().all(|one| asked.contains(&one))).then(|| asked.clone())
    }
}
