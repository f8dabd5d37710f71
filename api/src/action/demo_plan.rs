//! What the demo data is: fictional numbers only, from ranges that the regulators keep for that.

use entity::account::{Currency, Package};
use entity::number_type::NumberKind;

use crate::rule::traffic::Flow::{self, Daily, Monthly};

/// A number type and its stock.
pub struct TypePlan {
    pub title: &'static str,
    pub country: &'static str,
    pub prefix: &'static str,
    pub kind: NumberKind,
    /// What all its numbers begin with, before the part that counts.
    pub stem: &'static str,
    /// The first of the part that counts, which has four digits.
    pub first: u32,
    pub amount: u32,
}

/// An account and what is in it.
pub struct AccountPlan {
    pub name: &'static str,
    pub country: &'static str,
    pub package: Package,
    pub currency: Currency,
    pub time_zone: &'static str,
    /// Name and default destination.
    pub pools: &'static [(&'static str, &'static str)],
    pub numbers: &'static [NumberPlan],
    /// How often each of the numbers is called, in their order.
    pub calls: &'static [Flow],
}

/// One fixed number.
pub struct NumberPlan {
    pub number_type: &'static str,
    pub pool: &'static str,
    pub channel: &'static str,
    /// Description, campaign, keyword. Simple mode when the last two are empty.
    pub label: (&'static str, &'static str, &'static str),
    /// None: the pool's default.
    pub destination: Option<&'static str>,
}

const fn of(
    title: &'static str,
    country: &'static str,
    prefix: &'static str,
    kind: NumberKind,
    stem: &'static str,
    first: u32,
    amount: u32,
) -> TypePlan {
    TypePlan { title, country, prefix, kind, stem, first, amount }
}

/// The last one has no stock, so that people see what happens then.
pub const NUMBER_TYPES: &[TypePlan] = &[
    of("020 London", "GB", "+4420", NumberKind::Geographic, "+44207946", 0, 1000),
    of("0161 Manchester", "GB", "+44161", NumberKind::Geographic, "+44161496", 0, 1000),
    of("0121 Birmingham", "GB", "+44121", NumberKind::Geographic, "+44121496", 0, 1000),
    of("0131 Edinburgh", "GB", "+44131", NumberKind::Geographic, "+44131496", 0, 1000),
    of("0808 Freephone", "GB", "+44808", NumberKind::Freephone, "+44808157", 0, 1000),
    of("0306 UK-wide", "GB", "+44306", NumberKind::UkWide, "+44306999", 0, 1000),
    of("+1 925 California", "US", "+1925", NumberKind::Geographic, "+1925555", 100, 100),
    of("+1 212 New York", "US", "+1212", NumberKind::Geographic, "+1212555", 100, 100),
    of("0844 Business rate", "GB", "+44844", NumberKind::BusinessRate, "+44844", 0, 0),
];

const fn simple(
    number_type: &'static str,
    pool: &'static str,
    channel: &'static str,
    description: &'static str,
    destination: Option<&'static str>,
) -> NumberPlan {
    NumberPlan { number_type, pool, channel, label: (description, "", ""), destination }
}

const fn advanced(
    number_type: &'static str,
    pool: &'static str,
    channel: &'static str,
    campaign: &'static str,
    keyword: &'static str,
) -> NumberPlan {
    NumberPlan { number_type, pool, channel, label: ("", campaign, keyword), destination: None }
}

/// The three accounts.
pub const ACCOUNTS: &[AccountPlan] = &[
    AccountPlan {
        name: "Harbour Books",
        country: "GB",
        package: Package::Professional,
        currency: Currency::Gbp,
        time_zone: "Europe/London",
        pools: &[("Bookshop", "+441632960018"), ("Café", "+441632960101"), ("Events", "+447700900450")],
        numbers: &[
            simple("020 London", "Bookshop", "Magazine", "Spring issue", None),
            simple("020 London", "Bookshop", "Radio", "Drivetime spot", None),
            simple("0161 Manchester", "Bookshop", "Vans", "Van 7", None),
            simple("0121 Birmingham", "Bookshop", "Direct mail", "Autumn catalogue", Some("+441632960222")),
            simple("0808 Freephone", "Café", "Magazine", "City guide, back cover", None),
            simple("0131 Edinburgh", "Events", "Radio", "Festival", None),
            simple("0306 UK-wide", "Events", "Direct mail", "Members' letter", Some("+441632960222")),
            advanced("020 London", "Bookshop", "Paid search", "Brand | Exact", "harbour books"),
            advanced("020 London", "Café", "Paid search", "Local", "coffee near me"),
            advanced("0161 Manchester", "Events", "Magazine", "Readings", "north west"),
        ],
        // Each month some have 0, 6, 9, 10 and 25 calls, of which fair usage makes something different.
        calls: &[
            Daily(5_500),
            Daily(3_500),
            Monthly(6),
            Monthly(9),
            Monthly(10),
            Monthly(25),
            Monthly(0),
            Daily(7_000),
            Daily(2_500),
            Daily(450),
        ],
    },
    AccountPlan {
        name: "Bayview Motors",
        country: "US",
        package: Package::Enterprise,
        currency: Currency::Usd,
        time_zone: "America/Los_Angeles",
        pools: &[("Showroom", "+14155550132"), ("Service", "+14155550176")],
        numbers: &[
            simple("+1 925 California", "Showroom", "Radio", "Morning traffic", None),
            simple("+1 925 California", "Service", "Direct mail", "Oil change coupon", None),
            simple("+1 212 New York", "Showroom", "Magazine", "Classic cars", Some("+14155550199")),
            advanced("+1 925 California", "Showroom", "Paid search", "Used cars", "used trucks bay area"),
        ],
        calls: &[Daily(4_500), Monthly(9), Monthly(0), Daily(5_500)],
    },
    AccountPlan {
        name: "Alder Clinic",
        country: "GB",
        package: Package::Premium,
        currency: Currency::Gbp,
        time_zone: "Europe/London",
        pools: &[("Reception", "+441632960700")],
        numbers: &[
            simple("020 London", "Reception", "Magazine", "Health supplement", None),
            simple("0121 Birmingham", "Reception", "Radio", "Flu season", None),
        ],
        calls: &[Daily(4_000), Monthly(6)],
    },
];
