//! The one write path: begin, work, append the changes, commit. Nothing else in the program can commit.

use sea_orm::{DatabaseTransaction, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait};

use super::change::{self, NewChange};
use super::error::StoreError;
use crate::operation::Operation;
use crate::viewer::AccountScope;

/// A transaction that is open. Dropped, it is rolled back.
pub struct Write {
    transaction: DatabaseTransaction,
}

impl Write {
    /// Begins. On SQLite it takes the writer's lock at once: a transaction that reads first and writes later would fail at once.
    ///
    /// Runs on a task that nobody cancels: a `begin` that is dropped half-way leaves its connection inside an open transaction.
    pub async fn begin(op: &Operation) -> Result<Self, StoreError> {
        let sqlite = op.database.engine() == DbBackend::Sqlite;
        let options = TransactionOptions {
            isolation_level: None,
            access_mode: None,
            sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Immediate),
        };
        Ok(Self { transaction: op.database.writer().begin_with_options(options).await? })
    }

    /// Where the statements of this transaction go.
    pub fn db(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Appends the changes to the account's feed, as the last statements, and commits. An edit that changed nothing has none.
    pub async fn commit(self, op: &Operation, scope: AccountScope, changes: Vec<NewChange>) -> Result<(), StoreError> {
        self.commit_all(op, vec![(scope, changes)]).await
    }

    /// The same for changes of several accounts, whose counters are taken in one common order, so that two such writes can't wait for
    /// each other.
    pub async fn commit_all(self, op: &Operation, changes: Vec<(AccountScope, Vec<NewChange>)>) -> Result<(), StoreError> {
        self.append(op, changes).await?;
        Ok(self.transaction.commit().await?)
    }

    async fn append(&self, op: &Operation, mut changes: Vec<(AccountScope, Vec<NewChange>)>) -> Result<(), StoreError> {
        changes.sort_by_key(|(scope, _)| scope.account_id());
        for (scope, changes) in changes {
            change::append(op, scope, &self.transaction, changes).await?;
        }
        Ok(())
    }

    /// Does all that [`Write::commit_all`] does and then undoes it: the end of a dry run, which thereby meets every constraint.
    pub async fn rehearse(self, op: &Operation, changes: Vec<(AccountScope, Vec<NewChange>)>) -> Result<(), StoreError> {
        self.append(op, changes).await?;
        self.rollback().await
    }

    /// Undoes everything.
    pub async fn rollback(self) -> Result<(), StoreError> {
        Ok(self.transaction.rollback().await?)
    }
}
