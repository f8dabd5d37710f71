//! `cargo run -p migration -- up | down | status`: the steps by hand, against `DATABASE_URL`.

use migration::Migrator;
use sea_orm_migration::MigratorTrait;
use sea_orm_migration::sea_orm::{Database, DbErr};

#[tokio::main]
async fn main() -> Result<(), DbErr> {
    let word = std::env::args().nth(1).unwrap_or_default();
    let Ok(url) = std::env::var("DATABASE_URL") else {
        return Err(DbErr::Custom("DATABASE_URL is not set".into()));
    };
    let database = Database::connect(url).await?;
    match word.as_str() {
        "up" => Migrator::up(&database, None).await?,
        "down" => Migrator::down(&database, Some(1)).await?,
        "status" => {}
        _ => return Err(DbErr::Custom("usage: migration up | down | status".into())),
    }
    for step in Migrator::get_migration_with_status(&database).await? {
        println!("{:<10} {}", step.status().to_string(), step.name());
    }
    Ok(())
}
