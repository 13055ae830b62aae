//! The people and organisations that are known or listed, and how a written one is found among them.

use std::collections::HashMap;

use model::{Code, Holder};

use crate::{
    HolderKind,
    sheet::Entry,
    text::{name_key, sound},
};

/// A person or an organisation with what a roster says about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolderRecord {
    /// Who: by the code of the roster, or one made from the name where it gives none.
    pub holder: Holder,
    /// Name.
    pub name: String,
    /// Office that a person belongs to; empty where unknown.
    pub unit: String,
    /// 职务; empty where unknown.
    pub post: String,
    /// Digits; empty where unknown. Personal data: shown by way of [`crate::mask_phone`].
    pub phone: String,
}

/// Holders by everything they may be found by.
#[derive(Debug, Default)]
pub(crate) struct Holders {
    pub(crate) list: Vec<HolderRecord>,
    by_code: HashMap<Holder, usize>,
    by_name: HashMap<(HolderKind, String), Vec<usize>>,
    by_phone: HashMap<String, Vec<usize>>,
    by_sound: HashMap<(HolderKind, String), Vec<usize>>,
}

/// Who a written holder without a code is.
pub(crate) enum Who {
    /// This one.
    One(usize),
    /// One of these, who have the same name.
    Several(Vec<usize>),
    /// Perhaps one of these, whose names sound the same and whose unit or telephone is the same.
    Sounds(Vec<usize>),
    /// Nobody who is known.
    New,
}

impl HolderKind {
    pub(crate) fn of_holder(holder: &Holder) -> Self {
        match holder {
            Holder::Person(_) => HolderKind::Person,
            Holder::Organisation(_) => HolderKind::Organisation,
        }
    }
}

impl Holders {
    pub(crate) fn add(&mut self, record: HolderRecord) -> usize {
        let at = self.list.len();
        let kind = HolderKind::of_holder(&record.holder);
        self.by_code.entry(record.holder.clone()).or_insert(at);
        self.by_name.entry((kind, name_key(&record.name))).or_default().push(at);
        self.by_sound.entry((kind, sound(&name_key(&record.name)))).or_default().push(at);
        if !record.phone.is_empty() {
            self.by_phone.entry(record.phone.clone()).or_default().push(at);
        }
        self.list.push(record);
        at
    }

    /// Takes over what a row says; what it leaves blank stays.
    pub(crate) fn update(&mut self, at: usize, written: HolderRecord) {
        let kind = HolderKind::of_holder(&self.list[at].holder);
        let record = &mut self.list[at];
        if !written.phone.is_empty() && record.phone != written.phone {
            self.by_phone.entry(written.phone.clone()).or_default().push(at);
        }
        if record.name != written.name && !written.name.is_empty() {
            self.by_name.entry((kind, name_key(&written.name))).or_default().push(at);
        }
        let fields = [
            (&mut record.name, written.name),
            (&mut record.unit, written.unit),
            (&mut record.post, written.post),
            (&mut record.phone, written.phone),
        ];
        for (field, text) in fields {
            if !text.is_empty() {
                *field = text;
            }
        }
    }

    pub(crate) fn with_code(&self, kind: HolderKind, code: &Code) -> Option<usize> {
        self.by_code.get(&kind.of(code.clone())).copied()
    }

    pub(crate) fn named(&self, kind: HolderKind, name: &str) -> &[usize] {
        self.by_name.get(&(kind, name_key(name))).map_or(&[], Vec::as_slice)
    }

    /// Others with this telephone number.
    pub(crate) fn with_phone(&self, phone: &str) -> &[usize] {
        self.by_phone.get(phone).map_or(&[], Vec::as_slice)
    }

    /// Who a name without a code is: the same telephone or unit decides between people of one name.
    pub(crate) fn who(&self, kind: HolderKind, written: &HolderRecord) -> Who {
        let same_name = self.named(kind, &written.name);
        if kind == HolderKind::Organisation {
            return same_name.first().map_or(Who::New, |&at| Who::One(at));
        }
        let agrees = |a: &str, b: &str| !a.is_empty() && a == b;
        let phone = |at: &&usize| agrees(&self.list[**at].phone, &written.phone);
        let unit = |at: &&usize| agrees(&self.list[**at].unit, &written.unit);
        if let Some(&at) = same_name.iter().find(phone).or_else(|| same_name.iter().find(unit)) {
            return Who::One(at);
        }
        // Different units and different telephones make different people of one name.
        let other = |a: &str, b: &str| !a.is_empty() && !b.is_empty() && a != b;
        let differs =
            |at: &usize| other(&self.list[*at].phone, &written.phone) && other(&self.list[*at].unit, &written.unit);
        let maybe: Vec<usize> = same_name.iter().copied().filter(|at| !differs(at)).collect();
        match maybe[..] {
            [one] => return Who::One(one),
            [] => {}
            _ => return Who::Several(maybe),
        }
        let key = (kind, sound(&name_key(&written.name)));
        let alike = self.by_sound.get(&key).map_or(&[][..], Vec::as_slice).iter();
        let alike: Vec<usize> =
            alike.filter(|at| !same_name.contains(at) && (phone(at) || unit(at))).copied().collect();
        if alike.is_empty() { Who::New } else { Who::Sounds(alike) }
    }
}

/// What an entry says about its holder.
pub(crate) fn written(kind: HolderKind, entry: &Entry, code: Code) -> HolderRecord {
    let (name, unit) = match kind {
        HolderKind::Person if entry.unit.is_empty() => (&entry.person, &entry.organisation),
        HolderKind::Person => (&entry.person, &entry.unit),
        HolderKind::Organisation => (&entry.organisation, &entry.unit),
    };
    let phone = entry.phone.clone().and_then(Result::ok).unwrap_or_default();
    let record =
        HolderRecord { holder: kind.of(code), name: name.clone(), unit: unit.clone(), post: entry.post.clone(), phone };
    // A committee's chair may stand under 姓名, and a person under 名称.
    match (record.name.is_empty(), kind) {
        (true, HolderKind::Person) => HolderRecord { name: entry.organisation.clone(), ..record },
        (true, HolderKind::Organisation) => HolderRecord { name: entry.person.clone(), ..record },
        _ => record,
    }
}

/// A code for a holder whose roster gives none: the same name and unit make the same code in every import.
pub(crate) fn code_from(name: &str, unit: &str) -> Option<Code> {
    let whole = if unit.is_empty() { name.to_owned() } else { format!("{name}@{unit}") };
    let mut whole: String = whole.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    if whole.chars().count() > 40 {
        let mark = whole
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        whole = format!("{}~{:08x}", whole.chars().take(31).collect::<String>(), mark >> 32);
    }
    Code::new(&whole).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_from_names_are_stable_and_fit() {
        let check = |name: &str, unit: &str, expect: &str| assert_eq!(code_from(name, unit).unwrap().as_str(), expect);
        check("赵甲乙", "榆泉社区", "赵甲乙@榆泉社区");
        check("示例物业服务有限公司", "", "示例物业服务有限公司");
        let long = code_from(&"甲".repeat(60), "").unwrap();
        assert_eq!(long.as_str().chars().count(), 40);
        assert_ne!(long, code_from(&"甲".repeat(61), "").unwrap());
        assert_eq!(code_from("", ""), None);
    }
}
