//! Classes of a choropleth map.

use crate::palette;

/// Class breaks of a choropleth, with an open first and last class.
///
/// A value `v` falls in class `i` when exactly `i` breaks are ≤ `v`; what has no value is unknown, never zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Classes {
    breaks: Vec<f64>,
    captions: Vec<String>,
}

impl Classes {
    /// Classes at ascending breaks; breaks that are not finite, repeated or beyond the sixth are left out.
    ///
    /// `unit` follows the figures in the legend, for example " 户".
    pub fn at(breaks: &[f64], unit: &str) -> Self {
        let mut breaks: Vec<f64> = breaks.iter().copied().filter(|b| b.is_finite()).collect();
        breaks.sort_by(f64::total_cmp);
        breaks.dedup();
        breaks.truncate(palette::RAMP.len() - 1);
        let captions = captions(&breaks, unit);
        Classes { breaks, captions }
    }

    /// Classes with a caption each, in place of the figures: for yes / no and other lists of few values.
    ///
    /// Class `i` takes the values `i ≤ v < i + 1`.
    pub fn named(captions: Vec<String>) -> Self {
        let captions: Vec<String> = captions.into_iter().take(palette::RAMP.len()).collect();
        let breaks = (1..captions.len()).map(|i| i as f64).collect();
        Classes { breaks, captions }
    }

    /// Classes of about equal numbers of values at round breaks (two significant digits): `count` classes, 2 to 6.
    pub fn quantiles(values: &[f64], count: usize, unit: &str) -> Self {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let count = count.clamp(2, palette::RAMP.len());
        let at = |i: usize| sorted.get(i * sorted.len() / count).copied().map(two_digits);
        let breaks: Vec<f64> = (1..count).filter_map(at).collect();
        Classes::at(&breaks, unit)
    }

    /// The class of a value.
    pub fn class_of(&self, value: f64) -> usize {
        self.breaks.iter().filter(|b| **b <= value).count()
    }

    /// Captions, one for each class.
    pub fn captions(&self) -> &[String] {
        &self.captions
    }

    /// Fill of a class: light to dark, of one hue.
    pub(crate) fn fill(&self, class: usize) -> &'static str {
        let last = palette::RAMP.len() - 1;
        let steps = self.captions.len().saturating_sub(1).max(1);
        palette::RAMP[(class * last / steps).min(last)]
    }
}

fn captions(breaks: &[f64], unit: &str) -> Vec<String> {
    let (Some(first), Some(last)) = (breaks.first(), breaks.last()) else { return vec![format!("—{unit}")] };
    let mut captions = vec![format!("< {}{unit}", figure(*first))];
    captions.extend(breaks.windows(2).map(|pair| format!("{}–{}{unit}", figure(pair[0]), figure(pair[1]))));
    captions.push(format!("≥ {}{unit}", figure(*last)));
    captions
}

fn figure(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn two_digits(value: f64) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let unit = 10f64.powf(value.abs().log10().floor() - 1.0);
    let rounded = (value / unit).round() * unit;
    if rounded.is_finite() { rounded } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fall_in_their_class() {
        let classes = Classes::at(&[300.0, 400.0, 600.0], " 户");
        let check = |value, expect| assert_eq!(classes.class_of(value), expect, "{value}");
        check(0.0, 0);
        check(299.9, 0);
        check(300.0, 1);
        check(599.0, 2);
        check(1e9, 3);
        assert_eq!(classes.captions(), ["< 300 户", "300–400 户", "400–600 户", "≥ 600 户"]);
    }

    #[test]
    fn odd_breaks_do_no_harm() {
        assert_eq!(Classes::at(&[f64::NAN, 2.0, 2.0, 1.0], "").captions(), ["< 1", "1–2", "≥ 2"]);
        assert_eq!(Classes::at(&[], "").captions().len(), 1);
        assert_eq!(Classes::quantiles(&[], 5, "").captions().len(), 1);
        let many: Vec<f64> = (0..50).map(f64::from).collect();
        assert_eq!(Classes::at(&many, "").captions().len(), palette::RAMP.len());
    }

    #[test]
    fn quantiles_are_round_and_balanced() {
        let values: Vec<f64> = (0..1000).map(|i| f64::from(i) + 0.123).collect();
        let classes = Classes::quantiles(&values, 5, "");
        assert_eq!(classes.captions(), ["< 200", "200–400", "400–600", "600–800", "≥ 800"]);
    }

    #[test]
    fn named_classes_keep_their_captions() {
        let classes = Classes::named(vec!["无".into(), "有".into()]);
        assert_eq!((classes.class_of(0.0), classes.class_of(1.0)), (0, 1));
        assert_eq!((classes.fill(0), classes.fill(1)), (palette::RAMP[0], palette::RAMP[5]));
    }
}
