//! Floods of reports from several switches, through several gateways in processes of their own that may be killed at any instant: in the
//! end the tables are what an oracle says, whatever came twice, late, out of order or in contradiction.

mod check;
mod client;
mod gateways;
mod oracle;
mod reports;
mod run;
mod world;
