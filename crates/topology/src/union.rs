//! Disjoint sets.

pub(crate) struct UnionFind {
    parent: Vec<u32>,
}

impl UnionFind {
    pub(crate) fn new(n: usize) -> Self {
        Self { parent: (0..n as u32).collect() }
    }

    pub(crate) fn find(&mut self, mut i: usize) -> usize {
        while self.parent[i] as usize != i {
            let up = self.parent[self.parent[i] as usize];
            self.parent[i] = up;
            i = up as usize;
        }
        i
    }

    /// Joins two sets; the smaller root stays.
    pub(crate) fn union(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.parent[a.max(b)] = a.min(b) as u32;
    }

    /// The number of every element's set, counted in order of first elements, and how many sets there are.
    pub(crate) fn numbered(mut self) -> (Vec<u32>, usize) {
        let mut number = vec![u32::MAX; self.parent.len()];
        let mut n = 0;
        for i in 0..self.parent.len() {
            let root = self.find(i);
            if number[root] == u32::MAX {
                number[root] = n;
                n += 1;
            }
            number[i] = number[root];
        }
        (number, n as usize)
    }
}
