//! Who may do what: one table from permission to opener. Nothing else in the house decides that.

use crate::viewer::{AccountScope, Scope, SwitchScope, Viewer};

/// One thing that may be asked or done, named as the field that does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// `account`
    Account,
    /// `node`, `nodes`
    Node,
    /// `pool`, `pools`
    Pool,
    /// `channel`, `channels`
    Channel,
    /// `destination`, `destinations`
    Destination,
    /// `destinationCheck`
    DestinationCheck,
    /// `numberType`, `numberTypes`
    NumberType,
    /// `fixedNumber`, `fixedNumbers`, `fixedNumberByNumber`
    FixedNumber,
    /// `fixedNumberOrder`
    FixedNumberOrder,
    /// `fixedNumberUpdate`
    FixedNumberUpdate,
    /// `fixedNumberDelete`
    FixedNumberDelete,
    /// `fixedNumberRestore`
    FixedNumberRestore,
    /// `channelCreate`
    ChannelCreate,
    /// `poolUpdate`
    PoolUpdate,
    /// `accountUpdate`
    AccountUpdate,
    /// `poolCreate`
    PoolCreate,
    /// `poolDelete`
    PoolDelete,
    /// `channelUpdate`
    ChannelUpdate,
    /// `channelDelete`
    ChannelDelete,
    /// `destinationCreate`
    DestinationCreate,
    /// `destinationUpdate`
    DestinationUpdate,
    /// `destinationDelete`
    DestinationDelete,
    /// `goal`, `goals`
    Goal,
    /// `goalCreate`
    GoalCreate,
    /// `goalUpdate`
    GoalUpdate,
    /// `goalDelete`
    GoalDelete,
    /// `route`
    Route,
    /// `callRate`
    CallRate,
    /// `callsRecord`
    CallsRecord,
    /// `calls`, and the calls of a number
    Call,
    /// The number of somebody who called, and looking for one's calls
    Caller,
    /// `callerErase`
    CallerErase,
}

/// Whose token opens something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opener {
    /// An account's, if it carries this scope.
    Account(Scope),
    /// A switch's, whatever it carries; an account's never.
    Switch,
}

impl Permission {
    /// All of them: the rows of the table.
    pub const ALL: [Self; 32] = [
        Self::Account,
        Self::Node,
        Self::Pool,
        Self::Channel,
        Self::Destination,
        Self::DestinationCheck,
        Self::NumberType,
        Self::FixedNumber,
        Self::FixedNumberOrder,
        Self::FixedNumberUpdate,
        Self::FixedNumberDelete,
        Self::FixedNumberRestore,
        Self::ChannelCreate,
        Self::PoolUpdate,
        Self::AccountUpdate,
        Self::PoolCreate,
        Self::PoolDelete,
        Self::ChannelUpdate,
        Self::ChannelDelete,
        Self::DestinationCreate,
        Self::DestinationUpdate,
        Self::DestinationDelete,
        Self::Goal,
        Self::GoalCreate,
        Self::GoalUpdate,
        Self::GoalDelete,
        Self::Route,
        Self::CallRate,
        Self::CallsRecord,
        Self::Call,
        Self::Caller,
        Self::CallerErase,
    ];

