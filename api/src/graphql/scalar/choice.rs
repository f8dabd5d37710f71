//! Enums: the choices of the schema, each with its sentence. Converted from and to the rows' own.

use async_graphql::Enum;

/// What an account has subscribed to; it decides whether fair usage is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::account::Package")]
pub enum Package {
    /// Fair usage applies.
    Standard,
    /// Fair usage applies.
    Professional,
    /// Fair usage applies.
    Enterprise,
    /// Fair usage does not apply.
    Premium,
    /// An older contract, with terms of its own.
    Legacy,
}

/// What an account is charged in (ISO 4217).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::account::Currency")]
pub enum Currency {
    /// Pounds sterling; the minor unit is the penny.
    Gbp,
    /// US dollars; the minor unit is the cent.
    Usd,
}

/// What kind of marketing a channel stands for. Only paid search has a publisher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::channel::ChannelKind")]
pub enum ChannelKind {
    /// Advertisements beside search results. Numbers in Advanced mode need a publisher.
    PaidSearch,
    /// Unpaid search results.
    OrganicSearch,
    /// Visitors who type the address in.
    Direct,
    /// Links on other sites.
    Referral,
    /// Banners and other graphic advertisements.
    Display,
    /// Partners who are paid by result.
    Affiliate,
    /// Social networks.
    Social,
    /// Electronic mail.
    Email,
    /// Newspapers and magazines.
    Print,
    /// Radio and television.
    Broadcast,
    /// Posters, vans and signs.
    Outdoor,
    /// Letters and leaflets.
    DirectMail,
    /// Anything else.
    Other,
}

/// The goals that every account starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::goal::StandardGoal")]
pub enum StandardGoal {
    /// "Call qualified": talked for 60 seconds or more.
    Qualified,
    /// "Call connected": answered, and talked for less than 60 seconds.
    Connected,
    /// "Call not connected": not answered.
    NotConnected,
}

/// The paid-search network on which an advertisement runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::label::Publisher")]
pub enum Publisher {
    /// Google Ads, formerly AdWords.
    GoogleAds,
    /// Microsoft Advertising, formerly adCenter and Bing Ads.
    MicrosoftAdvertising,
}

/// What kind of label a fixed number has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::label::LabelMode")]
pub enum LabelMode {
    /// A description that is unique among the account's active numbers.
    Simple,
    /// Publisher, campaign and keyword, which are passed on to integrations.
    Advanced,
}

/// Where a fixed number is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::fixed_number::FixedNumberStatus")]
pub enum FixedNumberStatus {
    /// Calls ring through to its destination.
    Active,
    /// It was deleted: calls connect to nobody, and it can be restored until `holdUntil`.
    Held,
    /// The hold is over and the number is back in stock. It can't be restored.
    Released,
}

/// What the numbers of a type are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::number_type::NumberKind")]
pub enum NumberKind {
    /// Numbers of one town or region.
    Geographic,
    /// Numbers that are free to the caller.
    Freephone,
    /// UK-wide numbers (03), which cost the caller as much as a geographic one.
    UkWide,
    /// Numbers with a service charge to the caller (084, 087).
    BusinessRate,
}

/// What kind of telephone number a destination is, as its numbering plan tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::destination_kind::DestinationKind")]
pub enum DestinationKind {
    /// A landline of one town or region.
    Geographic,
    /// A mobile telephone.
    Mobile,
    /// Either; the numbering plan, as in the US, does not tell.
    GeographicOrMobile,
    /// A number that is free to the caller.
    Freephone,
    /// A UK-wide number (03) or its like.
    UkWide,
    /// A number with a service charge (084, 087) or its like.
    BusinessRate,
    /// Anything else, or a number in no range that is known to be in use.
    Other,
}

/// What a warning is about. A deed with a warning was done all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::action::warning::Warning")]
pub enum WarningCode {
    /// Calls to the destination are charged at a business rate.
    BusinessRateDestination,
    /// The destination is a freephone number; a geographic one keeps call charges down.
    FreephoneDestination,
    /// The destination lies in no range that is known to be in use.
    NumberNotRecognised,
    /// The publisher was removed, since the new channel is not paid search.
    PublisherCleared,
    /// The conditions of the goal exclude each other, so that no call meets it.
    GoalNeverMet,
}

/// What becomes of a call to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::rule::route::RouteStatus")]
pub enum RouteStatus {
    /// It rings at the destination.
    Active,
    /// The number was deleted: it rings nobody. It may be restored, and is active again then.
    Held,
    /// The number is nobody's: it rings nobody.
    Unknown,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::call::CallOutcome")]
pub enum CallOutcome {
    /// Somebody answered.
    Answered,
    /// The destination was busy.
    Busy,
    /// Nobody answered.
    NoAnswer,
    /// It could not be connected.
    Failed,
    /// The caller hung up before anybody answered.
    Abandoned,
}
