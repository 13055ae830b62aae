//! Character encodings of Chinese files: what is declared, what the bytes say, and who wins.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{GB18030, GBK, UTF_8, WINDOWS_1252};

/// A character encoding to write in, or to insist on when reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// GBK (code page 936): two bytes a Chinese character, no characters beyond it.
    Gbk,
    /// GB 18030: GBK extended to the whole of Unicode.
    Gb18030,
}

impl Encoding {
    /// Name as written in a `.cpg` file.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Gbk => "GBK",
            Encoding::Gb18030 => "GB18030",
        }
    }

    pub(crate) fn codec(self) -> &'static encoding_rs::Encoding {
        match self {
            Encoding::Utf8 => UTF_8,
            Encoding::Gbk => GBK,
            Encoding::Gb18030 => GB18030,
        }
    }

    /// The bytes of a text, or the first character that this encoding lacks.
    pub(crate) fn encode(self, text: &str) -> Result<Cow<'_, [u8]>, char> {
        let (bytes, _, lossy) = self.codec().encode(text);
        if !lossy {
            return Ok(bytes);
        }
        let lacking = |c: &char| self.codec().encode(c.encode_utf8(&mut [0; 4])).2;
        Err(text.chars().find(lacking).unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}

/// Which encoding to read with, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) codec: &'static encoding_rs::Encoding,
    pub(crate) basis: Basis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Basis {
    /// Only ASCII: any encoding reads the same.
    Ascii,
    /// The file says so and the bytes agree.
    Declared,
    /// The file says nothing; found from the bytes.
    Guessed,
    /// The file says otherwise; the bytes cannot be that.
    Overruled,
}

/// The codec that a `.cpg` file or another label names; `None` when the label is unknown or means "whatever the
/// machine uses".
pub(crate) fn from_label(label: &str) -> Option<&'static encoding_rs::Encoding> {
    let label = label.trim().trim_start_matches('\u{feff}').to_ascii_lowercase();
    let number = label.trim_start_matches(|c: char| !c.is_ascii_digit());
    let known = match number {
        "65001" => Some(UTF_8),
        "936" => Some(GBK),
        "54936" => Some(GB18030),
        "950" => Some(encoding_rs::BIG5),
        "932" => Some(encoding_rs::SHIFT_JIS),
        "949" => Some(encoding_rs::EUC_KR),
        "1252" => Some(WINDOWS_1252),
        _ => None,
    };
    known.or_else(|| encoding_rs::Encoding::for_label(label.as_bytes()))
}

/// The codec of a dBASE language driver id; ids that mean "default of the machine" are no declaration.
pub(crate) fn from_language_driver(id: u8) -> Option<&'static encoding_rs::Encoding> {
    match id {
        0x4D | 0x7A => Some(GBK),
        0x4F | 0x78 => Some(encoding_rs::BIG5),
        0x4E | 0x79 => Some(encoding_rs::EUC_KR),
        0x13 | 0x7B => Some(encoding_rs::SHIFT_JIS),
        0x03 | 0x58 | 0x59 => Some(WINDOWS_1252),
        0xC8 => Some(encoding_rs::WINDOWS_1250),
        0xC9 => Some(encoding_rs::WINDOWS_1251),
        _ => None,
    }
}

/// Weighs what is declared against the non-ASCII texts among `cells`. A cell may end inside a character, as fixed
/// widths cut it.
pub(crate) fn judge<'a>(
    cells: impl Iterator<Item = &'a [u8]>,
    declared: Option<&'static encoding_rs::Encoding>,
) -> Verdict {
    let mut evidence = Evidence::default();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for cell in cells.filter(|cell| !cell.is_ascii()).take(200_000) {
        evidence.weigh(cell);
        detector.feed(cell, false);
        detector.feed(b"\n", false);
    }
    if evidence.cells == 0 {
        return Verdict { codec: declared.unwrap_or(UTF_8), basis: Basis::Ascii };
    }
    let believed = declared.filter(|codec| evidence.allows(codec));
    if let Some(codec) = believed {
        // GB 18030 holds all of GBK, and files that say GBK hold its rarer characters too.
        return Verdict { codec: if codec == GBK { GB18030 } else { codec }, basis: Basis::Declared };
    }
    let codec = if evidence.is_utf8() {
        UTF_8
    } else if evidence.is_chinese() {
        GB18030
    } else {
        detector.guess(Some(b"cn"), Utf8Detection::Allow)
    };
    let codec = if codec == GBK { GB18030 } else { codec };
    Verdict { codec, basis: if declared.is_some() { Basis::Overruled } else { Basis::Guessed } }
}

/// Decodes one cell. The flag tells that some bytes could not be read and stand as U+FFFD.
pub(crate) fn decode<'a>(cell: &'a [u8], codec: &'static encoding_rs::Encoding) -> (Cow<'a, str>, bool) {
    codec.decode_without_bom_handling(cell)
}

