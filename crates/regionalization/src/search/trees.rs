//! First plans: random spanning trees cut from the leaves up, which is optimal for the number of grids on a tree.

use super::dice::Dice;
use super::net::{NONE, Net};

/// Labels of a plan in which every grid has the minimum, except one in each component that is too small for any.
///
/// Trees prefer long borders, so that these come to lie inside grids: each link gets an exponential key of rate
/// `length + 1`, and the links of smallest key that close no ring form the tree.
pub(super) fn cut_random_tree(net: &Net, minimum: u64, dice: &mut Dice) -> Vec<u32> {
    let (order, parent) = random_forest(net, dice);
    let mut sum: Vec<u64> = net.households.iter().map(|&households| u64::from(households)).collect();
    let mut label = vec![NONE; net.len()];
    let mut grids = 0;
    for &node in order.iter().rev() {
        let up = parent[node as usize];
        if sum[node as usize] >= minimum.max(1) || up == NONE {
            label[node as usize] = grids;
            grids += 1;
        } else {
            sum[up as usize] += sum[node as usize];
        }
    }
    let mut weak = Vec::new();
    for &node in &order {
        let up = parent[node as usize];
        if label[node as usize] == NONE {
            label[node as usize] = label[up as usize];
        } else if up == NONE && sum[node as usize] < minimum {
            weak.push(node);
        }
    }
    merge_roots(net, &weak, &mut label);
    label
}

/// Joins the rest that is left at the root of a component to a grid beside it.
fn merge_roots(net: &Net, weak: &[u32], label: &mut [u32]) {
    for &start in weak {
        let own = label[start as usize];
        let mut stack = vec![start];
        let mut rest = vec![start];
        let mut target = NONE;
        let mut seen = rustc_hash::FxHashSet::from_iter([start]);
        while let Some(node) = stack.pop() {
            for &(next, _) in net.links(node) {
                if label[next as usize] != own {
                    target = target.min(label[next as usize]);
                } else if seen.insert(next) {
                    stack.push(next);
                    rest.push(next);
                }
            }
        }
        if target != NONE {
            rest.iter().for_each(|&node| label[node as usize] = target);
        }
    }
}

/// A random spanning forest: the nodes with parents before children, and each node's parent.
fn random_forest(net: &Net, dice: &mut Dice) -> (Vec<u32>, Vec<u32>) {
    let n = net.len();
    let mut keyed: Vec<(f32, u32, u32)> =
        net.each_link().map(|(a, b, length)| ((-dice.unit().ln() / (f64::from(length) + 1.0)) as f32, a, b)).collect();
    keyed.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    let mut top: Vec<u32> = (0..n as u32).collect();
    let mut chosen = Vec::with_capacity(n);
    for &(_, a, b) in &keyed {
        let (ra, rb) = (find(&mut top, a), find(&mut top, b));
        if ra != rb {
            top[ra.max(rb) as usize] = ra.min(rb);
            chosen.push((a, b, 0));
        }
    }
    drop(keyed);
    let tree = Net::new(net.households.clone(), chosen);
    let (mut order, mut parent) = (Vec::with_capacity(n), vec![NONE; n]);
    let mut seen = vec![false; n];
    for start in 0..n {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let first = order.len();
        order.push(start as u32);
        let mut at = first;
        while at < order.len() {
            let node = order[at];
            at += 1;
            for &(next, _) in tree.links(node) {
                if !seen[next as usize] {
                    seen[next as usize] = true;
                    parent[next as usize] = node;
                    order.push(next);
                }
            }
        }
    }
    (order, parent)
}

fn find(top: &mut [u32], mut node: u32) -> u32 {
    while top[node as usize] != node {
        top[node as usize] = top[top[node as usize] as usize];
        node = top[node as usize];
    }
    node
}
