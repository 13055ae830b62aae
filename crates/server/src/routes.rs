//! Which path leads to which handler.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::error_handling::HandleErrorLayer;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Response, Uri, header};
use axum::routing::MethodFilter;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowHeaders, Any, CorsLayer};
use words::Language;

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::door::{self, door};
use crate::headers::security_headers;
use crate::options::options;
use crate::problem::{Kind, Problem};
use crate::{accounts, api, changes, office, ogc, openapi, pages, plans};

pub(crate) type Handler = fn(&App, &Asked) -> Result<Answer, Problem>;

/// A handler behind a method and a path. Of one that writes `takes` are the media types of its body.
pub(crate) struct Route {
    pub(crate) method: Verb,
    pub(crate) path: &'static str,
    pub(crate) handler: Handler,
    pub(crate) takes: &'static [&'static str],
    /// Answers to the public may be given again while the record is as it was.
    pub(crate) kept: bool,
}

/// A method; GET answers HEAD too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "the door knows all methods, whichever of them the table uses")]
pub(crate) enum Verb {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// Requests that may be open for each that is worked on: slow senders must not keep others out.
const OPEN_A_TURN: usize = 16;

/// The body of a page's form.
const FORM: &[&str] = &["application/x-www-form-urlencoded"];
/// A form or a document.
pub(crate) const FORM_OR_JSON: &[&str] = &["application/x-www-form-urlencoded", "application/json"];
/// A document, or what becomes different about one.
const JSON: &[&str] = &["application/json", "application/merge-patch+json"];

/// Every route there is, with those of tiles and versions: the router is made from it, and the matrix of rights in the tests names each line.
/// A write comes with its body in `Asked::body`; the door has checked its size, its media type and where it came from.
static ROUTES: &[Route] = &[
    get("/", ogc::landing),
    get("/conformance", ogc::conformance),
    get("/collections", ogc::collections),
    get("/collections/{collection}", ogc::collection),
    get("/collections/{collection}/items", ogc::items),
    get("/collections/{collection}/items/{item}", ogc::item),
    get("/collections/{collection}/queryables", ogc::queryables),
    get("/api", openapi::openapi),
    get("/assets/{name}", pages::asset),
    kept("/place/{level}/{id}", pages::place),
    get("/p/{code}", pages::short),
    get("/near", pages::near),
    kept("/search", pages::search),
    kept("/coverage", pages::coverage),
    kept("/coverage/{figure}", pages::figure),
    get("/packs", pages::packs),
    get("/packs/{name}", pages::pack),
    get("/notice/{code}", pages::notice),
    get("/sign-in", accounts::sign_in_page),
    write(Verb::Post, "/sign-in", FORM, accounts::sign_in),
    get("/sign-in/sso", accounts::begin_elsewhere),
    get("/sign-in/sso/back", accounts::finish_elsewhere),
    write(Verb::Post, "/sign-out", FORM, accounts::sign_out),
    get("/begin", accounts::begin_page),
    write(Verb::Post, "/begin", FORM, accounts::begin),
    get("/account", accounts::own_page),
    write(Verb::Post, "/account/password", FORM, accounts::own_password),
    write(Verb::Post, "/account/tokens", FORM, accounts::own_token),
    write(Verb::Post, "/account/revoke", FORM, accounts::own_revoke),
    get("/accounts", accounts::list),
    write(Verb::Post, "/accounts", FORM_OR_JSON, accounts::create),
    get("/accounts/{account}", accounts::one),
    write(Verb::Post, "/accounts/{account}", FORM, accounts::change),
    write(Verb::Patch, "/accounts/{account}", JSON, accounts::change),
    write(Verb::Post, "/accounts/{account}/reset", FORM_OR_JSON, accounts::reset),
    write(Verb::Post, "/accounts/{account}/revoke", FORM_OR_JSON, accounts::revoke),
    get("/audit", accounts::audit),
];

/// What answers where there is no route.
static NOWHERE: Route = get("", nowhere);

/// Method and path of every route.
pub fn routes() -> impl Iterator<Item = (&'static str, &'static str)> {
    every().map(|route| (route.method.id(), route.path))
}

pub(crate) fn every() -> impl Iterator<Item = &'static Route> {
    let own = api::routes().chain(plans::routes()).chain(office::routes()).chain(changes::routes());
    ROUTES.iter().chain(ogc::routes()).chain(own)
}

