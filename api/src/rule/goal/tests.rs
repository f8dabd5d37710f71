use chrono::DateTime;
use entity::goal::Model;
use entity::id::{AccountId, ChannelId, GoalId, Id, PoolId};
use entity::value::name::Name;
use uuid::Uuid;

use super::{Judged, STANDARD, blank, has_condition, is_never_met, meets};

fn id<I: Id>(number: u128) -> I {
    I::from_uuid(Uuid::from_u128(number))
}

fn call() -> Judged {
    Judged { answered: true, talk_seconds: 60, rating: Some(3), channel: id(1), pool: id(1) }
}

fn goal() -> Model {
    blank(GoalId::from_uuid(Uuid::nil()), AccountId::from_uuid(Uuid::nil()), Name::parse("Any").unwrap(), DateTime::UNIX_EPOCH)
}

#[test]
fn a_call_meets_one_standard_goal_by_its_talk_time() {
    let (account, now) = (AccountId::from_uuid(Uuid::nil()), DateTime::UNIX_EPOCH);
    let goals = STANDARD.map(|one| one.begun(id(1), account, now).unwrap());
    let met = |answered, talk_seconds| {
        let call = Judged { answered, talk_seconds, rating: None, ..call() };
        goals.iter().filter(|goal| meets(goal, &call)).map(|goal| goal.name.as_str()).collect::<Vec<_>>()
    };

    assert_eq!(met(false, 0), ["Call not connected"]);
    assert_eq!(met(true, 0), ["Call connected"]);
    assert_eq!(met(true, 59), ["Call connected"]);
    assert_eq!(met(true, 60), ["Call qualified"]);
    assert_eq!(met(true, 86_400), ["Call qualified"]);
}

#[test]
fn both_ends_of_a_range_are_inside() {
    let talk = |least, most, seconds| {
        let goal = Model { least_talk_seconds: least, most_talk_seconds: most, ..goal() };
        meets(&goal, &Judged { talk_seconds: seconds, ..call() })
    };
    let rated = |least, most, rating| {
        let goal = Model { least_rating: least, most_rating: most, ..goal() };
        meets(&goal, &Judged { rating, ..call() })
    };

    for (least, most) in [(Some(10), None), (None, Some(20)), (Some(10), Some(20)), (Some(10), Some(10))] {
        assert_eq!(talk(least, most, 9), least.is_none(), "{least:?} {most:?}");
        assert!(talk(least, most, 10), "{least:?} {most:?}");
        assert_eq!(talk(least, most, 21), most.is_none(), "{least:?} {most:?}");
    }
    for rating in 1..=5 {
        assert_eq!(rated(Some(4), None, Some(rating)), rating >= 4);
        assert_eq!(rated(None, Some(2), Some(rating)), rating <= 2);
        assert_eq!(rated(Some(3), Some(3), Some(rating)), rating == 3);
    }
}

#[test]
fn a_call_that_nobody_rated_meets_no_condition_on_ratings() {
    let call = Judged { rating: None, ..call() };

    for (least, most) in [(Some(1), None), (None, Some(5)), (Some(1), Some(5))] {
        assert!(!meets(&Model { least_rating: least, most_rating: most, ..goal() }, &call), "{least:?} {most:?}");
    }
    assert!(meets(&goal(), &call));
}

#[test]
fn every_condition_that_is_there_must_be_met() {
    let all = Model {
        answered: Some(true),
        least_talk_seconds: Some(30),
        most_rating: Some(3),
        channel_id: Some(id(1)),
        pool_id: Some(id(1)),
        ..goal()
    };
    let other = id::<ChannelId>(2);

    assert!(meets(&all, &call()));
    for call in [
        Judged { answered: false, ..call() },
        Judged { talk_seconds: 29, ..call() },
        Judged { rating: Some(4), ..call() },
        Judged { channel: other, ..call() },
        Judged { pool: id::<PoolId>(2), ..call() },
    ] {
        assert!(!meets(&all, &call), "{call:?}");
    }
}

#[test]
fn a_goal_knows_whether_it_asks_for_anything_and_for_what_can_be() {
    assert!(!has_condition(&goal()));
    for some in [
        Model { answered: Some(false), ..goal() },
        Model { least_talk_seconds: Some(0), ..goal() },
        Model { most_talk_seconds: Some(0), ..goal() },
        Model { least_rating: Some(1), ..goal() },
        Model { most_rating: Some(5), ..goal() },
        Model { channel_id: Some(id(1)), ..goal() },
        Model { pool_id: Some(id(1)), ..goal() },
    ] {
        assert!(has_condition(&some) && !is_never_met(&some), "{some:?}");
    }
    let never = Model { answered: Some(false), least_talk_seconds: Some(1), ..goal() };
    assert!(is_never_met(&never));
    assert!(!is_never_met(&Model { least_talk_seconds: Some(0), ..never.clone() }));
    assert!(!is_never_met(&Model { answered: Some(true), ..never.clone() }));
}
