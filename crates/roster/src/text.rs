//! Texts as offices type them, brought to one form; keys by which names are compared.

use model::Level;
use pinyin::ToPinyin;

/// Full-width signs as ASCII, runs of any blanks as one space, nothing invisible, outer blanks off.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{ff01}'..='\u{ff5e}' => out.push(char::from((c as u32 - 0xfee0) as u8)),
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => {}
            c if c.is_whitespace() || c.is_control() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// As [`clean`], without any blank: 「张　三」 is 张三.
pub(crate) fn compact(text: &str) -> String {
    let mut out = clean(text);
    out.retain(|c| c != ' ');
    out
}

/// What two spellings of a name have in common: no blanks or marks, small letters, numerals as digits, no 第.
pub fn name_key(text: &str) -> String {
    let plain: String = compact(text).chars().filter(|c| c.is_alphanumeric() && *c != '第').collect();
    digits(&plain.to_lowercase())
}

/// The key of a place's name without the word for its kind: 榆泉, 榆泉社区 and 榆泉社区居委会 are one.
pub fn place_key(text: &str, level: Level) -> String {
    let key = name_key(text);
    let stem = kinds(level).iter().find_map(|kind| key.strip_suffix(kind));
    stem.filter(|stem| !stem.is_empty()).unwrap_or(&key).to_owned()
}

/// Words for a kind at the end of names, the longest first.
fn kinds(level: Level) -> &'static [&'static str] {
    match level {
        Level::Subdistrict => &["街道办事处", "街道"],
        Level::Community => &["社区居民委员会", "社区居委会", "居委会", "社区"],
        Level::Grid => &["治理网格", "网格"],
        Level::Courtyard => &["楼院", "院落"],
        Level::Compound => &["小区"],
        _ => &[],
    }
}

/// How the text sounds; signs without a sound stay.
pub(crate) fn sound(text: &str) -> String {
    syllables(text).concat()
}

/// How each sign of the text sounds, without tones; signs without a sound stay.
pub fn syllables(text: &str) -> Vec<String> {
    let one =
        |(c, sound): (char, Option<pinyin::Pinyin>)| sound.map_or(c.to_string(), |sound| sound.plain().to_owned());
    text.chars().zip(text.to_pinyin()).map(one).collect()
}

/// Chinese numerals below a thousand as digits: 二十三 → 23, 二〇二四 → 2024.
pub(crate) fn digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run: Vec<char> = Vec::new();
    for c in text.chars() {
        if numeral(c).is_some() || matches!(c, '十' | '百') {
            run.push(c);
        } else {
            flush(&mut run, &mut out);
            out.push(c);
        }
    }
    flush(&mut run, &mut out);
    out
}

fn numeral(c: char) -> Option<u32> {
    "零一二三四五六七八九".chars().position(|sign| sign == c).or((c == '〇').then_some(0)).map(|value| value as u32)
}

fn flush(run: &mut Vec<char>, out: &mut String) {
    if run.iter().any(|c| matches!(c, '十' | '百')) {
        let (mut sum, mut last) = (0, None);
        for &c in run.iter() {
            let unit = match c {
                '十' => 10,
                '百' => 100,
                _ => {
                    last = numeral(c);
                    continue;
                }
            };
            sum += last.take().unwrap_or(1) * unit;
        }
        out.push_str(&(sum + last.unwrap_or(0)).to_string());
    } else {
        out.extend(run.iter().filter_map(|&c| numeral(c)).filter_map(|value| char::from_digit(value, 10)));
    }
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_full_width_signs_go() {
        let check = |text: &str, expect: &str| assert_eq!(clean(text), expect, "{text:?}");
        check("\u{3000}张三 \u{a0}", "张三");
        check("Ｗ００１", "W001");
        check("a \t b", "a b");
        check("\u{feff}甲", "甲");
        assert_eq!(compact("张　三"), "张三");
    }

    #[test]
    fn spellings_of_a_name_share_a_key() {
        let same = |level, a: &str, b: &str| assert_eq!(place_key(a, level), place_key(b, level), "{a} {b}");
        same(Level::Community, "榆泉社区", "榆泉社区居委会");
        same(Level::Grid, "榆泉第1网格", "榆泉第一网格");
        same(Level::Grid, "榆泉第12网格", "榆泉 第十二 网格");
        same(Level::Compound, "汐云花园", "汐云花园小区");
        assert_ne!(place_key("榆泉第1网格", Level::Grid), place_key("榆泉第11网格", Level::Grid));
        assert_eq!(place_key("社区", Level::Community), "社区", "nothing is left of nothing");
    }

    #[test]
    fn numerals_are_digits() {
        let check = |text: &str, expect: &str| assert_eq!(digits(text), expect, "{text}");
        check("二〇二四年三月十日", "2024年3月10日");
        check("二十", "20");
        check("一百零三号", "103号");
        check("三里", "3里");
    }

    #[test]
    fn sounds_are_plain() {
        assert_eq!(sound("榆泉1"), "yuquan1");
    }
}
