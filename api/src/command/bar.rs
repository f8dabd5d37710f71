//! How far a long command is: on standard error, and only on a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that grows.
#[derive(Clone)]
pub struct Bar(ProgressBar);

impl Bar {
    /// One that counts bytes: what is done with them, in a word, and how many there are.
    pub fn of_bytes(word: &str, length: u64) -> Self {
        let bar = Self(ProgressBar::new(length));
        bar.begin(word, length, "{binary_bytes} of {binary_total_bytes}");
        bar.0.enable_steady_tick(Duration::from_millis(200));
        bar
    }

    /// Begins anew with bytes.
    pub fn bytes(&self, word: &str, length: u64) {
        self.begin(word, length, "{binary_bytes} of {binary_total_bytes}");
    }

    /// Begins anew with things of another kind.
    pub fn of(&self, word: &str, length: u64, things: &str) {
        self.begin(word, length, &format!("{{human_pos}} of {{human_len}} {things}"));
    }

    fn begin(&self, word: &str, length: u64, amounts: &str) {
        let template = format!("{word:12}{{bar:40}} {amounts}, {{eta}} left");
        self.0.set_style(ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.0.set_length(length);
        self.0.set_position(0);
        self.0.reset_eta();
    }

    /// Shows how far it is.
    pub fn at(&self, position: u64) {
        self.0.set_position(position);
    }

    /// Takes it away.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}
