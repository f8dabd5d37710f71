//! The three roots merged, the limits of a document, and how a request is carried out.

use async_graphql::parser::types::OperationType;
use async_graphql::{
    EmptySubscription, MergedObject, Name, PathSegment, Request, Response, SDLExportOptions, SchemaBuilder, ServerError, Value,
};
use chrono::{DateTime, Utc};
use tracing::Instrument;

use super::failure::{BAD_USER_INPUT, INTERNAL};
use super::mutation::account_update::AccountUpdate;
use super::mutation::channel_create::ChannelCreate;
use super::mutation::channel_delete::ChannelDelete;
use super::mutation::channel_update::ChannelUpdate;
use super::mutation::destination_create::DestinationCreate;
use super::mutation::destination_delete::DestinationDelete;
use super::mutation::destination_update::DestinationUpdate;
use super::mutation::fixed_number_delete::FixedNumberDelete;
use super::mutation::fixed_number_order::FixedNumberOrder;
use super::mutation::fixed_number_restore::FixedNumberRestore;
use super::mutation::fixed_number_update::FixedNumberUpdate;
use super::mutation::pool_create::PoolCreate;
use super::mutation::pool_delete::PoolDelete;
use super::mutation::pool_update::PoolUpdate;
use super::one_of::OneOf;
use super::query::account::AccountQuery;
use super::query::channel::ChannelQuery;
use super::query::destination::DestinationQuery;
use super::query::fixed_number::FixedNumberQuery;
use super::query::node::NodeQuery;
use super::query::number_type::NumberTypeQuery;
use super::query::pool::PoolQuery;
use super::query::viewer::ViewerQuery;
use super::reader::Reader;
use crate::operation::Operation;

/// Everything that can be read. All of it is inside the account of the token.
#[derive(Default, MergedObject)]
pub struct Query(ViewerQuery, AccountQuery, NodeQuery, PoolQuery, ChannelQuery, DestinationQuery, NumberTypeQuery, FixedNumberQuery);

/// Everything that can be done. Each is one transaction, which leaves its changes in the account's feed or nothing at all.
#[derive(Default, MergedObject)]
pub struct Mutation(
    FixedNumberOrder,
    FixedNumberUpdate,
    FixedNumberDelete,
    FixedNumberRestore,
    PoolCreate,
    PoolUpdate,
    PoolDelete,
    ChannelCreate,
    ChannelUpdate,
    ChannelDelete,
    DestinationCreate,
    DestinationUpdate,
    DestinationDelete,
    AccountUpdate,
);

/// The schema, built once.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// How deep fields may be nested. GraphiQL's own introspection goes to 13.
const DEPTH: usize = 16;
/// How many fields a document may ask for, its fragments spread.
const COMPLEXITY: usize = 2_000;
/// How many directives one field may have.
const DIRECTIVES: usize = 5;
/// How deep a document's text may be nested.
const RECURSION: usize = 32;

/// Builds the schema.
pub fn build() -> Schema {
    builder()
        .data(OneOf::of(&sdl()))
        .limit_depth(DEPTH)
        .limit_complexity(COMPLEXITY)
        .limit_directives(DIRECTIVES)
        .limit_recursive_depth(RECURSION)
        .finish()
}

fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    // The library's own types, told in our words.
    async_graphql::Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .override_output_type_description::<DateTime<Utc>>("An instant, in the form of RFC 3339 with the zone UTC.")
}

/// The contract, as it stands in `schema.graphql`.
pub fn sdl() -> String {
    builder().finish().sdl_with_options(SDLExportOptions::new().include_specified_by())
}

/// Carries a request out.
pub async fn execute(schema: &Schema, op: Operation, request: Request) -> Response {
    let request_id = op.request_id.clone();
    let span = tracing::info_span!("request", id = request_id);
    let reader = op.viewer.account_scope().map(|scope| Reader::new(scope, &op.database));
    let mut request = request.data(op);
    if let Some(reader) = reader {
        request = request.data(reader);
    }
    // Parsed once, here; what can't be parsed is told by the library.
    let mut reads = false;
    if let Ok(document) = request.parsed_query() {
        if let Some(mut error) = schema.data::<OneOf>().and_then(|rule| rule.check(document)) {
            finish(&mut error, &request_id);
            return Response::from_errors(vec![error]);
        }
        reads = document.operations.iter().all(|(_, one)| one.node.ty == OperationType::Query);
    }
    let mut response = schema.execute(request).instrument(span).await;
    response.errors.iter_mut().for_each(|error| finish(error, &request_id));
    for error in response.errors.iter().filter(|error| !error.path.is_empty()) {
        // Every root of reading may be null; if all of them failed, there still is an object that says so.
        if reads && response.data == Value::Null {
            response.data = Value::Object(Default::default());
        }
        show(&mut response.data, &error.path);
    }
    response
}

/// Puts null where a field failed: the library leaves it out of its object, and a client would look for it.
fn show(data: &mut Value, path: &[PathSegment]) {
    let [first, rest @ ..] = path else { return };
    match (first, data) {
        (PathSegment::Field(name), Value::Object(fields)) => show(fields.entry(Name::new(name)).or_insert(Value::Null), rest),
        (PathSegment::Index(n), Value::List(items)) => items.get_mut(*n).into_iter().for_each(|item| show(item, rest)),
        _ => {}
    }
}

/// The library's own refusals get a code, and failures of ours the id under which the log has them.
fn finish(error: &mut ServerError, request_id: &str) {
    let extensions = error.extensions.get_or_insert_default();
    match extensions.get("code") {
        None => extensions.set("code", BAD_USER_INPUT),
        Some(Value::String(code)) if code == INTERNAL => extensions.set("requestId", request_id),
        Some(_) => {}
    }
}