/// `cell` without the first bytes of a character at its end that a fixed width cut off.
pub(crate) fn without_cut_tail<'a>(cell: &'a [u8], codec: &'static encoding_rs::Encoding) -> &'a [u8] {
    (0..=3.min(cell.len()))
        .map(|cut| &cell[..cell.len() - cut])
        .find(|kept| codec.decode_without_bom_handling_and_without_replacement(kept).is_some())
        .unwrap_or(cell)
}

#[derive(Default)]
struct Evidence {
    cells: usize,
    utf8_faults: usize,
    /// Characters of three and more bytes: Chinese among them.
    utf8_wide: usize,
    gb_faults: usize,
    /// Chinese characters of the common set GB 2312.
    gb_common: usize,
    gb_other: usize,
}

impl Evidence {
    fn weigh(&mut self, cell: &[u8]) {
        self.cells += 1;
        match std::str::from_utf8(without_cut_tail(cell, UTF_8)) {
            Ok(text) => self.utf8_wide += text.chars().filter(|&c| c >= '\u{800}').count(),
            Err(_) => self.utf8_faults += 1,
        }
        let kept = without_cut_tail(cell, GB18030);
        if decode(kept, GB18030).1 {
            self.gb_faults += 1;
        }
        let mut at = 0;
        while let Some(&lead) = kept.get(at) {
            if lead < 0x80 {
                at += 1;
                continue;
            }
            match kept.get(at + 1) {
                Some(0xA1..=0xFE) if (0xB0..=0xF7).contains(&lead) => self.gb_common += 1,
                Some(0xA1..=0xFE) if (0xA1..=0xA3).contains(&lead) => {}
                _ => self.gb_other += 1,
            }
            at += 2;
        }
    }

    fn few(&self, faults: usize) -> bool {
        faults * 50 <= self.cells
    }

    fn is_utf8(&self) -> bool {
        self.few(self.utf8_faults) && (self.utf8_wide > 0 || !self.is_chinese())
    }

    fn is_chinese(&self) -> bool {
        self.few(self.gb_faults) && self.gb_common > self.gb_other * 4
    }

    fn allows(&self, declared: &&'static encoding_rs::Encoding) -> bool {
        let certainly_utf8 = self.few(self.utf8_faults) && self.utf8_wide > 0;
        match *declared {
            codec if codec == UTF_8 => self.few(self.utf8_faults),
            codec if codec == GBK || codec == GB18030 => self.few(self.gb_faults) && !certainly_utf8,
            codec if codec.is_single_byte() => !certainly_utf8 && !self.is_chinese(),
            _ => !certainly_utf8,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_overrule_a_wrong_declaration() {
        let check = |text: &str, codec: Encoding, declared: Option<&str>, expect: &str, basis: Basis| {
            let bytes = codec.encode(text).expect("encodable");
            let verdict = judge(std::iter::once(&bytes[..]), declared.and_then(from_label));
            assert_eq!((verdict.codec.name(), verdict.basis), (expect, basis), "{text} {codec:?} {declared:?}");
        };
        check("plain", Encoding::Gbk, None, "UTF-8", Basis::Ascii);
        check("云霄路院落", Encoding::Gbk, None, "gb18030", Basis::Guessed);
        check("云霄路院落", Encoding::Gbk, Some("UTF-8"), "gb18030", Basis::Overruled);
        check("云霄路院落", Encoding::Gbk, Some("936"), "gb18030", Basis::Declared);
        check("云霄路院落", Encoding::Gbk, Some("ISO-8859-1"), "gb18030", Basis::Overruled);
        check("云霄路院落", Encoding::Utf8, None, "UTF-8", Basis::Guessed);
        check("云霄路院落", Encoding::Utf8, Some("GBK"), "UTF-8", Basis::Overruled);
        check("云霄路院落", Encoding::Utf8, Some("ISO-8859-1"), "UTF-8", Basis::Overruled);
        check("㙟𠀀路", Encoding::Gb18030, Some("GB18030"), "gb18030", Basis::Declared);
        check("户数", Encoding::Gbk, None, "gb18030", Basis::Guessed);
    }

    #[test]
    fn european_text_stays_what_it_is_declared() {
        let (bytes, ..) = WINDOWS_1252.encode("Île de la Cité, Genève");
        let verdict = judge(std::iter::once(&bytes[..]), from_label("1252"));
        assert_eq!(verdict, Verdict { codec: WINDOWS_1252, basis: Basis::Declared });
    }

    #[test]
    fn a_character_cut_by_a_fixed_width_is_no_fault() {
        let bytes = Encoding::Utf8.encode("居民户数").expect("encodable");
        assert_eq!(judge(std::iter::once(&bytes[..10]), None).codec, UTF_8);
        assert_eq!(without_cut_tail(&bytes[..10], UTF_8), &bytes[..9]);
    }

    #[test]
    fn gbk_lacks_rare_characters() {
        assert_eq!(Encoding::Gbk.encode("丁字𠀀路"), Err('𠀀'));
        assert!(Encoding::Gb18030.encode("丁字𠀀路").is_ok());
    }
}
