//! Answers to the public, kept while nothing is written: the same card is asked for again and again.

use model::Day;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use words::Language;

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::{Kind, Problem};
use crate::routes::Route;

/// Bytes of answers that are kept.
const ROOM: u64 = 32 << 20;

/// All that an answer to the public depends on: what is asked in which form, and what the record was.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    address: String,
    language: Language,
    accept: String,
    today: Day,
    /// Moment of the record's newest change, and the number of writes of this process.
    record: (i64, u64),
}

/// Answers by what they depend on.
pub(crate) struct Kept(Cache<Key, Answer>);

impl Kept {
    pub(crate) fn new() -> Self {
        let weigh =
            |key: &Key, answer: &Answer| (key.address.len() + key.accept.len() + answer.body.len() + 512) as u32;
        Kept(Cache::builder().max_capacity(ROOM).eviction_policy(EvictionPolicy::lru()).weigher(weigh).build())
    }

    /// The handler's answer, or the same as it was given before. Only of routes that say so, and only for the public:
    /// what an account sees is made for it alone.
    pub(crate) fn answer(&self, app: &App, asked: &Asked, route: &Route) -> Result<Answer, Problem> {
        if !route.kept || asked.session.is_some() {
            return (route.handler)(app, asked);
        }
        let key = Key {
            address: asked.address_with(&[]),
            language: asked.language(),
            accept: asked.accept.clone(),
            today: app.today(),
            record: app.moment().map_err(|_| Problem::new(Kind::Internal))?,
        };
        if let Some(answer) = self.0.get(&key) {
            return Ok(answer);
        }
        let answer = (route.handler)(app, asked)?;
        if answer.status == 200 {
            self.0.insert(key, answer.clone());
        }
        Ok(answer)
    }
}
