//! Which texts are keys, and what opens with which.

use entity::id::{AccountId, Id};
use uuid::Uuid;

use super::{DataKeys, KeyFault, Locked, Owner};

const CALL: Uuid = Uuid::from_u128(7);

fn owners() -> [Owner; 3] {
    let account = |n| Owner::Account(AccountId::from_uuid(Uuid::from_u128(n)));
    [Owner::Operator, account(1), account(2)]
}

#[test]
fn a_data_key_opens_for_its_owner_with_the_key_that_wrapped_it() {
    let [keys, others] = [DataKeys::draw(), DataKeys::draw()].map(|text| DataKeys::read(&text).unwrap());
    for owner in owners() {
        let (key, wrapped) = keys.make(owner).unwrap();
        let sealed = key.seal(CALL, "+447700900123");

        assert_eq!(keys.unwrap(owner, &wrapped).unwrap().open(CALL, &sealed).unwrap(), "+447700900123");
        assert_eq!(others.unwrap(owner, &wrapped).err(), Some(Locked::UnknownKey));
        assert_eq!(DataKeys::default().unwrap(owner, &wrapped).err(), Some(Locked::NoKey));
        for other in owners().into_iter().filter(|other| *other != owner) {
            assert_eq!(keys.unwrap(other, &wrapped).err(), Some(Locked::Broken), "moved to {other}");
        }
        for at in 0..wrapped.len() {
            let mut changed = wrapped.clone();
            changed[at] ^= 1;
            assert!(keys.unwrap(owner, &changed).is_err() && keys.unwrap(owner, &wrapped[..at]).is_err(), "byte {at}");
        }
    }
    assert_eq!(DataKeys::default().make(Owner::Operator).err(), Some(Locked::NoKey));
}

#[test]
fn a_data_key_is_wrapped_anew_and_stays_the_same() {
    let [old, new] = [DataKeys::draw(), DataKeys::draw()];
    let read = |text: &str| DataKeys::read(text).unwrap();
    let [before, both, after] = [read(&old), read(&format!("{new}, {old}")), read(&new)];
    for owner in owners() {
        let (key, wrapped) = before.make(owner).unwrap();
        assert_eq!(before.rewrap(owner, &wrapped).unwrap(), None);
        assert_eq!(after.rewrap(owner, &wrapped).err(), Some(Locked::UnknownKey));

        let rewrapped = both.rewrap(owner, &wrapped).unwrap().unwrap();

        assert_eq!(both.rewrap(owner, &rewrapped).unwrap(), None);
        assert_eq!(before.unwrap(owner, &rewrapped).err(), Some(Locked::UnknownKey));
        let sealed = key.seal(CALL, "+447700900123");
        assert_eq!(after.unwrap(owner, &rewrapped).unwrap().open(CALL, &sealed).unwrap(), "+447700900123");
    }
}

#[test]
fn a_text_that_is_no_key_is_told_by_its_place_and_never_repeated() {
    let good = DataKeys::draw();
    let zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    for (text, fault) in [
        ("".to_owned(), KeyFault::NotAKey(1)),
        ("hunter2hunter2".to_owned(), KeyFault::NotAKey(1)),
        (good[..40].to_owned(), KeyFault::NotAKey(1)),
        (good.replace('=', ""), KeyFault::NotAKey(1)),
        (format!("{good},"), KeyFault::NotAKey(2)),
        (zeros.to_owned(), KeyFault::Guessable(1)),
        (format!("{good},{good}"), KeyFault::Twice(2)),
    ] {
        let faults = DataKeys::read(&text).unwrap_err();
        assert_eq!(faults, [fault], "{text}");
        assert!(!format!("{faults:?}{}", faults[0]).contains("hunter2"));
    }
    assert_eq!(DataKeys::read(&format!("x,{good},{zeros}")).unwrap_err(), [KeyFault::NotAKey(1), KeyFault::Guessable(3)]);
    assert_eq!(format!("{:?}", DataKeys::read(&good).unwrap()), "DataKeys");
}
