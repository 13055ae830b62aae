//! The district's identity provider, as OpenID Connect describes it.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{Request, Response};
use moka::sync::Cache;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreJwsSigningAlgorithm, CoreProviderMetadata};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl,
    Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse,
};

use crate::config::{NameClaim, SingleSignOn};
use crate::serve::Fault;

/// How long somebody may take at the provider.
const LONGEST_AWAY: Duration = Duration::from_secs(600);
/// Most who are away at once.
const MOST_AWAY: u64 = 10_000;
/// How long what the provider says of itself, and its keys, are believed.
const BELIEVED: Duration = Duration::from_secs(300);
/// The longest answer of the provider that is read.
const MOST_READ: u64 = 1 << 20;
/// Signatures by a key that only the provider has.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// The provider, and who is on the way to it.
pub(crate) struct IdentityProvider {
    settings: SingleSignOn,
    agent: ureq::Agent,
    about: Cache<(), Arc<CoreProviderMetadata>>,
    away: Cache<String, Arc<Away>>,
}

/// What is kept of somebody who begins.
#[derive(Clone)]
pub(crate) struct Begun {
    /// Where to go afterwards.
    pub(crate) next: String,
    /// Hash of the secret that only this browser has.
    pub(crate) browser: [u8; 32],
}

struct Away {
    begun: Begun,
    nonce: Nonce,
    verifier: String,
}

/// Why nobody is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The provider does not answer, or not as the standard says.
    Unreachable,
    /// The way back was not begun here, by this browser, or too long ago; or the person said no.
    NotBegun,
    /// The provider's word does not hold: signature, issuer, audience, time or nonce.
    NotProven,
    /// Nobody of this name has an account.
    NoAccount,
}

impl Refusal {
    /// The message of the catalogue.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Refusal::Unreachable => "account-sso-unreachable",
            Refusal::NotBegun => "account-sso-not-begun",
            Refusal::NotProven => "account-sso-not-proven",
            Refusal::NoAccount => "account-sso-no-account",
        }
    }
}

impl IdentityProvider {
    /// The provider of the settings; it is not asked before somebody signs in.
    ///
    /// # Errors
    /// When the certificates of authorities do not read.
    pub(crate) fn new(settings: SingleSignOn) -> Result<Self, Fault> {
        Ok(IdentityProvider {
            agent: agent(&settings)?,
            settings,
            about: Cache::builder().time_to_live(BELIEVED).build(),
            away: Cache::builder().time_to_live(LONGEST_AWAY).max_capacity(MOST_AWAY).build(),
        })
    }

    /// What people call it.
    pub(crate) fn name(&self) -> &str {
        &self.settings.name
    }

    /// The address to send the browser to.
    pub(crate) fn begin(&self, back: &str, begun: Begun) -> Result<String, Refusal> {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let client = self.client(back)?;
        let request =
            client.authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random);
        let request = request.add_scope(Scope::new("profile".to_owned())).add_scope(Scope::new("email".to_owned()));
        let (address, state, nonce) = request.set_pkce_challenge(challenge).url();
        let away = Away { begun, nonce, verifier: verifier.into_secret() };
        self.away.insert(state.into_secret(), Arc::new(away));
        Ok(address.into())
    }

    /// Who came back, as the provider calls them, and where they want to go. Each way back works once.
    pub(crate) fn finish(
        &self,
        back: &str,
        code: &str,
        state: &str,
        browser: [u8; 32],
    ) -> Result<(String, String), Refusal> {
        let away = self.away.remove(state).filter(|away| away.begun.browser == browser).ok_or(Refusal::NotBegun)?;
        let client = self.client(back)?;
        let request =
            client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(|_| Refusal::Unreachable)?;
        let verifier = PkceCodeVerifier::new(away.verifier.clone());
        let answer = request.set_pkce_verifier(verifier).request(&|request| self.ask(request));
        let answer = answer.map_err(|_| Refusal::NotProven)?;
        let token = answer.id_token().ok_or(Refusal::NotProven)?;
        let proof = client.id_token_verifier().set_allowed_algs(SIGNATURES);
        let claims = token.claims(&proof, &away.nonce).map_err(|_| Refusal::NotProven)?;
        let name = match self.settings.claim {
            NameClaim::PreferredUsername => claims.preferred_username().map(|name| name.as_str()),
            // Somebody who may write any address into their own profile must not become somebody else.
            NameClaim::Email if claims.email_verified() == Some(false) => None,
            NameClaim::Email => claims.email().map(|email| email.as_str()),
            NameClaim::Subject => Some(claims.subject().as_str()),
        };
        Ok((name.ok_or(Refusal::NoAccount)?.to_owned(), away.begun.next.clone()))
    }

    fn client(&self, back: &str) -> Result<Client, Refusal> {
        let about = self.about.try_get_with((), || {
            let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(|_| Refusal::Unreachable)?;
            let about = CoreProviderMetadata::discover(&issuer, &|request| self.ask(request));
            about.map(Arc::new).map_err(|_| Refusal::Unreachable)
        });
        let about = about.map_err(|_| Refusal::Unreachable)?;
        let back = RedirectUrl::new(back.to_owned()).map_err(|_| Refusal::Unreachable)?;
        let id = ClientId::new(self.settings.client.clone());
        let secret = self.settings.secret.clone().map(ClientSecret::new);
        Ok(CoreClient::from_provider_metadata((*about).clone(), id, secret).set_redirect_uri(back))
    }

    fn ask(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, ureq::Error> {
        let (head, mut body) = self.agent.run(request)?.into_parts();
        let bytes = body.with_config().limit(MOST_READ).read_to_vec()?;
        Ok(Response::from_parts(head, bytes))
    }
}

/// Follows no redirects: the provider's addresses are what it says they are.
fn agent(settings: &SingleSignOn) -> Result<ureq::Agent, Fault> {
    let mut tls = ureq::tls::TlsConfig::builder();
    if let Some(path) = &settings.authorities {
        let unfit = |reason: String| Fault::Certificate { path: path.clone(), reason };
        let pem = std::fs::read(path).map_err(|fault| unfit(fault.to_string()))?;
        let items = ureq::tls::parse_pem(&pem).filter_map(|item| match item {
            Ok(ureq::tls::PemItem::Certificate(one)) => Some(one),
            _ => None,
        });
        let roots: Vec<_> = items.collect();
        if roots.is_empty() {
            return Err(unfit("no certificate in it".to_owned()));
        }
        tls = tls.root_certs(ureq::tls::RootCerts::new_with_certs(&roots));
    }
    let config = ureq::Agent::config_builder()
        .tls_config(tls.build())
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_global(Some(Duration::from_secs(10)))
        .build();
    Ok(config.new_agent())
}
