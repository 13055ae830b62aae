//! `jingwei serve`: the record on the network until the process is told to stop.

use std::time::Duration;

use serde_json::json;
use server::{Config, Entry, NameClaim, PasswordRules, SingleSignOn, Tls};

use crate::failure::Failure;
use crate::record::Desk;
use crate::say::Voice;
use crate::serve_args::{self, Claim, Serve};

pub(crate) fn run(args: &Serve, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let config = config(args, desk)?;
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

/// The service as the arguments want it.
fn config(args: &Serve, desk: &Desk) -> Result<Config, Failure> {
    let tls = args.tls_certificate.clone().zip(args.tls_key.clone());
    Ok(Config {
        listen: args.listen,
        public_url: args.public_url.as_ref().map(|url| url.trim_end_matches('/').to_owned()),
        cors: args.cors.clone(),
        behind_proxy: args.behind_proxy,
        tls: tls.map(|(certificate, key)| Tls { certificate, key }),
        entry: entry(&args.entry),
        single_sign_on: single_sign_on(&args.sso)?,
        most_at_once: args.limits.most_at_once,
        most_body: args.limits.most_body << 20,
        longest: Duration::from_secs(args.limits.longest),
        readers: args.limits.readers,
        font: args.font.clone(),
        tile_room: args.limits.tile_room << 20,
        views_a_minute: args.limits.days_a_minute,
        most_listeners: args.limits.most_screens,
        ..Config::of(desk.folder().clone())
    })
}

fn entry(args: &serve_args::Entry) -> Entry {
    let hours = |hours: u64| Duration::from_secs(hours * 3600);
    Entry {
        passwords: PasswordRules { shortest: args.password_length },
        tries: args.tries,
        first_lock: Duration::from_secs(args.lock),
        idle: Duration::from_secs(args.idle * 60),
        session: hours(args.session),
        token: hours(args.token_days * 24),
        ..Entry::default()
    }
}

fn single_sign_on(args: &serve_args::SingleSignOn) -> Result<Option<SingleSignOn>, Failure> {
    let Some((issuer, client)) = args.sso_issuer.clone().zip(args.sso_client.clone()) else { return Ok(None) };
    let secret = args.sso_secret_file.as_ref().map(|file| {
        let text = std::fs::read_to_string(file).map_err(|fault| Failure::file(file, fault))?;
        Ok(text.trim().to_owned())
    });
    let claim = match args.sso_claim {
        Claim::PreferredUsername => NameClaim::PreferredUsername,
        Claim::Email => NameClaim::Email,
        Claim::Subject => NameClaim::Subject,
    };
    let (authorities, name) = (args.sso_authorities.clone(), args.sso_name.clone());
    Ok(Some(SingleSignOn { issuer, client, secret: secret.transpose()?, claim, authorities, name }))
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
