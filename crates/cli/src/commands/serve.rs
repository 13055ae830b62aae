//! `jingwei serve`: the record on the network until the process is told to stop.

use serde_json::json;
use server::Config;

use crate::args;
use crate::failure::Failure;
use crate::record::Desk;
use crate::say::Voice;

pub(crate) fn run(args: &args::Serve, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let public_url = args.public_url.as_ref().map(|url| url.trim_end_matches('/').to_owned());
    let config = Config {
        listen: args.listen,
        public_url,
        cors: args.cors.clone(),
        behind_proxy: args.behind_proxy,
        ..Config::of(desk.folder().clone())
    };
    let ready = |ready: server::Ready| {
        let address = format!("{}/", ready.base);
        voice.line("serving", &[("address", address.clone())]);
        if let Some(link) = &ready.first_link {
            voice.line("serving-first", &[("link", link.clone())]);
        }
        voice.answer(&json!({ "address": address, "first_link": ready.first_link }));
    };
    let runtime = tokio::runtime::Runtime::new().map_err(|fault| Failure::file(desk.folder(), fault))?;
    let served = runtime.block_on(server::serve(config, ready, stop()));
    served.map_err(|fault| match fault {
        server::Fault::Record(fault) => desk.failed(&fault),
        other => Failure::file(desk.folder(), other),
    })
}

/// Resolves when the process is told to stop: Ctrl-C, or SIGTERM where there is such a thing.
async fn stop() {
    let interrupt = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else { return interrupt.await };
        tokio::select! {
            () = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
