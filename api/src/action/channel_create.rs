//! Making a channel, which people find they need in the middle of an order.

use entity::change::ChangeKind;
use entity::channel::{ChannelKind, Model};
use entity::id::ChannelId;
use entity::value::name::Name;
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::wording;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::store;
use crate::store::change::NewChange;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// A channel that is wanted, as it came in.
#[derive(Clone, Debug, Serialize)]
pub struct NewChannel {
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub kind: ChannelKind,
}

/// What was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The channel.
    pub channel: ChannelId,
}

impl Deed for NewChannel {
    const PERMISSION: Permission = Permission::ChannelCreate;
    const OPERATION: &'static str = "channelCreate";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let name = Name::parse(&self.name).map_err(|fault| Stop::Refused(vec![wording::explain(fault)]))?;
        if store::channel::is_name_taken(scope, write.db(), &name.folded(), None).await? {
            return Err(Stop::Refused(vec![wording::taken("channel")]));
        }
        let mut row = Model {
            id: op.mint(),
            account_id: scope.account_id(),
            name,
            name_folded: String::new(),
            search_text: String::new(),
            kind: self.kind,
            version: 1,
            created_at: op.now,
            updated_at: op.now,
            archived_at: None,
        };
        row.settle();
        store::channel::insert(write.db(), row.clone()).await.map_err(last_word)?;
        Ok(Done { outcome: Outcome { channel: row.id }, changes: vec![NewChange::channel(ChangeKind::ChannelCreated, None, &row)] })
    }
}

/// What the database itself had to refuse: a name that another request took since we looked.
pub fn last_word(error: store::error::StoreError) -> Stop {
    if error.violates(&store::error::CHANNEL_NAME) { Stop::Refused(vec![wording::taken("channel")]) } else { Stop::Store(error) }
}
