//! Making a channel, which people find they need in the middle of an order.

use entity::channel::{ChannelKind, Model};
use entity::id::ChannelId;
use entity::value::name::{Name, NameFault};
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::fault::{Fault, FaultCode};
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
        let name = Name::parse(&self.name).map_err(|fault| Stop::Refused(vec![explain(fault)]))?;
        let taken = || Stop::Refused(vec![Fault::at("input.name", FaultCode::NameTaken, "Another channel has this name.")]);
        if store::channel::is_name_taken(scope, write.db(), &name.folded()).await? {
            return Err(taken());
        }
        let row = Model {
            id: op.mint(),
            account_id: scope.account_id(),
            name_folded: name.folded(),
            name,
            kind: self.kind,
            version: 1,
            created_at: op.now,
            updated_at: op.now,
            archived_at: None,
        };
        store::channel::insert(write.db(), row.clone())
            .await
            .map_err(|error| if error.violates(&store::error::CHANNEL_NAME) { taken() } else { Stop::Store(error) })?;
        Ok(Done { outcome: Outcome { channel: row.id }, changes: vec![NewChange::channel_created(&row)] })
    }
}

/// Says what is wrong with a name.
pub fn explain(fault: NameFault) -> Fault {
    let code = match fault {
        NameFault::Missing => FaultCode::NameMissing,
        NameFault::TooLong => FaultCode::NameTooLong,
        NameFault::NotAllowed => FaultCode::NameNotAllowed,
    };
    Fault::at("input.name", code, fault.to_string())
}
