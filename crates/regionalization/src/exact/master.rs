//! The linear program that advises on prices: column generation over the listed sets, solved by HiGHS.

use super::duals::Program;
use super::shape::bits;
use highs::{ColProblem, Model, Row, Sense, SolvedModel};

/// The prices of a linear program's solution.
pub(super) struct Prices {
    pub(super) bits: Vec<f64>,
    pub(super) count: f64,
    pub(super) sides: Vec<f64>,
    /// Artificial columns in use: how much of the rows is not met.
    pub(super) missing: f64,
}

/// Column generation over the listed sets: a small program is solved, all sets are priced, the best are added.
pub(super) fn generate(program: &Program, costs: &[f64], artificial: f64) -> Prices {
    let first = first_sets(program, costs);
    let mut master = Master::new(program, artificial, &first, costs);
    let mut inside = vec![false; costs.len()];
    first.into_iter().for_each(|at| inside[at] = true);
    let mut prices = master.solve(program);
    for _ in 0..200 {
        let added = attractive(program, costs, &prices, &inside);
        if added.is_empty() {
            break;
        }
        for at in added {
            inside[at] = true;
            master.add(program, at, costs[at]);
        }
        prices = master.solve(program);
    }
    prices
}

/// A few cheap sets for every lowest atom to begin with; all of them when there are few.
fn first_sets(program: &Program, costs: &[f64]) -> Vec<usize> {
    if costs.len() <= 600 {
        return (0..costs.len()).collect();
    }
    let mut best = Best::new(program.n, 8);
    for (at, set) in program.sets.iter().enumerate() {
        best.offer(set.trailing_zeros() as usize, costs[at] / f64::from(set.count_ones()), at);
    }
    best.take()
}

/// The sets with the most negative reduced cost, at most a dozen for each lowest atom.
fn attractive(program: &Program, costs: &[f64], prices: &Prices, inside: &[bool]) -> Vec<usize> {
    let mut best = Best::new(program.n, 12);
    for (at, &set) in program.sets.iter().enumerate() {
        if inside[at] {
            continue;
        }
        let sides = program.sides.iter().zip(&prices.sides);
        let paid = bits(set).map(|bit| prices.bits[bit]).sum::<f64>()
            + prices.count
            + sides.map(|(side, price)| side.weights[at] as f64 * price).sum::<f64>();
        if costs[at] - paid < -1e-9 {
            best.offer(set.trailing_zeros() as usize, costs[at] - paid, at);
        }
    }
    best.take()
}

/// The few sets of lowest value for each lowest atom.
struct Best {
    each: usize,
    slots: Vec<Vec<(f64, usize)>>,
}

impl Best {
    fn new(n: usize, each: usize) -> Self {
        Best { each, slots: vec![Vec::with_capacity(each); n] }
    }

    /// Sets are offered in ascending order, so of equal values the first stays.
    fn offer(&mut self, lowest: usize, value: f64, at: usize) {
        let slot = &mut self.slots[lowest];
        if slot.len() < self.each {
            slot.push((value, at));
        } else if let Some(worst) = slot.iter_mut().max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            && value < worst.0
        {
            *worst = (value, at);
        }
    }

    fn take(self) -> Vec<usize> {
        let mut found: Vec<usize> = self.slots.into_iter().flatten().map(|(_, at)| at).collect();
        found.sort_unstable();
        found
    }
}

/// The small program, kept warm between rounds.
struct Master {
    model: Option<Model>,
    rows: Vec<Row>,
    n_artificial: usize,
    side_units: Vec<f64>,
}

impl Master {
    fn new(program: &Program, artificial: f64, first: &[usize], costs: &[f64]) -> Self {
        let mut problem = ColProblem::default();
        let mut rows: Vec<Row> = (0..program.n).map(|_| problem.add_row(1.0..=1.0)).collect();
        let mut slack: Vec<(Row, f64)> = rows.iter().map(|&row| (row, 1.0)).collect();
        rows.extend((0..program.claims).map(|_| problem.add_row(..=1.0)));
        if let Some(count) = program.count {
            let row = problem.add_row(f64::from(count)..=f64::from(count));
            slack.extend([(row, 1.0), (row, -1.0)]);
            rows.push(row);
        }
        let mut side_units = Vec::new();
        for side in program.sides.iter().filter(|side| side.priced) {
            let unit = side.weights.iter().copied().max().unwrap_or(1).max(1) as f64;
            side_units.push(unit);
            rows.push(problem.add_row(..=side.total as f64 / unit));
        }
        for &entry in &slack {
            problem.add_column(artificial, 0.0.., [entry]);
        }
        let mut master = Master { model: None, rows, n_artificial: slack.len(), side_units };
        for &at in first {
            problem.add_column(costs[at], 0.0.., master.factors(program, at));
        }
        let mut model = problem.optimise(Sense::Minimise);
        model.make_quiet();
        model.set_option("presolve", "off");
        model.set_option("solver", "simplex");
        model.set_option("parallel", "off");
        model.set_option("threads", 1);
        master.model = Some(model);
        master
    }

    /// The rows in which a set stands.
    fn factors(&self, program: &Program, at: usize) -> Vec<(Row, f64)> {
        let mut factors: Vec<(Row, f64)> = bits(program.sets[at]).map(|bit| (self.rows[bit], 1.0)).collect();
        let mut next = program.n + program.claims;
        if program.count.is_some() {
            factors.push((self.rows[next], 1.0));
            next += 1;
        }
        for (side, unit) in program.sides.iter().filter(|side| side.priced).zip(&self.side_units) {
            factors.push((self.rows[next], side.weights[at] as f64 / unit));
            next += 1;
        }
        factors
    }

    fn add(&mut self, program: &Program, at: usize, cost: f64) {
        let factors = self.factors(program, at);
        if let Some(model) = &mut self.model {
            // A column that is refused only weakens the advice; the proof looks at every set again.
            let _ = model.try_add_column(cost, 0.0.., factors);
        }
    }

    fn solve(&mut self, program: &Program) -> Prices {
        let Some(solved) = self.model.take().and_then(|model| model.try_solve().ok()) else {
            return self.no_prices(program);
        };
        let prices = self.read(program, &solved);
        self.model = Some(Model::from(solved));
        prices
    }

    fn read(&self, program: &Program, solved: &SolvedModel) -> Prices {
        let solution = solved.get_solution();
        let dual = solution.dual_rows();
        let mut next = program.n + program.claims;
        let bits = dual[..next].to_vec();
        let mut count = 0.0;
        if program.count.is_some() {
            count = dual[next];
            next += 1;
        }
        let mut units = self.side_units.iter();
        let sides = program.sides.iter().map(|side| match side.priced.then(|| units.next()).flatten() {
            Some(unit) => {
                next += 1;
                dual[next - 1] / unit
            }
            None => 0.0,
        });
        let sides = sides.collect();
        Prices { bits, count, sides, missing: solution.columns()[..self.n_artificial].iter().sum() }
    }

    fn no_prices(&self, program: &Program) -> Prices {
        let bits = vec![0.0; program.n + program.claims];
        Prices { bits, count: 0.0, sides: vec![0.0; program.sides.len()], missing: 0.0 }
    }
}
