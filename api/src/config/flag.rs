//! What a command is told, by the command line and the environment, as it was written: every value is still a text.

use clap::Args;

/// Where the database is.
#[derive(Args, Default)]
pub struct DatabaseFlags {
    /// sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME [default: sqlite://data/dialgate.db].
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
}

/// Whose tokens are believed.
#[derive(Args, Default)]
pub struct JwtFlags {
    /// The secret that signs tokens (HS256), 32 bytes or more. Better given in the environment: others can read a command line.
    #[arg(long, env = "DIALGATE_JWT_SECRET", value_name = "SECRET", hide_env_values = true)]
    pub jwt_secret: Option<String>,
    /// The `iss` of every token [default in a demo: dialgate].
    #[arg(long, env = "DIALGATE_JWT_ISSUER", value_name = "NAME")]
    pub jwt_issuer: Option<String>,
    /// The `aud` of every token, or one of them [default in a demo: dialgate].
    #[arg(long, env = "DIALGATE_JWT_AUDIENCE", value_name = "NAME")]
    pub jwt_audience: Option<String>,
}

/// What seals callers.
#[derive(Args, Default)]
pub struct DataKeyFlags {
    /// The key that protects callers' numbers: base64 of 32 bytes, as `dialgate data-key new` prints it. Several with commas: the first is
    /// used for what is new, the others still open what is stored. Better given in the environment: others can read a command line.
    #[arg(long, env = "DIALGATE_DATA_KEY", value_name = "KEYS", hide_env_values = true)]
    pub data_key: Option<String>,
}

/// Flags of `serve`.
#[derive(Args, Default)]
pub struct ServeFlags {
    /// Address and port [default: 127.0.0.1:8080]. Port 0 takes any free one.
    #[arg(long, env = "DIALGATE_LISTEN", value_name = "ADDR")]
    pub listen: Option<String>,
    /// The database.
    #[command(flatten)]
    pub database: DatabaseFlags,
    /// The keys.
    #[command(flatten)]
    pub jwt: JwtFlags,
    /// The key that seals callers.
    #[command(flatten)]
    pub data_key: DataKeyFlags,
    /// Loads demo data into an empty database and prints a token; on loopback only.
    #[arg(long, env = "DIALGATE_DEMO", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub demo: Option<String>,
    /// Origins of web pages that may call, separated by commas, such as https://app.acme.net. In a demo it is loopback's.
    #[arg(long, env = "DIALGATE_ORIGINS", value_name = "LIST")]
    pub origins: Option<String>,
    /// Limits that are not as they are by themselves, as name=value pairs with commas, such as depth=12,requestCost=20000.
    #[arg(long, env = "DIALGATE_LIMITS", value_name = "PAIRS")]
    pub limits: Option<String>,
    /// How many proxies of yours are in front, whose X-Forwarded-For tells a client's address [default: 0].
    #[arg(long, env = "DIALGATE_TRUSTED_PROXIES", value_name = "COUNT")]
    pub trusted_proxies: Option<String>,
    /// Whether the schema can be asked for, which the explorer, code generators and strangers with a token do [default: true].
    #[arg(long, env = "DIALGATE_INTROSPECTION", value_name = "BOOL")]
    pub introspection: Option<String>,
    /// Whether a misspelled field is answered with those that were probably meant [default: true].
    #[arg(long, env = "DIALGATE_SUGGESTIONS", value_name = "BOOL")]
    pub suggestions: Option<String>,
    /// A JSON file of documents by their ids; then these are run and no others.
    #[arg(long, env = "DIALGATE_TRUSTED_DOCUMENTS", value_name = "FILE")]
    pub trusted_documents: Option<String>,
    /// What is logged, such as info or debug,sea_orm=warn [default: info].
    #[arg(long, env = "DIALGATE_LOG", value_name = "FILTER")]
    pub log: Option<String>,
}

/// Flags of `health`.
#[derive(Args, Default)]
pub struct HealthFlags {
    /// Where the gateway listens [default: 127.0.0.1:8080]. It is asked on loopback when it listens everywhere.
    #[arg(long, env = "DIALGATE_LISTEN", value_name = "ADDR")]
    pub listen: Option<String>,
}

/// Flags of `token`.
#[derive(Args, Default)]
pub struct TokenFlags {
    /// The account, by name or by id.
    #[arg(long, value_name = "NAME_OR_ID", required_unless_present = "switch", conflicts_with = "switch")]
    pub account: Option<String>,
    /// What the token opens: scopes separated by blanks. An empty text opens only `viewer`.
    #[arg(long, value_name = "SCOPES", required_unless_present_any = ["all_scopes", "switch"], conflicts_with_all = ["all_scopes", "switch"])]
    pub scope: Option<String>,
    /// Every scope there is.
    #[arg(long, conflicts_with = "switch")]
    pub all_scopes: bool,
    /// A telephone switch's token instead of an account's.
    #[arg(long, value_name = "NAME")]
    pub switch: Option<String>,
    /// For how long: seconds, or a number with s, m, h or d; at most 90d.
    #[arg(long, value_name = "TIME", default_value = "12h")]
    pub ttl: String,
    /// The `sub` of the token [default: operator, or the switch's name].
    #[arg(long, value_name = "NAME")]
    pub subject: Option<String>,
    /// The database.
    #[command(flatten)]
    pub database: DatabaseFlags,
    /// The keys.
    #[command(flatten)]
    pub jwt: JwtFlags,
}

impl ServeFlags {
    /// With nothing configured it is a demo; a secret of one's own, or a word against it, is something.
    pub fn or_demo(mut self) -> Self {
        let given = |value: &Option<String>| value.as_ref().is_some_and(|text| !text.is_empty());
        if !given(&self.demo) && !given(&self.jwt.jwt_secret) {
            self.demo = Some("true".into());
        }
        self
    }
}
