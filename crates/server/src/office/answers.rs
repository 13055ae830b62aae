//! What became of a correction.

use jiff::Timestamp;

use super::body::Body;
use super::corrections::{LONGEST, STATES, document};
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::{Kind, Problem};

/// `POST /corrections/{id}`: done, or refused with words.
pub(super) fn answer(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Import)?;
    asked.only(&[])?;
    let (body, id) = (Body::of(asked)?, asked.part("id"));
    let known = app.readers.ask(|store| store.correction(id))?.ok_or(Problem::new(Kind::NotFound))?;
    let state = body.get("state").filter(|state| STATES[1..].contains(state));
    let state = state.ok_or_else(|| Problem::parameter("state", body.get("state").unwrap_or(""), "done, refused"))?;
    let words = body.get("answer").unwrap_or_default();
    if words.chars().count() > LONGEST || (state == "refused" && words.is_empty()) {
        return Err(Problem::parameter("answer", "…", &format!("1–{LONGEST}")));
    }
    let author = asked.reader.account.clone().unwrap_or_default();
    let answered = app.write(|store| {
        let mut writing = store.write_aside(&author, "correction answered", Timestamp::now())?;
        let now = writing.correction(&known.id)?.ok_or(Problem::new(Kind::NotFound))?;
        // Somebody else was faster: their words stay.
        if now.state != STATES[0] && (now.state != state || now.answer != words) {
            return Err(Problem::new(Kind::Stale).with("author", now.answered_by));
        }
        if now.state != STATES[0] {
            return Ok(now);
        }
        writing.answer_correction(&known.id, state, words)?;
        let answered = writing.correction(&known.id)?.ok_or(Problem::new(Kind::NotFound))?;
        writing.commit()?;
        Ok(answered)
    })?;
    if asked.is_form() {
        return Ok(Answer::see_other(format!("/corrections?f=html#{}", answered.id)));
    }
    let dressed = app.view(store::AsOf::day(app.today()))?;
    Ok(Answer::json("application/json", &document(&dressed, &answered)))
}
