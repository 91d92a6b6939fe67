//! Circles in a graph.

/// What a walk through a graph found.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Every circle. Cutting the edge that closes it leaves none.
    pub(super) circles: Vec<Circle>,
    /// The nodes, each after those that its edges lead to (cut ones aside).
    pub(super) order: Vec<usize>,
}

/// A way from a node back to itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Circle {
    /// The nodes along it; the first few, if there are many.
    pub(super) nodes: Vec<usize>,
    /// The edge that closes it: from the last node to the first.
    pub(super) cut: (usize, usize),
}

/// Walks the graph depth first, without recursion. `edges[n]` are the nodes that node `n` leads to.
pub(super) fn walk(edges: &[Vec<usize>]) -> Walk {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    const SHOWN: usize = 5;
    if edges.iter().all(Vec::is_empty) {
        return Walk {
            circles: Vec::new(),
            order: (0..edges.len()).collect(),
        };
    }
    let mut states = vec![State::New; edges.len()];
    let mut places = vec![0; edges.len()];
    let mut found = Walk::default();
    let mut path = Vec::new();
    for start in 0..edges.len() {
        if states[start] != State::New {
            continue;
        }
        path.push((start, 0));
        states[start] = State::Open;
        places[start] = 0;
        while let Some((node, next)) = path.pop() {
            let Some(&target) = edges[node].get(next) else {
                states[node] = State::Done;
                found.order.push(node);
                continue;
            };
            path.push((node, next + 1));
            match states[target] {
                State::New => {
                    states[target] = State::Open;
                    places[target] = path.len();
                    path.push((target, 0));
                }
                State::Open => {
                    let along = path[places[target]..].iter().map(|(node, _)| *node);
                    let nodes = along.take(SHOWN).collect();
                    found.circles.push(Circle {
                        nodes,
                        cut: (node, target),
                    });
                }
                State::Done => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_once_and_the_order_is_from_the_leaves() {
        let found = walk(&[vec![1], vec![2, 3], vec![1], vec![3], vec![]]);
        let nodes: Vec<_> = found
            .circles
            .iter()
            .map(|circle| circle.nodes.clone())
            .collect();
        assert_eq!(nodes, [vec![1, 2], vec![3]]);
        let cuts: Vec<_> = found.circles.iter().map(|circle| circle.cut).collect();
        assert_eq!(cuts, [(2, 1), (3, 3)]);
        assert_eq!(found.order, [2, 3, 1, 0, 4]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<_> = (1..=1_000_000)
            .map(|next| vec![next])
            .chain([vec![]])
            .collect();
        assert_eq!(walk(&edges).order.len(), 1_000_001);
    }
}
