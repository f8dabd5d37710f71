//! What the page loads from a CDN when there is no bundle: pinned versions, of which a browser runs nothing but these very bytes.
//!
//! GraphiQL 5 comes as modules that ask for further modules, which no hash in a page can pin. The newest one that is a single file
//! is of the fourth line, and takes React 18.

/// Where files come from that are no part of the gateway.
pub const HOST: &str = "cdn.jsdelivr.net";

/// A file there: what follows the host in its address, and the hash of its bytes. Both are those of the package in the npm registry.
#[derive(Clone, Copy, Debug)]
pub struct Remote {
    /// The path.
    pub path: &'static str,
    /// The hash, as `integrity` takes it.
    pub integrity: &'static str,
}

/// GraphiQL's looks, with the fonts in them.
pub const STYLE: Remote = Remote {
    path: "npm/graphiql@4.1.2/graphiql.min.css",
    integrity: "sha384-1el1QShFBnnXTx9x/Cprg82hZWKt0ry29OAYIXt05swbi0KcZDFoj0CWguMpopJr",
};

/// React and GraphiQL, in the order in which they need each other.
pub const SCRIPTS: &[Remote] = &[
    Remote {
        path: "npm/react@18.3.1/umd/react.production.min.js",
        integrity: "sha384-DGyLxAyjq0f9SPpVevD6IgztCFlnMF6oW/XQGmfe+IsZ8TqEiDrcHkMLKI6fiB/Z",
    },
    Remote {
        path: "npm/react-dom@18.3.1/umd/react-dom.production.min.js",
        integrity: "sha384-gTGxhz21lVGYNMcdJOyq01Edg0jhn/c22nsx0kyqP0TxaV5WVdsSH1fSDUf5YJj1",
    },
    Remote {
        path: "npm/graphiql@4.1.2/graphiql.min.js",
        integrity: "sha384-9XdHu7ajgGJziD4J1zNBKQ842Q/+zZfDv+ib1eMhZWBH6hPAs806x+Jbcf0yNO6B",
    },
];

impl Remote {
    /// The whole address.
    pub fn address(&self) -> String {
        format!("https://{HOST}/{}", self.path)
    }

    /// The attributes that make a browser compare what came with the hash.
    pub fn pinned(&self, attribute: &str) -> String {
        format!("{attribute}=\"{}\" integrity=\"{}\" crossorigin=\"anonymous\"", self.address(), self.integrity)
    }
}
