//! The three roots merged, the limits of a document, and how a request is carried out.

use std::sync::{Arc, LazyLock};

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, VariableDefinition};
use async_graphql::{
    EmptySubscription, Error, MergedObject, Name, Pos, Positioned, Request, Response, SDLExportOptions, SchemaBuilder, ServerError, Value,
    Variables,
};
use chrono::{DateTime, Utc};
use tracing::Instrument;

use super::failure::{BAD_USER_INPUT, Failure, INTERNAL};
use super::mutation::account_update::AccountUpdate;
use super::mutation::call_rate::CallRate;
use super::mutation::caller_erase::CallerErase;
use super::mutation::calls_record::CallsRecord;
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
use super::mutation::goal_create::GoalCreate;
use super::mutation::goal_delete::GoalDelete;
use super::mutation::goal_update::GoalUpdate;
use super::mutation::pool_create::PoolCreate;
use super::mutation::pool_delete::PoolDelete;
use super::mutation::pool_update::PoolUpdate;
use super::query::account::AccountQuery;
use super::query::call::CallQuery;
use super::query::channel::ChannelQuery;
use super::query::destination::DestinationQuery;
use super::query::fixed_number::FixedNumberQuery;
use super::query::goal::GoalQuery;
use super::query::limits::LimitsQuery;
use super::query::node::NodeQuery;
use super::query::number_type::NumberTypeQuery;
use super::query::pool::PoolQuery;
use super::query::route::RouteQuery;
use super::query::viewer::ViewerQuery;
use super::reader::Reader;
use super::shape::Shape;
use super::{complete, one_of};
use crate::config::limits::Limits;
use crate::operation::Operation;

/// Everything that can be read. All of it is inside the account of the token, but for `route`, which is for telephone switches.
#[derive(Default, MergedObject)]
pub struct Query(
    ViewerQuery,
    AccountQuery,
    NodeQuery,
    PoolQuery,
    ChannelQuery,
    DestinationQuery,
    NumberTypeQuery,
    FixedNumberQuery,
    GoalQuery,
    LimitsQuery,
    RouteQuery,
    CallQuery,
);

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
    CallsRecord,
    CallRate,
    CallerErase,
    GoalCreate,
    GoalUpdate,
    GoalDelete,
);

/// The schema, built once.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// How much of the language is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Whether the schema may be asked for.
    pub introspection: bool,
    /// Whether a misspelled name is answered with those that were probably meant.
    pub suggestions: bool,
}

impl Default for Language {
    fn default() -> Self {
        Self { introspection: true, suggestions: true }
    }
}

/// Builds the schema. The library's own rules on the size of documents stand behind ours, with the same limits.
pub fn build(limits: &Arc<Limits>, language: Language) -> Schema {
    let mut builder = builder()
        .data(Shape::of(&sdl()))
        .data(limits.clone())
        .limit_depth(limits.depth.max(limits.introspection_depth) as usize)
        .limit_complexity(limits.fields as usize)
        .limit_directives(limits.directives_per_place as usize)
        .limit_recursive_depth(limits.document_nesting as usize);
    if !language.introspection {
        builder = builder.disable_introspection();
    }
    if !language.suggestions {
        builder = builder.disable_suggestions();
    }
    builder.finish()
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

/// Finds the fault of a document that the library's own rules don't.
pub fn check(schema: &Schema, document: &ExecutableDocument) -> Option<ServerError> {
    one_of::check(shape(schema), document)
}

/// The shape of the schema.
pub fn shape(schema: &Schema) -> &Shape {
    static NONE: LazyLock<Shape> = LazyLock::new(Shape::default);
    schema.data().unwrap_or(&NONE)
}

/// Carries out an operation of a document that was checked.
pub async fn execute(schema: &Schema, op: Operation, document: &ExecutableDocument, request: Request) -> Response {
    let request_id = op.request_id.clone();
    let span = tracing::info_span!("request", id = request_id);
    let reader = op.viewer.account_scope().map(|scope| Reader::new(scope, &op));
    let name = request.operation_name.clone();
    let audit = reader.as_ref().map(|reader| reader.audit.clone());
    let mut request = request.data(op.clone());
    if let Some(reader) = reader {
        request = request.data(reader);
    }
    request.set_parsed_query(document.clone());
    let mut response = schema.execute(request).instrument(span.clone()).await;
    if let Some(audit) = audit
        && let Err(failure) = audit.settle(&op).instrument(span).await
    {
        response = Response::from_errors(vec![unnoted(failure)]);
    }
    response.errors.iter_mut().for_each(|error| finish(error, &request_id));
    if let Some(operation) = operation(document, name.as_deref()) {
        complete::complete(shape(schema), document, operation, &mut response);
    }
    response
}

/// The first variable that must have a value, and has none: the library would run without it.
pub fn missing_variable<'a>(operation: &'a OperationDefinition, sent: &Variables) -> Option<&'a str> {
    let lacks = |one: &&Positioned<VariableDefinition>| {
        let definition = &one.node;
        let given = sent.get(&definition.name.node).or(definition.default_value.as_ref().map(|value| &value.node));
        !definition.var_type.node.nullable && matches!(given, None | Some(Value::Null))
    };
    operation.variable_definitions.iter().find(lacks).map(|one| one.node.name.node.as_str())
}

/// The operation that a request names, or the only one.
pub fn operation<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Option<&'a OperationDefinition> {
    let mut all = document.operations.iter().filter(|(known, _)| name.is_none() || known.map(Name::as_str) == name);
    match (all.next(), all.next()) {
        (Some((_, only)), None) => Some(&only.node),
        _ => None,
    }
}

/// An answer that must not leave, since nobody would learn who has seen the callers in it.
fn unnoted(failure: Failure) -> ServerError {
    let mut error = Error::from(failure).into_server_error(Pos::default());
    error.message =
        "What the answer tells of callers could not be noted, so none is given. A mutation in the request was carried out.".into();
    error
}

/// The library's own refusals get a code, and failures of ours the id under which the log has them.
fn finish(error: &mut ServerError, request_id: &str) {
    let extensions = error.extensions.get_or_insert_default();
    match extensions.get("code") {
        None => {
            extensions.set("code", BAD_USER_INPUT);
            error.message = without_value(&error.message);
        }
        Some(Value::String(code)) if code == INTERNAL => extensions.set("requestId", request_id),
        Some(_) => {}
    }
}

/// The library repeats a value of a wrong type, and a value may be a caller's number. Its sender knows it, and whoever keeps answers
/// should not.
fn without_value(message: &str) -> String {
    match message.split_once(", found ") {
        Some((told, _)) if message.contains("xpected input type") => format!("{told}."),
        _ => message.to_owned(),
    }
}