    /// The root fields that it opens, and fields of other types, which are null without it and leave what is around them alone.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Account => &["account"],
            Self::Node => &["node", "nodes"],
            Self::Pool => &["pool", "pools"],
            Self::Channel => &["channel", "channels"],
            Self::Destination => &["destination", "destinations"],
            Self::DestinationCheck => &["destinationCheck"],
            Self::NumberType => &["numberType", "numberTypes"],
            Self::FixedNumber => &["fixedNumber", "fixedNumbers", "fixedNumberByNumber"],
            Self::FixedNumberOrder => &["fixedNumberOrder"],
            Self::FixedNumberUpdate => &["fixedNumberUpdate"],
            Self::FixedNumberDelete => &["fixedNumberDelete"],
            Self::FixedNumberRestore => &["fixedNumberRestore"],
            Self::ChannelCreate => &["channelCreate"],
            Self::PoolUpdate => &["poolUpdate"],
            Self::AccountUpdate => &["accountUpdate"],
            Self::PoolCreate => &["poolCreate"],
            Self::PoolDelete => &["poolDelete"],
            Self::ChannelUpdate => &["channelUpdate"],
            Self::ChannelDelete => &["channelDelete"],
            Self::DestinationCreate => &["destinationCreate"],
            Self::DestinationUpdate => &["destinationUpdate"],
            Self::DestinationDelete => &["destinationDelete"],
            Self::Goal => &["goal", "goals"],
            Self::GoalCreate => &["goalCreate"],
            Self::GoalUpdate => &["goalUpdate"],
            Self::GoalDelete => &["goalDelete"],
            Self::Route => &["route"],
            Self::CallRate => &["callRate"],
            Self::CallsRecord => &["callsRecord"],
            Self::Call => &["calls", "FixedNumber.calls", "FixedNumber.lastCallAt", "FixedNumber.testCall"],
            Self::Caller => &["Caller.number"],
            Self::CallerErase => &["callerErase"],
        }
    }

    /// Whose token opens it.
    pub fn opener(self) -> Opener {
        match self {
            Self::Account
            | Self::Node
            | Self::Pool
            | Self::Channel
            | Self::Destination
            | Self::DestinationCheck
            | Self::NumberType
            | Self::FixedNumber => Opener::Account(Scope::NumbersRead),
            Self::FixedNumberOrder
            | Self::FixedNumberUpdate
            | Self::FixedNumberDelete
            | Self::FixedNumberRestore
            | Self::ChannelCreate
            | Self::PoolUpdate
            | Self::PoolCreate
            | Self::PoolDelete
            | Self::ChannelUpdate
            | Self::ChannelDelete
            | Self::DestinationCreate
            | Self::DestinationUpdate
            | Self::DestinationDelete => Opener::Account(Scope::NumbersWrite),
            Self::Call => Opener::Account(Scope::CallsRead),
            Self::Caller => Opener::Account(Scope::CallersRead),
            Self::CallerErase => Opener::Account(Scope::CallersErase),
            Self::Route | Self::CallsRecord => Opener::Switch,
            Self::AccountUpdate | Self::GoalCreate | Self::GoalUpdate | Self::GoalDelete => Opener::Account(Scope::AccountWrite),
            Self::Goal => Opener::Account(Scope::CallsRead),
            Self::CallRate => Opener::Account(Scope::CallsRate),
        }
    }
}

/// The caller may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    /// The token is an account's, and lacks a scope.
    #[error("This needs a token with the scope {}.", .0.word())]
    Scope(Scope),
    /// The token is a switch's.
    #[error("This needs an account's token with the scope {}; a switch's token can't do it.", .0.word())]
    Switch(Scope),
    /// The token is an account's, and this is for switches.
    #[error("This needs a telephone switch's token; an account's token can't do it, whatever its scopes.")]
    Account,
}

/// Asks the table for what is inside an account.
pub fn check(viewer: &Viewer, permission: Permission) -> Result<AccountScope, Forbidden> {
    let Opener::Account(scope) = permission.opener() else { return Err(Forbidden::Account) };
    let account = viewer.account_scope().ok_or(Forbidden::Switch(scope))?;
    if viewer.scopes.contains(&scope) { Ok(account) } else { Err(Forbidden::Scope(scope)) }
}

/// Asks the table for what is beyond accounts.
pub fn check_switch(viewer: &Viewer, permission: Permission) -> Result<SwitchScope, Forbidden> {
    match permission.opener() {
        Opener::Switch => viewer.switch_scope().ok_or(Forbidden::Account),
        Opener::Account(scope) => Err(Forbidden::Switch(scope)),
    }
}