/// All routes with the limits and headers that every answer has.
pub fn router(app: Arc<App>) -> Router {
    // Those that still send their request count here, those that are worked on count in the door.
    let limits = ServiceBuilder::new()
        .layer(HandleErrorLayer::new({
            let app = Arc::clone(&app);
            move |fault: tower::BoxError| overloaded(Arc::clone(&app), fault)
        }))
        .load_shed()
        .concurrency_limit(app.config.most_at_once.saturating_mul(OPEN_A_TURN));
    every()
        .fold(Router::new(), |router, route| router.route(route.path, door(route)))
        .fallback(async |State(app): State<Arc<App>>, request: Request| door::answer(app, request, &NOWHERE).await)
        .method_not_allowed_fallback(async |State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap| {
            let asked = Asked::new(BTreeMap::new(), &uri, &headers, &app.config);
            Problem::new(Kind::MethodNotAllowed).answer(&app.words, asked.language()).into_response()
        })
        .with_state(Arc::clone(&app))
        .layer(limits)
        .layer(cors(&app.config.cors))
        .layer(axum::middleware::from_fn(options))
        // Pages are short and made on each request: more effort costs more time than the bytes saved.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(security_headers(app.config.is_https()))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| internal()))
}

pub(crate) const fn get(path: &'static str, handler: Handler) -> Route {
    Route { method: Verb::Get, path, handler, takes: &[], kept: false }
}

/// A read whose answer to the public depends on the record, the day and the request's address, form and language alone.
const fn kept(path: &'static str, handler: Handler) -> Route {
    Route { kept: true, ..get(path, handler) }
}

pub(crate) const fn write(method: Verb, path: &'static str, takes: &'static [&'static str], handler: Handler) -> Route {
    Route { method, path, handler, takes, kept: false }
}

impl Verb {
    pub(crate) fn id(self) -> &'static str {
        match self {
            Verb::Get => "GET",
            Verb::Post => "POST",
            Verb::Put => "PUT",
            Verb::Patch => "PATCH",
            Verb::Delete => "DELETE",
        }
    }

    pub(crate) fn filter(self) -> MethodFilter {
        match self {
            Verb::Get => MethodFilter::GET,
            Verb::Post => MethodFilter::POST,
            Verb::Put => MethodFilter::PUT,
            Verb::Patch => MethodFilter::PATCH,
            Verb::Delete => MethodFilter::DELETE,
        }
    }

    pub(crate) fn writes(self) -> bool {
        self != Verb::Get
    }
}

fn nowhere(_: &App, _: &Asked) -> Result<Answer, Problem> {
    Err(Problem::new(Kind::NotFound))
}

fn cors(sites: &[String]) -> CorsLayer {
    // Tokens cross sites, cookies never do. Browsers do not count `Authorization` among "any header".
    let layer = CorsLayer::new().allow_methods(Any).allow_headers(AllowHeaders::mirror_request());
    let layer = layer.expose_headers([header::ETAG, header::LINK, header::LOCATION]);
    if sites.iter().any(|site| site == "*") {
        return layer.allow_origin(Any);
    }
    let origins: Vec<HeaderValue> = sites.iter().filter_map(|site| HeaderValue::from_str(site).ok()).collect();
    layer.allow_origin(origins)
}

async fn overloaded(app: Arc<App>, _: tower::BoxError) -> Response<Body> {
    app.measures.shed(Kind::Busy);
    bare(Kind::Busy).with("retry-after", "1").into_response()
}

pub(crate) fn internal() -> Response<Body> {
    bare(Kind::Internal).into_response()
}

/// A problem outside the handlers, where no language is known.
fn bare(kind: Kind) -> Answer {
    let words = [words::Words::new(Language::Chinese), words::Words::new(Language::English)];
    Problem::new(kind).answer(&words, Language::Chinese)
}
