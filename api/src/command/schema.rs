//! `dialgate schema`: what may be asked, in GraphQL's schema language.

use super::failure::print;
use crate::graphql::schema;

/// Prints the schema.
pub fn run() {
    print(&schema::sdl());
}
