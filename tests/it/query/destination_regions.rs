//! Every region's example numbers, as destinations of an account there: accepted in E.164 form, refused when calls are never connected to
//! their class, and in any other spelling refused with what was meant.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use entity::value::phone_number::LineType;
use rlibphonenumber::enums::Region;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat};
use serde_json::{Value, json};

use crate::support::caller::Caller;
use crate::support::database::Engine;
use crate::support::gateway::Gateway;
use crate::support::seed::{BOOKS_RING, Household, ORDER, household, number_type};

const TYPES: [LineType; 10] = [
    LineType::FixedLine,
    LineType::Mobile,
    LineType::TollFree,
    LineType::PremiumRate,
    LineType::SharedCost,
    LineType::VoIP,
    LineType::PersonalNumber,
    LineType::Pager,
    LineType::UAN,
    LineType::VoiceMail,
];

/// Examples of a refused class that the library itself, asked for their class, does not know to be of it: its ranges overlap there.
const OVERLAPPING: &[&str] = &[];
/// Examples with fewer digits than E.164 form has here.
const SHORT: &[&str] = &["+989601"];
/// One of how many accounts also orders with what it has checked.
const SAMPLE: usize = 16;

/// An example number of the library.
struct Example {
    e164: String,
    /// The same as people write it.
    spellings: BTreeSet<String>,
    refused: bool,
}

impl Example {
    fn of(number: &PhoneNumber, national: bool) -> Self {
        let write = |format| number.format_as(format).into_owned();
        let e164 = write(PhoneNumberFormat::E164);
        let mut spellings = BTreeSet::from([write(PhoneNumberFormat::International), write(PhoneNumberFormat::RFC3966)]);
        if national {
            spellings.insert(write(PhoneNumberFormat::National));
        }
        Self { refused: is_refused(number, &e164), e164, spellings }
    }
}

/// The rule, as it is written: 09, 070 and 076 but for 07624 in the UK; elsewhere the library's word.
fn is_refused(number: &PhoneNumber, e164: &str) -> bool {
    match e164.strip_prefix("+44") {
        Some(national) => ["9", "70", "76"].iter().any(|range| national.starts_with(range)) && !national.starts_with("7624"),
        None => matches!(number.get_type(), LineType::PremiumRate | LineType::PersonalNumber | LineType::Pager),
    }
}

/// Every region's examples, by the region's code, and those that are too short.
fn examples() -> (BTreeMap<String, Vec<Example>>, BTreeSet<String>, BTreeSet<String>) {
    let (mut regions, mut short, mut overlapping) = (BTreeMap::<_, Vec<_>>::new(), BTreeSet::new(), BTreeSet::new());
    for region in PHONE_NUMBER_UTIL.get_supported_regions() {
        for kind in TYPES {
            let Ok(number) = PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, kind) else { continue };
            let example = Example::of(&number, true);
            if example.e164.len() <= 7 {
                short.insert(example.e164);
                continue;
            }
            if matches!(kind, LineType::PremiumRate | LineType::PersonalNumber | LineType::Pager) && !example.refused {
                overlapping.insert(format!("{region} {kind:?} {}", example.e164));
            }
            regions.entry(region.to_string()).or_default().push(example);
        }
    }
    (regions, short, overlapping)
}

/// What an account is told of texts, as many in one request as a query may have fields.
async fn checked(caller: &Caller, texts: &[&str]) -> Vec<Value> {
    let mut all = Vec::new();
    for some in texts.chunks(20) {
        let mut document = String::from("{");
        for (at, text) in some.iter().enumerate() {
            let text = json!(text);
            write!(document, " c{at}: destinationCheck(number: {text}) {{ number kind suggestion refusal {{ code }} }}").unwrap();
        }
        let reply = caller.ask(&(document + " }")).await;
        all.extend((0..some.len()).map(|at| reply.data()[format!("c{at}")].clone()));
    }
    all
}

