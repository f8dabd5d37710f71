//! The explorer: a page in which a person tries queries. It is first of all the files that `api/explorer/build` has bundled, served from
//! here alone; without them it is a page that loads the like from a CDN. In a demo it brings a token along.

pub mod asset;
pub mod cdn;
pub mod example;
pub mod page;
