//! The rules of the house, each held by walking the schema, the catalogue or the source, so that what is new is covered by itself.

mod call_plans;
mod call_statements;
mod failures;
mod layers;
mod limits;
mod migrations;
mod plans;
mod policy;
mod schema;
mod settings;
mod statements;
mod strangers;
mod tenants;
mod walls;
