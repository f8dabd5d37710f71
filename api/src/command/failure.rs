//! Why a command did not do its deed, for a person at a terminal.

use std::error::Error;
use std::fmt::{self, Write as _};
use std::io::{self, Write as _};
use std::process::ExitCode;

/// Why a command did not do its deed.
#[derive(Debug)]
pub enum Failure {
    /// Settings that are wrong, all of them.
    Settings(Vec<String>),
    /// Values that are wrong, all of them.
    Refused(Vec<String>),
    /// A plain sentence.
    Plain(String),
    /// What could not be done, and what was in the way.
    Because(String, Box<dyn Error + Send + Sync>),
}

impl Failure {
    /// For `map_err`: what could not be done.
    pub fn because<E: Into<Box<dyn Error + Send + Sync>>>(what: impl Into<String>) -> impl FnOnce(E) -> Self {
        let what = what.into();
        move |cause| Self::Because(what, cause.into())
    }

    /// Says it on standard error, and with which code the process ends: 2 when settings are wrong, else 1.
    pub fn report(&self) -> ExitCode {
        let mut stderr = io::stderr().lock();
        // If nobody can be told, there is nobody to tell that.
        let _ = writeln!(stderr, "{self}");
        ExitCode::from(self.code())
    }

    /// With which code the process ends.
    pub fn code(&self) -> u8 {
        if matches!(self, Self::Settings(_)) { 2 } else { 1 }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Settings(faults) => {
                f.write_str("Dialgate can't start with these settings:")?;
                faults.iter().try_for_each(|fault| write!(f, "\n- {fault}"))
            }
            Self::Refused(faults) if faults.len() == 1 => f.write_str(&faults.concat()),
            Self::Refused(faults) => {
                f.write_str("Nothing was done, because:")?;
                faults.iter().try_for_each(|fault| write!(f, "\n- {fault}"))
            }
            Self::Plain(sentence) => f.write_str(sentence),
            Self::Because(what, cause) => {
                let mut text = cause.to_string();
                let mut source = cause.source();
                while let Some(error) = source {
                    // Some errors repeat their source in their own text.
                    if !text.contains(&error.to_string()) {
                        write!(text, ": {error}")?;
                    }
                    source = error.source();
                }
                write!(f, "{what}: {text}")
            }
        }
    }
}

/// Says something on standard error that is no failure.
pub fn tell(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints to standard output; whoever closed it has read enough.
pub fn print(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}
