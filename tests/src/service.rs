//! The built service on a port of its own.

use std::io::BufReader;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::binary;

/// A running service; it is ended when this value goes.
pub struct Service {
    child: Child,
    /// What clients call it, no slash at the end.
    pub base: String,
}

impl Service {
    /// Serves a record on the loopback; returns when connections are accepted.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(data: &str, options: &[&str]) -> Self {
        let mut command = Command::new(binary());
        command.args(["--data", data, "--json", "serve", "--listen", "127.0.0.1:0"]).args(options);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the service starts");
        let said = BufReader::new(child.stdout.take().expect("its output"));
        let ready = serde_json::Deserializer::from_reader(said).into_iter::<Value>().next();
        let ready = ready.expect("the service starts").expect("a document");
        let base = ready["address"].as_str().expect("an address").trim_end_matches('/').to_owned();
        Service { child, base }
    }

    /// Tells it to stop and waits; its exit code.
    ///
    /// # Panics
    /// When it cannot be told.
    pub fn stop(mut self) -> Option<i32> {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(told.is_ok_and(|status| status.success()));
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
