//! No account learns of another or touches it: every id, filter and cursor of somebody else answers as one that does not exist.

use api::config::limits::Limits;
use axum::body::Body;
use axum::http::Request;
use entity::id::{GoalId, Id};
use serde_json::{Map, Value, json};

use crate::support::caller::Caller;
use crate::support::database::Engine;
use crate::support::gateway::start;
use crate::support::language::{Language, Root, base, list, name};
use crate::support::rang::called_by;
use crate::support::seed::{BOOKS_RING, Household, MOTORS_RING, ORDER, Seeded, seeded};

/// A place, and the document that puts an id there; in a dry run, if it is a mutation and that is wanted.
type Question<'a> = (String, Box<dyn Fn(&str, bool) -> String + 'a>);

/// Who has called the two accounts.
const BOOKS_CALLER: &str = "+447700900123";
const MOTORS_CALLER: &str = "+19255550177";

/// Two accounts that each have one of everything.
pub struct Stage {
    pub house: Seeded,
    pub language: Language,
    /// Ids of Harbour Books: number type, pool, channel, destination, an active number, one that is held, the account, a call, a goal.
    pub own: Vec<String>,
    /// A number that Harbour Books has ordered.
    number: String,
    /// The same of Bayview Motors, but for the number type, which is everybody's.
    foreign: Vec<String>,
    /// Whatever would give Bayview Motors away.
    secrets: Vec<String>,
}

impl Stage {
    pub async fn set(engine: Engine) -> Self {
        let (house, language) = (seeded(engine, 200).await, Language::read().await);
        let [own, foreign] = [(&house.books, "Books", BOOKS_CALLER), (&house.motors, "Motors", MOTORS_CALLER)]
            .map(|(of, words, caller)| ids(&house, of, words, caller));
        let ((own, ordered), (foreign, numbers)) = (own.await, foreign.await);
        let foreign = foreign[1..].to_vec();
        let words =
            ["Bayview Motors", MOTORS_RING, "(415) 555-0132", "Motors kept", "Motors gone", MOTORS_CALLER, "•••177"].map(str::to_owned);
        let secrets = [foreign.clone(), numbers, words.to_vec()].concat();
        Self { house, language, own, number: ordered[0].clone(), foreign, secrets }
    }

    pub fn caller(&self) -> &Caller {
        &self.house.books.caller
    }

    /// A value of Harbour Books' own for an argument of a root field.
    pub fn own(&self, of: &str, input: &Value) -> Value {
        match name(base(input)) {
            "Int" => json!(1),
            "Boolean" => json!(true),
            "DateTime" => json!(start()),
            "ID" => json!(self.own_id(of, name(input))),
            _ if ["fixedNumberByNumber", "route"].contains(&of) => json!(self.number),
            _ if of == "callsRecord" && name(input) == "number" => json!(self.number),
            _ if name(input) == "number" => json!(BOOKS_RING),
            _ => json!(format!("Words for {of}")),
        }
    }

    fn own_id(&self, of: &str, input: &str) -> &str {
        let [number_type, pool, channel, destination, active, held, _, call, goal] = &*self.own else { unreachable!() };
        let nouns = [
            ("numberType", number_type),
            ("pool", pool),
            ("channel", channel),
            ("destination", destination),
            ("goal", goal),
            ("call", call),
        ];
        let restored = of.contains("Restore").then_some(held);
        nouns.iter().find(|(noun, _)| input.starts_with(noun) || of.starts_with(noun)).map_or(restored.unwrap_or(active), |(_, id)| id)
    }

    /// One document per place that takes an id, wherever in the schema it is: the place, and the document for an id.
    fn questions(&self) -> Vec<Question<'_>> {
        let mut all: Vec<Question<'_>> = Vec::new();
        for root in self.language.roots() {
            for place in self.language.places(root.field, "ID") {
                let label = format!("{}({})", name(root.field), place.join("."));
                all.push((
                    label,
                    Box::new(move |id, dry| {
                        let mut arguments = self.language.arguments(root.field, &place, &|of, input| self.own(of, input));
                        put(&mut arguments, &place, id);
                        if dry && root.verb == "mutation" {
                            arguments.insert("dryRun".into(), json!(true));
                        }
                        self.language.document(root, &arguments, 2)
                    }),
                ));
            }
        }
        for (kind, field) in self.inner_fields() {
            for place in self.language.places(field, "ID") {
                let label = format!("{kind}.{}({})", name(field), place.join("."));
                all.push((
                    label,
                    Box::new(move |id, _| {
                        let mut arguments = self.language.arguments(field, &place, &|of, input| self.own(of, input));
                        put(&mut arguments, &place, id);
                        within(kind, self.own_id(&first_lower(kind), "id"), &self.language.call(field, &arguments, 2))
                    }),
                ));
            }
        }
        all
    }

    /// The fields with arguments of the nouns, all of which can be reached through `node`.
    fn inner_fields(&self) -> Vec<(&str, &Value)> {
        let nouns: Vec<_> = list(&self.language.named("Node")["possibleTypes"]).iter().map(name).collect();
        let of = |kind| list(&self.language.named(kind)["fields"]).iter().map(move |field| (kind, field));
        let inner = |kind: &&Value| !matches!(name(kind), "Query" | "Mutation");
        let with_arguments =
            self.language.types().filter(inner).flat_map(|kind| of(name(kind))).filter(|(_, field)| !list(&field["args"]).is_empty());
        with_arguments.inspect(|(kind, _)| assert!(nouns.contains(kind), "{kind} has arguments, and this test can't get there")).collect()
    }

    #[track_caller]
    fn assert_discreet(&self, text: &str, about: &str) {
        let told = self.secrets.iter().find(|secret| text.contains(secret.as_str()));
        assert_eq!(told, None, "{about} tells of another account: {text}");
    }

    async fn feeds(&self) -> [Vec<String>; 2] {
        [self.house.changes(self.house.books.account).await, self.house.changes(self.house.motors.account).await]
    }
}

