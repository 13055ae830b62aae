//! How near two names are.

use crate::text::sound;

/// Nearer than this and a name is worth showing to whoever has to choose.
pub(crate) const WORTH_SHOWING: f64 = 0.6;

/// 1 for equal keys, less for names that look or sound alike; 0 where their numbers differ, because the twelfth grid is
/// never a spelling of the second.
pub(crate) fn likeness(key: &str, key_sound: &str, other: &str) -> f64 {
    let numbers = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if numbers(key) != numbers(other) {
        return 0.0;
    }
    let letters = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let (own, others) = (letters(key), letters(other));
    let looks = if own.is_empty() { 0.0 } else { strsim::normalized_damerau_levenshtein(&own, &others) };
    let sounds = strsim::normalized_damerau_levenshtein(key_sound, &sound(other));
    let contained =
        own.chars().count() > 1 && others.contains(&own) || others.chars().count() > 1 && own.contains(&others);
    // What only sounds alike stands behind what is written alike.
    looks.max(if sounds >= 0.99 { 0.95 } else { sounds * 0.8 }).max(if contained { 0.7 } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_is_near() {
        let near = |a: &str, b: &str| likeness(a, &sound(a), b);
        assert_eq!(near("榆泉1网格", "榆泉1网格"), 1.0);
        assert_eq!(near("榆泉1网格", "榆泉2网格"), 0.0, "another number is another grid");
        assert!(near("榆全", "榆泉") > WORTH_SHOWING, "sounds alike");
        assert!(near("汐云花圆", "汐云花园") > near("汐云花圆", "汐石花园"));
        assert!(near("汐云", "榉木") < WORTH_SHOWING);
    }
}
