//! Prices of the atoms: the dual of the set-partitioning program, rounded and repaired to integers that prove a bound.

use super::master::{Prices, generate};
use super::shape::{Set, bits};

/// A set-partitioning problem over some sets: each of the first `n` bits in exactly one set, each of the next `claims`
/// bits in at most one, `count` sets in all, and side sums that are the same in every partition that is looked for.
pub(super) struct Program<'a> {
    pub(super) n: usize,
    pub(super) claims: usize,
    pub(super) sets: &'a [Set],
    pub(super) costs: &'a [i64],
    pub(super) count: Option<u32>,
    pub(super) sides: &'a [Side],
}

/// A weight of each set and the sum that every partition looked for has.
#[derive(Debug, Clone)]
pub(crate) struct Side {
    pub(super) weights: Vec<i64>,
    pub(super) total: i64,
    /// Whether the program should price it; otherwise it only limits the search.
    pub(super) priced: bool,
}

/// Integer prices as a proof: every partition costs, times `scale`, exactly `bound` + its reduced costs + the prices
/// of its unused claims, and none of these is negative.
pub(super) struct Duals {
    pub(super) scale: i64,
    pub(super) bound: i64,
    /// Price of a grid more, times `scale`.
    pub(super) count: i64,
    pub(super) reduced: Vec<i64>,
    pub(super) unused_claims: Vec<i64>,
    /// Whether the bound of the program without costs proves that there is no partition at all.
    pub(super) empty: bool,
}

/// Reduced costs above this are never looked at.
pub(super) const FAR: i64 = i64::MAX / 8;

/// Finds prices and proves them; always returns a valid bound, if the program cannot be solved a weak one.
pub(super) fn duals(program: &Program) -> Duals {
    let costs: Vec<f64> = program.costs.iter().map(|&cost| cost as f64).collect();
    let unit = costs.iter().fold(1.0f64, |most, cost| most.max(cost.abs()));
    let scaled: Vec<f64> = costs.iter().map(|cost| cost / unit).collect();
    let prices = generate(program, &scaled, 8.0);
    if prices.missing > 1e-6 {
        let none = vec![0.0; costs.len()];
        let feasibility = generate(program, &none, 1.0);
        let zero = vec![0; costs.len()];
        let proof = prove(program, &zero, &feasibility, 1.0);
        if proof.bound > 0 {
            return Duals { empty: true, ..proof };
        }
    }
    prove(program, program.costs, &prices, unit)
}

/// Turns prices (in multiples of `unit`) into integers with reduced costs of at least 0.
fn prove(program: &Program, costs: &[i64], prices: &Prices, unit: f64) -> Duals {
    let most = costs.iter().map(|cost| cost.unsigned_abs()).max().unwrap_or(0).max(1);
    let room = (1u64 << 58) / most.saturating_mul(program.n as u64 + 1).max(1);
    let scale = if room == 0 { 1 } else { 1i64 << room.ilog2().min(20) };
    let integer = |price: f64| {
        let value = price * unit * scale as f64;
        if value.is_finite() { value.round().clamp(-9e17, 9e17) as i128 } else { 0 }
    };
    let mut bit_prices: Vec<i128> = prices.bits.iter().map(|&price| integer(price)).collect();
    bit_prices[program.n..].iter_mut().for_each(|price| *price = (*price).min(0));
    let count_price = if program.count.is_some() { integer(prices.count) } else { 0 };
    let side_prices: Vec<i128> = prices.sides.iter().map(|&price| integer(price)).collect();
    let mut reduced: Vec<i128> = (0..costs.len())
        .map(|at| {
            let sides =
                program.sides.iter().zip(&side_prices).map(|(side, price)| i128::from(side.weights[at]) * price);
            i128::from(costs[at]) * i128::from(scale) - count_price - sides.sum::<i128>()
        })
        .collect();
    repair(program, &mut bit_prices, &mut reduced);
    let sides = program.sides.iter().zip(&side_prices).map(|(side, price)| i128::from(side.total) * price);
    let bound =
        bit_prices.iter().sum::<i128>() + count_price * i128::from(program.count.unwrap_or(0)) + sides.sum::<i128>();
    let narrow = |value: i128| value.clamp(-i128::from(FAR), i128::from(FAR)) as i64;
    Duals {
        scale,
        bound: narrow(bound),
        count: narrow(count_price),
        reduced: reduced.into_iter().map(narrow).collect(),
        unused_claims: bit_prices[program.n..].iter().map(|&price| narrow(-price)).collect(),
        empty: false,
    }
}

/// Takes the bit prices off the reduced costs and lowers prices where one would be negative. Sets are handled by their
/// lowest bit, highest first: lowering a bit's price then never touches a set that is done.
fn repair(program: &Program, prices: &mut [i128], reduced: &mut [i128]) {
    let mut by_lowest: Vec<Vec<usize>> = vec![Vec::new(); program.n];
    for (at, set) in program.sets.iter().enumerate() {
        reduced[at] -= bits(*set).map(|bit| prices[bit]).sum::<i128>();
        by_lowest[set.trailing_zeros() as usize].push(at);
    }
    let mut lowered = vec![0i128; prices.len()];
    for lowest in (0..program.n).rev() {
        for &at in &by_lowest[lowest] {
            reduced[at] += bits(program.sets[at]).map(|bit| lowered[bit]).sum::<i128>();
        }
        let worst = by_lowest[lowest].iter().map(|&at| reduced[at]).min().unwrap_or(0);
        if worst < 0 {
            lowered[lowest] = -worst;
            prices[lowest] += worst;
            by_lowest[lowest].iter().for_each(|&at| reduced[at] -= worst);
        }
    }
}
