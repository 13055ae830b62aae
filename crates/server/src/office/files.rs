//! Files by their hash, for those who may see what they belong to.

use model::Day;
use store::{AsOf, Class, CorrectionFilter, FileHash};

use super::documents::{DOCUMENT, may_see};
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::pack::{self, hash_of};
use crate::problem::{Kind, Problem};

/// `GET /files/{hash}`
pub(super) fn file(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&[])?;
    let hash = hash_of(asked.part("hash")).ok_or(Problem::new(Kind::NotFound))?;
    if !may(app, asked, &hash)? {
        // Whether there is such a file is nobody's business either.
        return Err(Problem::new(Kind::NotFound));
    }
    let kept = app.readers.ask(|store| store.file_with(&hash))?.ok_or(Problem::new(Kind::NotFound))?;
    let (media_type, shown) = match kept.media_type.as_str() {
        "image/jpeg" => ("image/jpeg", "inline"),
        "image/png" => ("image/png", "inline"),
        "image/webp" => ("image/webp", "inline"),
        "application/pdf" => ("application/pdf", "inline"),
        _ => ("application/octet-stream", "attachment"),
    };
    let answer = Answer::of(media_type, kept.bytes).tagged(format!("\"{}\"", asked.part("hash")));
    let answer = answer.with("content-disposition", disposition(shown, &kept.name));
    Ok(answer.with("x-content-type-options", "nosniff").with("cache-control", "private, no-cache"))
}

/// How a browser names the file (RFC 6266, RFC 8187).
pub(super) fn disposition(shown: &str, name: &str) -> String {
    let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!("{shown}; filename*=UTF-8''{}", name.replace('+', "%20"))
}

fn may(app: &App, asked: &Asked, hash: &FileHash) -> Result<bool, Problem> {
    let text = pack::hex(hash);
    let filter = CorrectionFilter { file: Some(*hash), ..CorrectionFilter::default() };
    let (documents, corrections) = app.readers.ask(|store| {
        let documents = store.by_code(Class::Document, &text, AsOf::day(Day::MAX))?;
        Ok::<_, Problem>((documents, store.corrections(&filter, usize::from(u16::MAX))?))
    })?;
    let of_document = documents.iter().any(|version| {
        let known = version.record.kind == DOCUMENT || version.record.kind == pack::KIND;
        known && may_see(&asked.reader, &version.record.body)
    });
    let own = |author: &str| asked.reader.account.as_deref() == Some(author);
    let of_correction = corrections.iter().any(|one| asked.reader.may(Action::Import) || own(&one.author));
    Ok(of_document || of_correction)
}
