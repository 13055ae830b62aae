//! Which path leads to which handler.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::error_handling::HandleErrorLayer;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Response, Uri, header};
use axum::routing::{MethodRouter, get};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use words::Language;

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::html;
use crate::ogc;
use crate::pages;
use crate::problem::{Kind, Problem};

type Handler = fn(&App, &Asked) -> Result<Answer, Problem>;

/// All routes with the limits and headers that every answer has.
pub fn router(app: Arc<App>) -> Router {
    let most_at_once = app.config.most_at_once;
    let longest = app.config.longest;
    let limits = ServiceBuilder::new()
        .layer(HandleErrorLayer::new(overloaded))
        .load_shed()
        .concurrency_limit(most_at_once)
        .timeout(longest);
    let router = Router::new()
        .route("/", door(ogc::landing))
        .route("/conformance", door(ogc::conformance))
        .route("/collections", door(ogc::collections))
        .route("/collections/{collection}", door(ogc::collection))
        .route("/collections/{collection}/items", door(ogc::items))
        .route("/collections/{collection}/items/{item}", door(ogc::item))
        .route("/collections/{collection}/queryables", door(ogc::queryables))
        .route("/api", door(ogc::openapi))
        .route("/assets/{name}", door(pages::asset))
        .route("/place/{level}/{id}", door(pages::place))
        .route("/p/{code}", door(pages::short))
        .route("/near", door(pages::near))
        .route("/coverage", door(pages::coverage))
        .route("/coverage/{figure}", door(pages::figure))
        .route("/packs", door(pages::packs))
        .route("/packs/{name}", door(pages::pack))
        .route("/notice/{code}", door(pages::notice))
        .fallback(door(nowhere))
        .method_not_allowed_fallback(async |State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap| {
            let asked = Asked::new(BTreeMap::new(), &uri, &headers, app.config.public_url.as_deref());
            Problem::new(Kind::MethodNotAllowed).answer(&app.words, asked.language()).into_response()
        })
        .with_state(Arc::clone(&app));
    let header = |name: header::HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    router
        .layer(limits)
        .layer(RequestBodyLimitLayer::new(app.config.most_body))
        .layer(cors(&app.config.cors))
        .layer(CompressionLayer::new())
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(header::X_FRAME_OPTIONS, "DENY"))
        .layer(header(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
        ))
        .layer(SetResponseHeaderLayer::appending(header::VARY, HeaderValue::from_static("accept, accept-language")))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| internal()))
}

/// A handler behind GET and HEAD, on a thread of its own: it reads the record and makes text.
fn door(handler: Handler) -> MethodRouter<Arc<App>> {
    get(
        async move |State(app): State<Arc<App>>,
                    parts: Option<Path<BTreeMap<String, String>>>,
                    uri: Uri,
                    headers: HeaderMap| {
            let parts = parts.map(|Path(parts)| parts).unwrap_or_default();
            let asked = Asked::new(parts, &uri, &headers, app.config.public_url.as_deref());
            let work = move || {
                let answer = handler(&app, &asked).unwrap_or_else(|problem| html::problem(&app, &asked, &problem));
                answer.unless_known(asked.if_none_match.as_deref()).into_response()
            };
            tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| internal())
        },
    )
}

fn nowhere(_: &App, _: &Asked) -> Result<Answer, Problem> {
    Err(Problem::new(Kind::NotFound))
}

fn cors(sites: &[String]) -> CorsLayer {
    let layer = CorsLayer::new().allow_methods(Any).allow_headers(Any).expose_headers([header::ETAG, header::LINK]);
    if sites.iter().any(|site| site == "*") {
        return layer.allow_origin(Any);
    }
    let origins: Vec<HeaderValue> = sites.iter().filter_map(|site| HeaderValue::from_str(site).ok()).collect();
    layer.allow_origin(origins)
}

async fn overloaded(fault: tower::BoxError) -> Response<Body> {
    let kind = if fault.is::<tower::timeout::error::Elapsed>() { Kind::TimedOut } else { Kind::Busy };
    bare(kind).with("retry-after", "1").into_response()
}

fn internal() -> Response<Body> {
    bare(Kind::Internal).into_response()
}

/// A problem outside the handlers, where no language is known.
fn bare(kind: Kind) -> Answer {
    let words = [words::Words::new(Language::Chinese), words::Words::new(Language::English)];
    Problem::new(kind).answer(&words, Language::Chinese)
}