/// The ids of an account's own things, and the numbers that it has ordered.
async fn ids(house: &Seeded, of: &Household, words: &str, caller: &str) -> (Vec<String>, Vec<String>) {
    let numbers = [format!("{words} kept"), format!("{words} gone")].map(|text| json!({"simple": {"description": text}}));
    let input = json!({"numberTypeId": house.london.to_string(), "poolId": of.pool.to_string(), "channelId": of.print.to_string(),
        "destination": {"default": true}, "numbers": numbers});
    let ordered = of.caller.ask_with(ORDER, json!({"input": input})).await;
    let text = |n: usize, field: &str| ordered.good()["fixedNumbers"][n][field].as_str().unwrap().to_owned();
    let gone = json!({"input": {"id": text(1, "id")}});
    of.caller
        .ask_with("mutation($input: FixedNumberDeleteInput!) { fixedNumberDelete(input: $input) { userErrors { code } } }", gone)
        .await
        .good();
    let key = house.caller_key(of.account).await;
    let rang = house.rang(&text(0, "id"), start(), |row| called_by(row, &key, caller)).await;
    let nouns = [house.london.to_string(), of.pool.to_string(), of.print.to_string(), of.destination.to_string()];
    let goal = of.caller.ask("{ goals(first: 1) { nodes { id } } }").await.data()["goals"]["nodes"][0]["id"].as_str().unwrap().to_owned();
    house.mark(&rang, GoalId::parse(&goal).unwrap()).await;
    let more = vec![text(0, "id"), text(1, "id"), of.account.to_string(), rang.id.to_string(), goal];
    ([nouns.to_vec(), more].concat(), vec![text(0, "number"), text(1, "number")])
}

fn put(arguments: &mut Map<String, Value>, place: &[String], id: &str) {
    let mut spot = arguments.get_mut(&place[0]).unwrap();
    for step in &place[1..] {
        spot = if step == "[]" { &mut spot[0] } else { &mut spot[step] };
    }
    *spot = json!(id);
}

fn within(kind: &str, id: &str, call: &str) -> String {
    format!("query {{ node(id: \"{id}\") {{ ... on {kind} {{ {call} }} }} }}")
}

fn first_lower(text: &str) -> String {
    text[..1].to_lowercase() + &text[1..]
}

/// An id of the same kind that nobody has.
fn missing(id: &str) -> String {
    format!("{}_{}", id.split_once('_').unwrap().0, "f".repeat(32))
}

#[tokio::test]
async fn an_id_of_another_account_answers_as_one_that_does_not_exist() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        let before = stage.feeds().await;
        let questions = stage.questions();

        for (place, document) in &questions {
            for id in &stage.foreign {
                let foreign = stage.caller().ask(&document(id, false)).await;
                let nobodys = stage.caller().ask(&document(&missing(id), false)).await;

                foreign.data();
                let [seen, expected] =
                    [(&foreign, id.clone()), (&nobodys, missing(id))].map(|(reply, id)| reply.body.to_string().replace(&id, "ID"));
                assert_eq!(seen, expected, "{place} with {id}");
                stage.assert_discreet(&seen, place);
            }
            // The place is one that counts: with an id of our own, one kind of which fits, the answer is another.
            let lost = stage.caller().ask(&document(&missing(&stage.own[1]), true)).await.body;
            let mut found = false;
            for id in &stage.own {
                found |= stage.caller().ask(&document(id, true)).await.body != lost;
            }
            assert!(found, "{place} answers the same to every id");
        }

        assert_eq!(stage.feeds().await, before, "something was written");
        assert!(questions.len() > 30, "{}", questions.len());
    }
}