/// Holds an account's checks of some examples against what is right; how many texts were checked.
async fn assert_checked(home: &str, caller: &Caller, examples: &[Example]) -> usize {
    let mut wanted = Vec::new();
    for Example { e164, spellings, refused } in examples {
        let (none, code) = (Value::Null, if *refused { json!("DESTINATION_NOT_ALLOWED") } else { Value::Null });
        wanted.push((e164.as_str(), json!(e164), code.clone(), none.clone()));
        for text in spellings {
            wanted.push(if *refused {
                (text.as_str(), none.clone(), code.clone(), none.clone())
            } else {
                (text.as_str(), none.clone(), json!("DESTINATION_NOT_E164"), json!(e164))
            });
        }
    }
    let texts: Vec<_> = wanted.iter().map(|(text, ..)| *text).collect();
    for (check, (text, number, code, suggestion)) in checked(caller, &texts).await.iter().zip(&wanted) {
        assert_eq!(
            (&check["number"], &check["refusal"]["code"], &check["suggestion"]),
            (number, code, suggestion),
            "{text:?} in {home}: {check}"
        );
        assert_eq!(check["kind"].is_null(), number.is_null(), "{text:?} in {home}: {check}");
    }
    wanted.len()
}

/// An order that is rehearsed says of every text what the check says.
async fn assert_ordered(london: &str, house: &Household, examples: &[Example]) {
    let texts: Vec<_> = examples.iter().flat_map(|e| e.spellings.iter().chain([&e.e164])).map(String::as_str).collect();
    for (check, text) in checked(&house.caller, &texts).await.iter().zip(&texts) {
        let input = json!({"numberTypeId": london, "poolId": house.pool.to_string(), "channelId": house.print.to_string(),
            "destination": {"number": text}, "numbers": [{"simple": {"description": "Van"}}]});
        let reply = house.caller.ask_with(ORDER, json!({"input": input, "dry": true})).await;
        let (order, errors) = (reply.payload(), reply.payload()["userErrors"].as_array().unwrap());
        assert_eq!(check["refusal"]["code"], errors.last().map_or(Value::Null, |error| error["code"].clone()), "{text:?}");
        assert_eq!(check["suggestion"], errors.first().map_or(Value::Null, |error| error["suggestion"].clone()), "{text:?}");
        assert_eq!(order["orderedCount"], i32::from(errors.is_empty()), "{text:?}");
    }
}

#[tokio::test]
async fn every_regions_examples_are_accepted_refused_or_suggested() {
    let (regions, short, overlapping) = examples();
    assert_eq!(short.iter().map(String::as_str).collect::<Vec<_>>(), SHORT);
    assert_eq!(overlapping.iter().map(String::as_str).collect::<Vec<_>>(), OVERLAPPING);
    let refused = regions.values().flatten().filter(|example| example.refused).count();
    assert!(regions.len() > 240 && refused > 100, "{} regions, {refused} refused", regions.len());

    for engine in Engine::BOTH {
        let gateway = Gateway::empty(engine).await;
        let london = number_type(&gateway, "020 London", "+442079460", 1).await.to_string();
        let mut texts = 0;
        for (at, (region, examples)) in regions.iter().enumerate() {
            let house = household(&gateway, region, region, BOOKS_RING).await;
            texts += assert_checked(region, &house.caller, examples).await;
            if at % SAMPLE == 0 {
                assert_ordered(&london, &house, examples).await;
            }
        }
        assert!(texts > 3_500, "{texts}");
    }
}

#[tokio::test]
async fn numbers_of_the_whole_world_are_read_from_anywhere() {
    let codes: BTreeSet<_> = PHONE_NUMBER_UTIL.get_supported_global_network_calling_codes().collect();
    let numbers = codes.iter().map(|code| PHONE_NUMBER_UTIL.get_example_number_for_non_geo_entity(*code).unwrap());
    // They have no national form.
    let examples: Vec<_> = numbers.map(|number| Example::of(&number, false)).collect();
    let refused: Vec<_> = examples.iter().filter(|example| example.refused).map(|example| &example.e164[..4]).collect();
    assert_eq!(refused, ["+979"]);
    assert!(examples.len() > 6 && Region::World.to_string() == "001");

    for engine in Engine::BOTH {
        let gateway = Gateway::empty(engine).await;
        for country in ["GB", "US"] {
            let house = household(&gateway, country, country, BOOKS_RING).await;
            assert_checked(country, &house.caller, &examples).await;
        }
    }
}
