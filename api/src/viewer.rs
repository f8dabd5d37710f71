//! Who is asking: what a verified token says, and the scope that follows from it. Knows no token and no HTTP.

use chrono::{DateTime, Utc};
use entity::id::AccountId;

/// Everything a scope word can open. Words that are not here are ignored in a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Account, pools, channels, destinations, number types, fixed numbers, destinationCheck.
    NumbersRead,
    /// Every mutation on fixed numbers, pools, channels, destinations.
    NumbersWrite,
    /// Name and time zone of the account; making, editing and deleting goals.
    AccountWrite,
    /// Calls, with caller numbers masked, and goals.
    CallsRead,
    /// Rating a call.
    CallsRate,
    /// Unmasked caller numbers.
    CallersRead,
    /// Erasing a caller.
    CallersErase,
    /// Usage, reports, statements.
    UsageRead,
    /// Closing a month.
    UsageWrite,
    /// The change feed.
    ChangesRead,
    /// Webhooks.
    WebhooksWrite,
}

impl Scope {
    /// All of them, in the order in which they are printed.
    pub const ALL: [Self; 11] = [
        Self::NumbersRead,
        Self::NumbersWrite,
        Self::AccountWrite,
        Self::CallsRead,
        Self::CallsRate,
        Self::CallersRead,
        Self::CallersErase,
        Self::UsageRead,
        Self::UsageWrite,
        Self::ChangesRead,
        Self::WebhooksWrite,
    ];

    /// The word in a token.
    pub fn word(self) -> &'static str {
        match self {
            Self::NumbersRead => "numbers:read",
            Self::NumbersWrite => "numbers:write",
            Self::AccountWrite => "account:write",
            Self::CallsRead => "calls:read",
            Self::CallsRate => "calls:rate",
            Self::CallersRead => "callers:read",
            Self::CallersErase => "callers:erase",
            Self::UsageRead => "usage:read",
            Self::UsageWrite => "usage:write",
            Self::ChangesRead => "changes:read",
            Self::WebhooksWrite => "webhooks:write",
        }
    }

    /// Reads one word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

/// Which of the two kinds of caller it is; never both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// A person or a program of one account.
    Account(AccountId),
    /// A telephone switch, which serves all accounts.
    Switch(String),
}

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The `sub` of the token.
    pub subject: String,
    /// An account or a switch.
    pub principal: Principal,
    /// What the token opens, sorted, each once.
    pub scopes: Vec<Scope>,
    /// When the token ends.
    pub expires_at: DateTime<Utc>,
}

/// Proof that the caller belongs to an account. Every query on an account's rows asks for one, and only a [`Viewer`] makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountScope(AccountId);

impl AccountScope {
    /// The account that everything in this scope belongs to.
    pub fn account_id(self) -> AccountId {
        self.0
    }
}

/// Proof that the caller is a telephone switch. What reads beyond accounts asks for one, and only a [`Viewer`] makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SwitchScope(());

impl SwitchScope {
    /// The scope of the account that a number turned out to be of, for what a switch reports of it.
    pub fn of(self, account: AccountId) -> AccountScope {
        AccountScope(account)
    }
}

impl Viewer {
    /// The account's scope; none for a switch.
    pub fn account_scope(&self) -> Option<AccountScope> {
        match self.principal {
            Principal::Account(id) => Some(AccountScope(id)),
            Principal::Switch(_) => None,
        }
    }

    /// The scope of a switch; none for an account.
    pub fn switch_scope(&self) -> Option<SwitchScope> {
        match self.principal {
            Principal::Switch(_) => Some(SwitchScope(())),
            Principal::Account(_) => None,
        }
    }

    /// The name under which idempotency keys are kept: the account's or the switch's, not the token's.
    pub fn principal_key(&self) -> String {
        match &self.principal {
            Principal::Account(id) => id.to_string(),
            Principal::Switch(name) => format!("switch_{name}"),
        }
    }
}