#[tokio::test]
async fn nothing_of_another_account_appears_on_any_root_field() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        let [_, theirs] = stage.feeds().await;
        // Everything four levels deep is more than anybody may ask for at once.
        let limits = Limits {
            account_cost: 0,
            request_cost: 1_000_000,
            document_bytes: 200_000,
            document_tokens: 20_000,
            fields: 20_000,
            ..Limits::default()
        };
        let caller = stage.house.gateway.limited(stage.house.books.account, limits);
        for Root { verb, field } in stage.language.roots() {
            let arguments = stage.language.arguments(field, &[], &|of, input| stage.own(of, input));
            let document = stage.language.document(Root { verb, field }, &arguments, 4);

            // Beyond all accounts, and so closed to each: `no_account_learns_where_a_number_rings`, `calls_record`.
            if ["route", "callsRecord"].contains(&name(field)) {
                continue;
            }
            let reply = caller.ask(&document).await;

            assert!(!reply.data()[name(field)].is_null(), "{document}");
            stage.assert_discreet(&reply.body.to_string(), name(field));
        }
        for number in stage.secrets.iter().filter(|secret| secret.starts_with('+')) {
            let reply = stage.caller().ask(&format!("{{ fixedNumberByNumber(number: \"{number}\") {{ id }} }}")).await;
            assert_eq!(reply.data(), &json!({"fixedNumberByNumber": null}));
        }
        assert_eq!(stage.feeds().await[1], theirs);
    }
}

#[tokio::test]
async fn no_account_learns_where_a_number_rings() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        let numbers = stage.secrets.iter().filter(|secret| secret.starts_with('+')).chain([&stage.number]);
        let nobodys = "+442079460999".to_owned();
        let mut refusals = Vec::new();
        for number in numbers.chain([&nobodys]) {
            let document = format!("{{ route(number: \"{number}\") {{ status destination fixedNumber revision }} }}");
            let plain = Request::get(format!("/routes/{number}")).header("authorization", stage.caller().bearer());
            let plain = plain.body(Body::empty()).unwrap();

            let (asked, statements) = stage.house.gateway.counting(stage.caller().ask(&document)).await;
            let (got, more) = stage.house.gateway.counting(stage.caller().send(plain)).await;

            assert_eq!((asked.codes(), &asked.body["data"]), (vec!["FORBIDDEN"], &json!({"route": null})), "{number}");
            assert_eq!((got.status.as_u16(), got.codes()), (403, vec!["FORBIDDEN"]), "{number}");
            assert_eq!([statements, more].concat(), Vec::<String>::new());
            refusals.push((asked.body["errors"].to_string(), got.raw().to_owned()));
        }
        refusals.dedup();
        assert_eq!(refusals.len(), 1, "one number is refused as any other: {refusals:?}");
    }
}

#[tokio::test]
async fn a_cursor_of_another_account_points_into_ones_own_list() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        let is_list = |field: &&Value| name(base(field)).ends_with("Connection");
        let roots = stage.language.roots().into_iter().map(|root| root.field).filter(is_list).map(|field| (None, field));
        let inner = stage.inner_fields().into_iter().filter(|(_, field)| is_list(field)).map(|(kind, field)| (Some(kind), field));
        for (kind, field) in roots.chain(inner) {
            let ask = async |theirs: bool, arguments: &str| {
                let call = format!("{}{arguments} {{ nodes {{ id }} pageInfo {{ endCursor }} }}", name(field));
                let caller = if theirs { &stage.house.motors.caller } else { stage.caller() };
                let Some(kind) = kind else { return caller.ask(&format!("{{ {call} }}")).await.data()[name(field)].clone() };
                let at = stage.own.iter().position(|id| id == stage.own_id(&first_lower(kind), "id")).unwrap();
                let id = if theirs { &stage.foreign[at - 1] } else { &stage.own[at] };
                caller.ask(&within(kind, id, &call)).await.data()["node"][name(field)].clone()
            };
            let cursor = ask(true, "").await["pageInfo"]["endCursor"].clone();
            assert!(cursor.is_string(), "{kind:?}.{} of the other account has no row", name(field));

            let (all, after, before) = (
                ask(false, "").await,
                ask(false, &format!("(after: {cursor})")).await,
                ask(false, &format!("(last: 100, before: {cursor})")).await,
            );

            let mut together = [list(&before["nodes"]), list(&after["nodes"])].concat();
            let shared = list(&all["nodes"]).len() - together.len();
            together.extend(list(&all["nodes"]).iter().filter(|node| stage.own[0] == node["id"]).take(shared).cloned());
            assert_eq!(together, list(&all["nodes"]), "{kind:?}.{}", name(field));
            stage.assert_discreet(&format!("{after}{before}"), name(field));
        }
    }
}
